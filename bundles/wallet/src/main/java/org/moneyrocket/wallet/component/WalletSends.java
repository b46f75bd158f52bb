// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.component;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.moneyrocket.interfaces.wallet.FeeChoice;
import org.moneyrocket.interfaces.wallet.Payment;
import org.moneyrocket.interfaces.wallet.SendDraft;
import org.moneyrocket.interfaces.wallet.SendOutcome;
import org.moneyrocket.interfaces.wallet.SendPreview;
import org.moneyrocket.interfaces.wallet.SendRequest;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.script.address.Destination;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.SendKeys;
import org.moneyrocket.wallet.coins.WalletTx;
import org.moneyrocket.wallet.scan.BehindException;
import org.moneyrocket.wallet.spend.BuildException;
import org.moneyrocket.wallet.spend.BuiltTransaction;
import org.moneyrocket.wallet.spend.ConfirmedDraft;
import org.moneyrocket.wallet.spend.FeeBump;
import org.moneyrocket.wallet.spend.Preselected;
import org.moneyrocket.wallet.spend.Recipient;
import org.moneyrocket.wallet.spend.SpendOptions;
import org.moneyrocket.wallet.spend.Spending;
import org.moneyrocket.wallet.store.StoreException;
import org.moneyrocket.wallet.store.WalletFlag;

/** Sends and replacements, each at most once for its key. */
final class WalletSends {
  private static final String LOCKED =
      "Error: Please enter the wallet passphrase with walletpassphrase first.";

  private final OpenWallet wallet;

  WalletSends(OpenWallet wallet) {
    this.wallet = wallet;
  }

  private List<Recipient> recipients(SendRequest request) throws BuildException {
    List<Recipient> recipients = new ArrayList<>();
    for (Payment payment : request.payments()) {
      switch (wallet.format().decodeAddress(payment.address())) {
        case ChainFormat.AddressResult.Valid(Destination destination) ->
            recipients.add(
                new Recipient(
                    destination.script(), payment.amount().sats(), payment.subtractFee()));
        case ChainFormat.AddressResult.Invalid(String error, List<Integer> _) ->
            throw new BuildException(error);
      }
      if (!Amount.isMoney(payment.amount().sats())) {
        throw new BuildException("Invalid amount");
      }
    }
    return recipients;
  }

  private SpendOptions options(SendRequest request) {
    SpendOptions options = withFee(request.fee()).signalRbf(Optional.of(request.replaceable()));
    for (OutPoint coin : request.coins()) {
      options.preselect(Preselected.of(coin));
    }
    return options.allowOtherInputs(request.coins().isEmpty());
  }

  private SpendOptions withFee(FeeChoice fee) {
    boolean avoidReuse = wallet.has(WalletFlag.AVOID_REUSE);
    return new SpendOptions()
        .feeRate(fee.rate())
        .confirmTarget(fee.target())
        .avoidReuse(avoidReuse)
        .avoidPartialSpends(avoidReuse || wallet.settings().avoidPartialSpends());
  }

  SendPreview preview(SendRequest request) {
    try {
      List<Recipient> recipients = recipients(request);
      return preview(new Spending(wallet).preview(recipients, options(request)));
    } catch (BuildException e) {
      return failed(e);
    }
  }

  private static SendPreview failed(Exception e) {
    return new SendPreview(
        String.valueOf(e.getMessage()),
        Amount.ZERO,
        FeeRate.ZERO,
        0,
        Optional.empty(),
        Amount.ZERO,
        List.of(),
        Optional.empty());
  }

  private static SendPreview preview(BuiltTransaction built) {
    List<TxOut> payments = new ArrayList<>(built.transaction().outputs());
    Optional<Amount> change =
        built.changePosition().map(at -> new Amount(payments.remove(at.intValue()).valueSats()));
    long out = built.transaction().outputs().stream().mapToLong(TxOut::valueSats).sum();
    long leaving = out - change.orElse(Amount.ZERO).sats() + built.feeSats();
    return new SendPreview(
        "",
        new Amount(built.feeSats()),
        FeeRate.of(built.feeSats(), built.vsize()),
        built.vsize(),
        change,
        new Amount(leaving),
        payments.stream().map(output -> new Amount(output.valueSats())).toList(),
        Optional.of(new SendDraft(built.transaction().toBytes(), new Amount(built.feeSats()))));
  }

  /** Sends once the wallet is as new as the chain; nothing is sent if it cannot get there. */
  SendOutcome current(String key, Supplier<SendOutcome> send) {
    try {
      wallet.awaitCurrent();
    } catch (BehindException e) {
      return once(key, () -> notSent(String.valueOf(e.getMessage())));
    }
    return send.get();
  }

  /** Makes a payment. */
  @FunctionalInterface
  private interface Making {
    SendOutcome make()
        throws ConfirmedDraft.ChangedException, BuildException, FeeBump.BumpException;
  }

  /** Makes a payment, one at a time, unless its key has made one or comes too late. */
  private SendOutcome once(String key, Making making) {
    if (key.length() > SendKeys.MAX_KEY) {
      return notSent("The key of the send is longer than " + SendKeys.MAX_KEY + " characters");
    }
    try {
      wallet.sending().lockInterruptibly();
      try {
        return alone(key, making);
      } finally {
        wallet.sending().unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return notSent("The call was cancelled before it had begun.");
    }
  }

  private SendOutcome alone(String key, Making making) {
    try {
      Optional<SendOutcome> before = wallet.locked(() -> found(key).or(() -> refused(key)));
      return before.isPresent() ? before.get() : making.make();
    } catch (ConfirmedDraft.ChangedException e) {
      return changed(e);
    } catch (BuildException | FeeBump.BumpException | StoreException e) {
      return notSent(String.valueOf(e.getMessage()));
    }
  }

  private Optional<SendOutcome> refused(String key) {
    return wallet.sendKeys().isRefused(key)
        ? Optional.of(
            notSent("The payment was asked about before it arrived, so it is not made any more."))
        : Optional.empty();
  }

  SendOutcome send(SendRequest request, SendDraft confirmed) {
    return once(request.key(), () -> make(request, confirmed));
  }

  private SendOutcome make(SendRequest request, SendDraft confirmed)
      throws ConfirmedDraft.ChangedException, BuildException {
    String refusal = refusal();
    if (!refusal.isEmpty()) {
      return notSent(refusal);
    }
    Transaction signed = draft(confirmed).sign(recipients(request), options(request));
    WalletTx tx =
        new Spending(wallet)
            .commit(
                signed,
                new Spending.Notes(
                    request.comment(),
                    "",
                    List.of(),
                    Optional.empty(),
                    request.key(),
                    labels(request.payments())));
    return sent(tx.txid(), confirmed.fee());
  }

  private ConfirmedDraft draft(SendDraft confirmed) throws ConfirmedDraft.ChangedException {
    return ConfirmedDraft.read(wallet, confirmed.transaction(), confirmed.fee().sats());
  }

  private String refusal() {
    if (!wallet.mayHavePrivateKeys()) {
      return "Error: Private keys are disabled for this wallet";
    }
    return wallet.isLocked() ? LOCKED : "";
  }

  private List<Spending.Label> labels(List<Payment> payments) {
    List<Spending.Label> labels = new ArrayList<>();
    for (Payment payment : payments) {
      wallet
          .format()
          .decode(payment.address())
          .ifPresent(to -> labels.add(new Spending.Label(to, payment.label())));
    }
    return labels;
  }

  private Optional<SendOutcome> found(String key) {
    Optional<Txid> txid = key.isEmpty() ? Optional.empty() : wallet.sendKeys().find(key);
    return txid.map(
        t ->
            new SendOutcome(
                SendOutcome.State.SENT,
                txid,
                wallet
                    .ledger()
                    .find(t)
                    .map(
                        tx ->
                            new Amount(
                                wallet.ledger().debit(tx.transaction())
                                    - tx.transaction().outputs().stream()
                                        .mapToLong(TxOut::valueSats)
                                        .sum())),
                ""));
  }

  /** Tells what became of a send. Waits for one that is under way, and ends one that is not. */
  SendOutcome outcome(String key) {
    return wallet.sending(() -> wallet.locked(() -> found(key).orElseGet(() -> neverSeen(key))));
  }

  private SendOutcome neverSeen(String key) {
    wallet.sendKeys().refuse(key);
    return new SendOutcome(SendOutcome.State.UNKNOWN, Optional.empty(), Optional.empty(), "");
  }

  private static SendOutcome notSent(String error) {
    return new SendOutcome(SendOutcome.State.NOT_SENT, Optional.empty(), Optional.empty(), error);
  }

  private static SendOutcome changed(ConfirmedDraft.ChangedException why) {
    return new SendOutcome(
        SendOutcome.State.CHANGED,
        Optional.empty(),
        Optional.empty(),
        String.valueOf(why.getMessage()));
  }

  private static SendOutcome sent(Txid txid, Amount fee) {
    return new SendOutcome(SendOutcome.State.SENT, Optional.of(txid), Optional.of(fee), "");
  }

  // ---- replacements

  private SpendOptions bumpOptions(FeeChoice fee) {
    return withFee(fee).signalRbf(Optional.of(true));
  }

  SendPreview previewBump(Txid txid, FeeChoice fee) {
    try {
      FeeBump.Request request =
          new FeeBump.Request(bumpOptions(fee), List.of(), Optional.empty(), true, true);
      return preview(new FeeBump(wallet).build(txid, request).built());
    } catch (FeeBump.BumpException e) {
      return failed(e);
    }
  }

  SendOutcome bump(Txid txid, SendDraft confirmed, String key) {
    return once(key, () -> replace(txid, confirmed, key));
  }

  private SendOutcome replace(Txid txid, SendDraft confirmed, String key)
      throws ConfirmedDraft.ChangedException, FeeBump.BumpException {
    String refusal = refusal();
    if (!refusal.isEmpty()) {
      return notSent(refusal);
    }
    FeeBump bump = new FeeBump(wallet);
    Transaction signed = bump.sign(txid, bumpOptions(FeeChoice.DEFAULT), draft(confirmed));
    WalletTx tx = bump.commit(txid, signed, key);
    return sent(tx.txid(), confirmed.fee());
  }
}
