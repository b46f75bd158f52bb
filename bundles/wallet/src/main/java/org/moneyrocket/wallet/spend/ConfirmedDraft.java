// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.spend;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.coins.OwnOutput;

/**
 * A transaction that was shown and confirmed. Before it is signed everything is looked at once
 * more: it may have been confirmed long after it was built. To be used while a payment is being
 * made, without the wallet's lock: the node is asked.
 */
public final class ConfirmedDraft {
  /** What was confirmed cannot be sent any more; the message is a sentence for the user. */
  public static final class ChangedException extends Exception {
    private static final long serialVersionUID = 1L;

    ChangedException(String message) {
      super(message);
    }
  }

  private final OpenWallet wallet;
  private final Transaction draft;
  private final long feeSats;

  private ConfirmedDraft(OpenWallet wallet, Transaction draft, long feeSats) {
    this.wallet = wallet;
    this.draft = draft;
    this.feeSats = feeSats;
  }

  /** Reads what was confirmed. */
  public static ConfirmedDraft read(OpenWallet wallet, Bytes transaction, long feeSats)
      throws ChangedException {
    try {
      ByteReader in = new ByteReader(transaction);
      Transaction draft = Transaction.read(in);
      in.expectEnd("transaction");
      return new ConfirmedDraft(wallet, draft, feeSats);
    } catch (DecodeException e) {
      throw new ChangedException("What was confirmed is no transaction: " + e.getMessage());
    }
  }

  /** Signs a payment. */
  public Transaction sign(List<Recipient> recipients, SpendOptions options)
      throws ChangedException, BuildException {
    Map<OutPoint, TxOut> spent = check(recipients, options, Map.of());
    return wallet
        .locked(() -> Signing.sign(wallet, draft, spent))
        .orElseThrow(() -> new BuildException("Signing transaction failed"));
  }

  /**
   * Checks a replacement without signing it; returns it.
   *
   * @param replaced the outputs that the transaction spends which it replaces
   */
  Transaction checkReplacement(
      List<Recipient> recipients, SpendOptions options, Map<OutPoint, TxOut> replaced)
      throws ChangedException {
    check(recipients, options, replaced);
    return draft;
  }

  /** Checks everything but the signatures, and keeps the change address; returns what is spent. */
  private Map<OutPoint, TxOut> check(
      List<Recipient> recipients, SpendOptions options, Map<OutPoint, TxOut> replaced)
      throws ChangedException {
    FeeRates rates = new FeeRates(wallet.chain(), wallet.settings());
    checkChain();
    wallet.lock().lock();
    try {
      Map<OutPoint, TxOut> spent = spentCoins(options, replaced);
      Optional<TxOut> change = checkOutputs(recipients);
      long in = spent.values().stream().mapToLong(TxOut::valueSats).sum();
      long out = draft.outputs().stream().mapToLong(TxOut::valueSats).sum();
      if (in - out != feeSats) {
        throw new ChangedException("The transaction does not pay the fee that was confirmed.");
      }
      checkFee(rates, options, spent);
      if (change.isPresent() && !options.changeScript().equals(change.map(TxOut::script))) {
        keepChange(change.get().script());
      }
      return spent;
    } finally {
      wallet.lock().unlock();
    }
  }

  /** Returns the outputs that are spent; each must be there still. */
  private Map<OutPoint, TxOut> spentCoins(SpendOptions options, Map<OutPoint, TxOut> replaced)
      throws ChangedException {
    AvailableCoins available = new AvailableCoins(wallet, options, AvailableCoins.Filter.SPENDING);
    Map<OutPoint, TxOut> spent = new HashMap<>();
    for (TxIn in : draft.inputs()) {
      TxOut known = replaced.get(in.prevout());
      TxOut output = known != null ? known : spentCoin(in.prevout(), options, available);
      if (spent.put(in.prevout(), output) != null) {
        throw new ChangedException("A coin is in the transaction twice.");
      }
    }
    if (!spent.keySet().containsAll(replaced.keySet())) {
      throw new ChangedException("The transaction would not replace the other one.");
    }
    return spent;
  }

  private TxOut spentCoin(OutPoint outPoint, SpendOptions options, AvailableCoins available)
      throws ChangedException {
    OwnOutput own =
        wallet
            .ledger()
            .ownOutput(outPoint)
            .orElseThrow(() -> new ChangedException("A coin is not in this wallet any more."));
    boolean usable =
        options.preselected(outPoint).isPresent()
            ? available.couldBeSpent(own)
            : options.allowOtherInputs() && available.includes(own);
    if (!usable) {
      throw new ChangedException("A coin was spent or locked since, or cannot be spent yet.");
    }
    return own.output();
  }

  /** Every recipient in order, and at most one output more; returns that one. */
  private Optional<TxOut> checkOutputs(List<Recipient> recipients) throws ChangedException {
    Optional<TxOut> change = Optional.empty();
    List<Recipient> open = new ArrayList<>(recipients);
    for (TxOut output : draft.outputs()) {
      if (!open.isEmpty() && isPayment(output, open.get(0))) {
        open.remove(0);
      } else if (change.isEmpty() && wallet.ring().isMine(output.script())) {
        change = Optional.of(output);
      } else {
        throw new ChangedException("The transaction does not pay what was asked for.");
      }
    }
    if (!open.isEmpty()) {
      throw new ChangedException("The transaction does not pay everybody.");
    }
    return change;
  }

  /** Who pays the fee gets what is too little for change, which may be more than the fee. */
  private boolean isPayment(TxOut output, Recipient recipient) {
    long less = recipient.sats() - output.valueSats();
    return output.script().equals(recipient.script())
        && (recipient.subtractFee() ? less <= feeSats : less == 0);
  }

  private void checkFee(FeeRates rates, SpendOptions options, Map<OutPoint, TxOut> spent)
      throws ChangedException {
    FeeRate least = FeeRates.max(rates.required(), rates.limits().mempoolMin());
    List<TxOut> inOrder = draft.inputs().stream().map(in -> spent.get(in.prevout())).toList();
    int vsize =
        new InputSizes(wallet.ring(), wallet.flags(), options.external())
            .signedSize(draft, inOrder, options)
            .orElseThrow(() -> new ChangedException("A coin cannot be signed for any more."))
            .vsize();
    if (feeSats < least.feeOf(vsize)) {
      throw new ChangedException("The network asks for a higher fee by now.");
    }
    if (feeSats > wallet.settings().maxTxFeeSats()) {
      throw new ChangedException(
          "Fee exceeds maximum configured by user (e.g. -maxtxfee, maxfeerate)");
    }
  }

  private void checkChain() throws ChangedException {
    if (wallet.settings().selectionLimits().rejectLongChains()) {
      String limits = wallet.chain().checkChainLimits(draft.toBytes());
      if (!limits.isEmpty()) {
        throw new ChangedException(limits);
      }
    }
  }

  /** A preview uses no address up; one that was given to somebody since is not used twice. */
  private void keepChange(Bytes script) throws ChangedException {
    boolean fresh =
        wallet.ring().owners(script).stream()
            .anyMatch(
                owner ->
                    owner
                        .position(script)
                        .filter(p -> p >= owner.record().nextIndex())
                        .isPresent());
    if (!fresh) {
      throw new ChangedException("The address for the change is in use by now.");
    }
    wallet.ring().paid(script);
  }
}
