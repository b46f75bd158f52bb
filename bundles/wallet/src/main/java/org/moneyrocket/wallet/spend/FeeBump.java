// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.spend;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.moneyrocket.interfaces.chain.CoinInfo;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.script.psbt.Psbt;
import org.moneyrocket.script.psbt.PsbtSigner;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.coins.TxMovements;
import org.moneyrocket.wallet.coins.WalletTx;
import org.moneyrocket.wallet.store.TxRecord;
import org.moneyrocket.wallet.store.WalletFlag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Replaces an unconfirmed transaction by one that pays more (BIP125). */
public final class FeeBump {
  private static final Logger log = LoggerFactory.getLogger(FeeBump.class);

  /** What the wallet adds at least, in case other nodes ask for more than ours. */
  private static final FeeRate WALLET_INCREMENT = new FeeRate(5000);

  /** Kinds of failure. */
  public enum Problem {
    UNKNOWN_TRANSACTION,
    PARAMETER,
    SPENT,
    WALLET
  }

  /** The transaction cannot be replaced; the message is a sentence for the user. */
  public static final class BumpException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Problem problem;

    BumpException(Problem problem, String message) {
      super(message);
      this.problem = problem;
    }

    public Problem problem() {
      return problem;
    }
  }

  /**
   * What the replacement is to be like.
   *
   * @param options fee and signalling
   * @param outputs outputs in place of the old ones; empty keeps those
   * @param changeIndex old output that is change; empty lets the wallet find it
   * @param requireMine whether all inputs must be the wallet's
   * @param preview whether the result is only looked at: no change address is used up
   */
  public record Request(
      SpendOptions options,
      List<TxOut> outputs,
      Optional<Integer> changeIndex,
      boolean requireMine,
      boolean preview) {}

  /** An unsigned replacement. */
  public record Replacement(BuiltTransaction built, long oldFeeSats) {}

  private final OpenWallet wallet;

  public FeeBump(OpenWallet wallet) {
    this.wallet = wallet;
  }

  /** Tells whether {@link #build} would find nothing against replacing a transaction. */
  public boolean canBump(WalletTx tx) {
    try {
      checkState(tx, true);
      return true;
    } catch (BumpException e) {
      return false;
    }
  }

  /** Builds a replacement without signing it. To be called without the wallet's lock. */
  public Replacement build(Txid txid, Request request) throws BumpException {
    return wallet.sending(() -> replace(txid, request));
  }

  private Replacement replace(Txid txid, Request request) throws BumpException {
    if (!request.outputs().isEmpty() && request.changeIndex().isPresent()) {
      throw new BumpException(
          Problem.PARAMETER,
          "The options 'outputs' and 'original_change_index' are incompatible. You can only either"
              + " specify a new set of outputs, or designate a change output to be recycled.");
    }
    WalletTx original = original(txid);
    Transaction old = wallet.locked(original::transaction);
    if (request.changeIndex().map(i -> i >= old.outputs().size()).orElse(false)) {
      throw new BumpException(Problem.PARAMETER, "Change position is out of range");
    }
    SpendOptions options = request.options().copy();
    Map<OutPoint, TxOut> spent = spentCoins(old);
    wallet.locked(
        () -> {
          old.inputs().forEach(in -> options.preselect(preselected(old, in, spent)));
          return options;
        });
    checkState(original, request.requireMine());
    long oldFee =
        spent.values().stream().mapToLong(TxOut::valueSats).sum() - TxMovements.outputValue(old);
    List<TxOut> outputs = request.outputs().isEmpty() ? old.outputs() : request.outputs();
    List<Recipient> recipients = recipients(outputs, request, options);
    setRate(original, outputs, options, oldFee, spent);
    options.allowOtherInputs(true).minDepth(1);
    try {
      Spending spending = new Spending(wallet);
      return new Replacement(
          request.preview()
              ? spending.preview(recipients, options)
              : spending.build(recipients, options, false),
          oldFee);
    } catch (BuildException e) {
      throw new BumpException(Problem.WALLET, "Unable to create transaction. " + e.getMessage());
    }
  }

  private WalletTx original(Txid txid) throws BumpException {
    return wallet
        .locked(() -> wallet.ledger().find(txid))
        .orElseThrow(
            () ->
                new BumpException(
                    Problem.UNKNOWN_TRANSACTION, "Invalid or non-wallet transaction id"));
  }

  /**
   * Signs a replacement that was shown and confirmed. To be called while a payment is being made,
   * without the wallet's lock.
   *
   * @param options what it was built with
   */
  public Transaction sign(Txid txid, SpendOptions options, ConfirmedDraft confirmed)
      throws BumpException, ConfirmedDraft.ChangedException {
    WalletTx original = original(txid);
    Transaction old = wallet.locked(original::transaction);
    Map<OutPoint, TxOut> spent = spentCoins(old);
    checkState(original, true);
    SpendOptions used = options.copy().minDepth(1);
    Request same = new Request(used, List.of(), Optional.empty(), true, true);
    List<Recipient> recipients = recipients(old.outputs(), same, used);
    Transaction replacement = confirmed.checkReplacement(recipients, used, spent);
    return sign(replacement)
        .orElseThrow(() -> new BumpException(Problem.WALLET, "Can't sign transaction."));
  }

  private Preselected preselected(Transaction old, TxIn in, Map<OutPoint, TxOut> spent) {
    Preselected input = Preselected.of(in.prevout());
    TxOut output = Objects.requireNonNull(spent.get(in.prevout()), "the spent output");
    return wallet.ledger().ownOutput(in.prevout()).isEmpty()
        ? input.withExternal(output).withWeight(ExternalInputWeight.of(old, in, spent))
        : input;
  }

  private Map<OutPoint, TxOut> spentCoins(Transaction old) throws BumpException {
    List<OutPoint> outPoints = old.inputs().stream().map(TxIn::prevout).toList();
    Map<OutPoint, TxOut> spent = new HashMap<>();
    for (CoinInfo coin : wallet.chain().coins(outPoints)) {
      spent.put(coin.outPoint(), coin.output());
    }
    for (OutPoint outPoint : outPoints) {
      if (!spent.containsKey(outPoint)) {
        throw new BumpException(Problem.SPENT, outPoint + " is already spent");
      }
    }
    return spent;
  }

  private void checkState(WalletTx tx, boolean requireMine) throws BumpException {
    int descendants = wallet.chain().ancestry(tx.txid()).descendants();
    wallet.lock().lock();
    try {
      checkState(tx, requireMine, descendants);
    } finally {
      wallet.lock().unlock();
    }
  }

  private void checkState(WalletTx tx, boolean requireMine, int descendants) throws BumpException {
    if (wallet.ledger().hasSpentOutput(tx.transaction())) {
      throw new BumpException(Problem.PARAMETER, "Transaction has descendants in the wallet");
    }
    if (descendants > 1) {
      throw new BumpException(Problem.PARAMETER, "Transaction has descendants in the mempool");
    }
    if (wallet.ledger().depth(tx) != 0) {
      throw new BumpException(
          Problem.WALLET, "Transaction has been mined, or is conflicted with a mined transaction");
    }
    if (tx.notes().replacedBy().isPresent()) {
      throw new BumpException(
          Problem.WALLET,
          "Cannot bump transaction "
              + tx.txid()
              + " which was already bumped by transaction "
              + tx.notes().replacedBy().get());
    }
    if (requireMine && !wallet.ledger().allInputsMine(tx.transaction())) {
      throw new BumpException(
          Problem.WALLET, "Transaction contains inputs that don't belong to this wallet");
    }
  }

  /** Returns whom to pay; the change becomes the place where change goes. */
  private List<Recipient> recipients(List<TxOut> outputs, Request request, SpendOptions options)
      throws BumpException {
    List<Recipient> recipients = new ArrayList<>();
    Optional<Bytes> change = options.changeScript();
    long sum = 0;
    for (int i = 0; i < outputs.size(); i++) {
      TxOut output = outputs.get(i);
      int index = i;
      boolean isChange =
          request
              .changeIndex()
              .map(at -> at == index)
              .orElseGet(
                  () ->
                      wallet.locked(
                          () -> TxMovements.isChange(output, wallet.ledger(), wallet.book())));
      if (isChange) {
        change = Optional.of(output.script());
      } else {
        recipients.add(new Recipient(output.script(), output.valueSats(), false));
      }
      sum += output.valueSats();
    }
    if (recipients.isEmpty()) {
      if (change.isEmpty()) {
        throw new BumpException(
            Problem.PARAMETER,
            "Unable to create transaction. Transaction must have at least one recipient");
      }
      recipients.add(new Recipient(change.get(), sum, true));
      change = Optional.empty();
    }
    options.changeScript(change);
    return recipients;
  }

  private void setRate(
      WalletTx original,
      List<TxOut> outputs,
      SpendOptions options,
      long oldFee,
      Map<OutPoint, TxOut> spent)
      throws BumpException {
    FeeRates rates = new FeeRates(wallet.chain(), wallet.settings());
    if (options.feeRate().isPresent()) {
      checkRate(original, outputs, options, oldFee, spent, rates);
      return;
    }
    FeeRate increment = FeeRates.max(rates.limits().incremental(), WALLET_INCREMENT);
    long oldRate = FeeRate.of(oldFee, original.transaction().vsize()).satsPerKvb();
    FeeRate raised = new FeeRate(oldRate + 1 + increment.satsPerKvb());
    options.feeRate(Optional.of(FeeRates.max(raised, rates.minimum(options).rate())));
  }

  private void checkRate(
      WalletTx original,
      List<TxOut> outputs,
      SpendOptions options,
      long oldFee,
      Map<OutPoint, TxOut> spent,
      FeeRates rates)
      throws BumpException {
    FeeRate rate = options.feeRate().orElseThrow();
    FeeRate mempoolMin = rates.limits().mempoolMin();
    // Only what a full mempool asks for counts here; the relay fee is looked at as part of the sum.
    if (mempoolMin.compareTo(rates.limits().relayMin()) > 0 && rate.compareTo(mempoolMin) < 0) {
      throw new BumpException(
          Problem.WALLET,
          "New fee rate ("
              + MoneyText.bitcoin(rate.satsPerKvb())
              + ") is lower than the minimum fee rate ("
              + MoneyText.bitcoin(rates.limits().mempoolMin().satsPerKvb())
              + ") to get into the mempool -- ");
    }
    Transaction old = original.transaction();
    List<TxIn> unsigned =
        old.inputs().stream()
            .map(in -> new TxIn(in.prevout(), Bytes.EMPTY, in.sequence()))
            .toList();
    Transaction draft = new Transaction(old.version(), unsigned, outputs, old.lockTime());
    List<TxOut> inOrder = unsigned.stream().map(in -> spent.get(in.prevout())).toList();
    int vsize =
        wallet
            .locked(
                () ->
                    new InputSizes(wallet.ring(), wallet.flags(), options.external())
                        .signedSize(draft, inOrder, options))
            .map(InputSizes.Size::vsize)
            .orElse(-1);
    Optional<Long> bumpFee =
        wallet
            .chain()
            .combinedBumpFee(unsigned.stream().map(TxIn::prevout).toList(), rate.satsPerKvb());
    if (bumpFee.isEmpty()) {
      throw new BumpException(
          Problem.WALLET,
          "Failed to calculate bump fees, because unconfirmed UTXOs depend on an enormous cluster"
              + " of unconfirmed transactions.");
    }
    checkTotal(rate.feeOf(vsize) + bumpFee.get(), oldFee, vsize, rates);
  }

  private void checkTotal(long total, long oldFee, int vsize, FeeRates rates) throws BumpException {
    long increment = rates.limits().incremental().feeOf(vsize);
    if (total < oldFee + increment) {
      throw new BumpException(
          Problem.PARAMETER,
          "Insufficient total fee "
              + MoneyText.bitcoin(total)
              + ", must be at least "
              + MoneyText.bitcoin(oldFee + increment)
              + " (oldFee "
              + MoneyText.bitcoin(oldFee)
              + " + incrementalFee "
              + MoneyText.bitcoin(increment)
              + ")");
    }
    long required = rates.required().feeOf(vsize);
    if (total < required) {
      throw new BumpException(
          Problem.PARAMETER,
          "Insufficient total fee (cannot be less than required fee "
              + MoneyText.bitcoin(required)
              + ")");
    }
    long most = wallet.settings().maxTxFeeSats();
    if (total > most) {
      throw new BumpException(
          Problem.WALLET,
          "Specified or calculated fee "
              + MoneyText.bitcoin(total)
              + " is too high (cannot be higher than -maxtxfee "
              + MoneyText.bitcoin(most)
              + ")");
    }
  }

  /**
   * Signs a replacement.
   *
   * @return empty if keys are missing
   */
  public Optional<Transaction> sign(Transaction replacement) {
    wallet.lock().lock();
    try {
      if (wallet.has(WalletFlag.EXTERNAL_SIGNER)) {
        return signOutside(replacement);
      }
      Map<OutPoint, TxOut> spent = new HashMap<>();
      for (TxIn in : replacement.inputs()) {
        wallet
            .ledger()
            .ownOutput(in.prevout())
            .ifPresent(own -> spent.put(in.prevout(), own.output()));
      }
      return Signing.sign(wallet, replacement, spent);
    } finally {
      wallet.lock().unlock();
    }
  }

  private Optional<Transaction> signOutside(Transaction replacement) {
    Psbt psbt = Psbt.of(replacement, Psbt.DEFAULT_VERSION);
    try {
      PsbtFilling.fill(wallet, psbt, PsbtFilling.Options.UPDATE);
      PsbtFilling.Filled signed = PsbtFilling.fill(wallet, psbt, PsbtFilling.Options.SIGN);
      return PsbtSigner.finishAndExtract(signed.psbt());
    } catch (PsbtFilling.FillException e) {
      log.warn("{} cannot sign the replacement: {}", wallet.logName(), e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Stores a signed replacement and that it replaces the original, then broadcasts it. To be called
   * without the wallet's lock.
   */
  public WalletTx commit(Txid txid, Transaction replacement, String sendKey) throws BumpException {
    return wallet.sending(() -> store(txid, replacement, sendKey));
  }

  private WalletTx store(Txid txid, Transaction replacement, String sendKey) throws BumpException {
    WalletTx original =
        wallet
            .locked(() -> wallet.ledger().find(txid))
            .orElseThrow(
                () -> new BumpException(Problem.SPENT, "Invalid or non-wallet transaction id"));
    checkState(original, false);
    TxRecord.Notes written = wallet.locked(original::notes);
    Spending.Notes notes =
        new Spending.Notes(
            written.comment().orElse(""),
            written.to().orElse(""),
            written.messages(),
            Optional.of(txid),
            sendKey);
    // A block or another replacement may have come since the node was asked about descendants.
    return new Spending(wallet).commit(replacement, notes, () -> checkState(original, false, 0));
  }
}
