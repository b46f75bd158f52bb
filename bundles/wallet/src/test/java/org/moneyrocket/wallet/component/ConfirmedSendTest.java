// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moneyrocket.wallet.WalletFixture.ELSEWHERE;
import static org.moneyrocket.wallet.WalletFixture.newScript;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.moneyrocket.interfaces.wallet.Balances;
import org.moneyrocket.interfaces.wallet.FeeChoice;
import org.moneyrocket.interfaces.wallet.Payment;
import org.moneyrocket.interfaces.wallet.SendDraft;
import org.moneyrocket.interfaces.wallet.SendOutcome;
import org.moneyrocket.interfaces.wallet.SendPreview;
import org.moneyrocket.interfaces.wallet.SendRequest;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.script.address.OutputType;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.WalletFixture;
import org.moneyrocket.wallet.spend.AvailableCoins;
import org.moneyrocket.wallet.spend.SpendOptions;

/** What was confirmed is what is sent, or nothing is. */
public class ConfirmedSendTest {
  private static final long COIN = Amount.COIN;

  @Rule public final WalletFixture fixture = new WalletFixture();

  private OpenWallet wallet;
  private WalletService service;
  private String elsewhere;
  private int keys;

  @Before
  public void fund() throws Exception {
    wallet = fixture.create("w");
    service = new WalletService(wallet);
    elsewhere = wallet.format().addressOf(ELSEWHERE).orElseThrow();
    for (int i = 0; i < 6; i++) {
      fixture.chain().mine(1, newScript(wallet));
    }
    fixture.chain().mine(100, ELSEWHERE);
    wallet.awaitCurrent();
  }

  private SendRequest request(long sats, boolean subtract, OutPoint... coins) {
    return new SendRequest(
        "key" + keys++,
        List.of(new Payment(elsewhere, new Amount(sats), "", subtract)),
        FeeChoice.DEFAULT,
        List.of(coins),
        true,
        "");
  }

  private static Transaction transaction(Bytes bytes) {
    try {
      return Transaction.read(new ByteReader(bytes));
    } catch (DecodeException e) {
      throw new AssertionError(e);
    }
  }

  private static Transaction transaction(SendDraft draft) {
    return transaction(draft.transaction());
  }

  private SendPreview preview(SendRequest request) {
    SendPreview preview = service.previewSend(request);
    assertThat(preview.error()).isEmpty();
    return preview;
  }

  private SendDraft draft(SendRequest request) {
    return preview(request).draft().orElseThrow();
  }

  private Transaction sent(SendOutcome outcome) {
    assertThat(outcome.error()).isEmpty();
    assertThat(outcome.state()).isEqualTo(SendOutcome.State.SENT);
    return mempool(outcome.txid().orElseThrow());
  }

  private Transaction mempool(Txid txid) {
    return fixture.chain().mempool().stream()
        .filter(tx -> tx.txid().equals(txid))
        .findFirst()
        .orElseThrow();
  }

  private void changed(SendOutcome outcome, String reason) {
    int before = fixture.chain().mempool().size();
    assertThat(outcome.error()).contains(reason);
    assertThat(outcome.state()).isEqualTo(SendOutcome.State.CHANGED);
    assertThat(outcome.txid()).isEmpty();
    assertThat(fixture.chain().mempool()).hasSize(before);
  }

  @Test
  public void theTransactionThatWasConfirmedIsSentWhateverTheEstimateSaysByThen() {
    SendRequest request = request(60 * COIN, false);
    SendPreview shown = preview(request);
    SendDraft draft = shown.draft().orElseThrow();
    fixture.chain().setEstimate(new FeeRate(90_000));

    Transaction sent = sent(service.send(request, draft));

    // Inputs of all coins here are segwit, so the identity does not depend on signatures.
    assertThat(sent.txid()).isEqualTo(transaction(draft).txid());
    long in = sent.inputs().size() * 50 * COIN;
    long out = sent.outputs().stream().mapToLong(TxOut::valueSats).sum();
    assertThat(in - out).isEqualTo(shown.fee().sats());
    assertThat(shown.received()).containsExactly(new Amount(60 * COIN));
    assertThat(shown.total()).isEqualTo(new Amount(60 * COIN + shown.fee().sats()));
  }

  @Test
  public void manyPreviewsOfOneRequestDifferAndTheConfirmedOneIsSent() {
    SendRequest request = request(120 * COIN, false);
    List<SendDraft> drafts = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      drafts.add(draft(request));
    }
    assertThat(drafts.stream().map(d -> transaction(d).txid()).distinct().count())
        .as("selection is random, otherwise this shows nothing")
        .isGreaterThan(1);
    Transaction sent = sent(service.send(request, drafts.get(3)));
    assertThat(sent.txid()).isEqualTo(transaction(drafts.get(3)).txid());
  }

  @Test
  public void theRecipientGetsWhatThePreviewSaysWhereTheFeeIsTakenFromTheAmount() {
    SendRequest request = request(20 * COIN, true);
    SendPreview shown = preview(request);
    Transaction sent = sent(service.send(request, shown.draft().orElseThrow()));
    long received =
        sent.outputs().stream()
            .filter(output -> output.script().equals(ELSEWHERE))
            .mapToLong(TxOut::valueSats)
            .sum();
    assertThat(shown.received()).containsExactly(new Amount(received));
    assertThat(received).isEqualTo(20 * COIN - shown.fee().sats());
  }

  @Test
  public void whenACoinIsSpentMeanwhileNothingIsSent() {
    SendRequest all = request(300 * COIN, true);
    SendRequest same = request(300 * COIN, true);
    SendDraft first = draft(all);
    SendDraft second = draft(same);
    sent(service.send(all, first));

    changed(service.send(same, second), "A coin was spent or locked since");
    assertThat(fixture.chain().mempool()).hasSize(1);
  }

  @Test
  public void whenACoinIsLockedMeanwhileNothingIsSentUnlessTheUserChoseIt() {
    SendRequest request = request(10 * COIN, false);
    SendDraft draft = draft(request);
    OutPoint coin = transaction(draft).inputs().get(0).prevout();
    service.setCoinLocked(coin, true);
    changed(service.send(request, draft), "A coin was spent or locked since");

    SendRequest chosen = request(10 * COIN, false, coin);
    Transaction sent = sent(service.send(chosen, draft(chosen)));
    assertThat(sent.inputs()).extracting(TxIn::prevout).containsExactly(coin);
  }

  @Test
  public void whenTheAddressOfTheChangeIsGivenOutMeanwhileItIsNotUsedTwice() throws Exception {
    SendRequest request = request(10 * COIN, false);
    SendDraft draft = draft(request);
    wallet.lock().lock();
    try {
      wallet.ring().reserveChange(OutputType.BECH32);
    } finally {
      wallet.lock().unlock();
    }
    changed(service.send(request, draft), "The address for the change is in use");
    Transaction sent = sent(service.send(request, draft(request)));

    SendRequest next = request(COIN, false);
    Bytes change = ownOutput(sent);
    assertThat(ownOutput(transaction(draft(next)))).isNotEqualTo(change);
  }

  private Bytes ownOutput(Transaction tx) {
    return tx.outputs().stream()
        .map(TxOut::script)
        .filter(script -> !script.equals(ELSEWHERE))
        .findFirst()
        .orElseThrow();
  }

  @Test
  public void whatIsNotWhatWasAskedForIsNotSigned() throws Exception {
    SendRequest request = request(10 * COIN, false);
    SendDraft draft = draft(request);
    Transaction good = transaction(draft);
    long fee = draft.fee().sats();
    int change = good.outputs().get(0).script().equals(ELSEWHERE) ? 1 : 0;
    TxOut payment = good.outputs().get(1 - change);
    TxOut rest = good.outputs().get(change);
    TxOut less = new TxOut(payment.valueSats() - 1, payment.script());
    TxOut stolen = new TxOut(rest.valueSats(), ELSEWHERE);

    changed(service.send(request, with(good, fee, less, rest)), "does not pay what was asked");
    changed(service.send(request, with(good, fee, payment, stolen)), "does not pay what was asked");
    changed(service.send(request, with(good, fee, rest)), "does not pay everybody");
    changed(service.send(request, with(good, fee, payment)), "does not pay the fee");
    changed(service.send(request, with(good, fee + 1, payment, rest)), "does not pay the fee");
    changed(
        service.send(request, new SendDraft(Bytes.fromHex("00"), draft.fee())), "no transaction");
    assertThat(fixture.chain().mempool()).isEmpty();
    sent(service.send(request, draft));
  }

  private static SendDraft with(Transaction tx, long fee, TxOut... outputs) {
    Transaction other = new Transaction(tx.version(), tx.inputs(), List.of(outputs), tx.lockTime());
    return new SendDraft(other.toBytes(), new Amount(fee));
  }

  @Test
  public void aFeeThatTheNetworkDoesNotTakeIsNotSent() {
    SendRequest request = request(10 * COIN, false);
    SendDraft draft = draft(request);
    Transaction good = transaction(draft);
    int change = good.outputs().get(0).script().equals(ELSEWHERE) ? 1 : 0;
    List<TxOut> outputs = new ArrayList<>(good.outputs());
    TxOut rest = outputs.get(change);
    outputs.set(change, new TxOut(rest.valueSats() + draft.fee().sats() - 1, rest.script()));
    changed(service.send(request, with(good, 1, outputs.toArray(TxOut[]::new))), "higher fee");
  }

  @Test
  public void oneKeySendsOnce() {
    SendRequest request = request(10 * COIN, false);
    SendDraft draft = draft(request);
    Transaction first = sent(service.send(request, draft));
    assertThat(sent(service.send(request, draft)).txid()).isEqualTo(first.txid());
    assertThat(fixture.chain().mempool()).hasSize(1);
  }

  @Test
  public void whoAsksAboutASendThatIsUnderWayHearsWhatBecomesOfIt() throws Exception {
    SendRequest request = request(10 * COIN, false);
    SendDraft draft = draft(request);
    CompletableFuture<SendOutcome> asked = new CompletableFuture<>();
    wallet.sending().lock();
    try {
      Thread.ofPlatform().start(() -> asked.complete(service.sendOutcome(request.key())));
      while (!wallet.sending().hasQueuedThreads() && !asked.isDone()) {
        Thread.onSpinWait();
      }
      sent(service.send(request, draft));
    } finally {
      wallet.sending().unlock();
    }
    sent(asked.get(30, TimeUnit.SECONDS));
  }

  @Test
  public void whatWasSaidToBeUnknownIsNotSentAfterwards() {
    SendRequest request = request(10 * COIN, false);
    SendDraft draft = draft(request);
    assertThat(service.sendOutcome(request.key()).state()).isEqualTo(SendOutcome.State.UNKNOWN);
    SendOutcome late = service.send(request, draft);
    assertThat(late.state()).isEqualTo(SendOutcome.State.NOT_SENT);
    assertThat(late.error()).contains("asked about before it arrived");
    assertThat(fixture.chain().mempool()).isEmpty();
  }

  @Test
  public void aCancelledSendIsNotMade() {
    SendRequest request = request(10 * COIN, false);
    SendDraft draft = draft(request);
    Thread.currentThread().interrupt();
    SendOutcome outcome = service.send(request, draft);
    assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    assertThat(outcome.state()).isEqualTo(SendOutcome.State.NOT_SENT);
    assertThat(fixture.chain().mempool()).isEmpty();
  }

  @Test
  public void theRecipientWhoPaysTheFeeMayGetMoreThanThatFromWhatIsTooLittleForChange()
      throws Exception {
    OutPoint coin = service.coins(0, 1).get(0).outPoint();
    SendRequest request = request(50 * COIN - 1500, true, coin);
    Transaction all = transaction(draft(request));
    long fee = 1200;
    SendDraft draft = with(all, fee, new TxOut(50 * COIN - fee, ELSEWHERE));
    assertThat(sent(service.send(request, draft)).outputs()).hasSize(1);
  }

  // ---- replacements

  @Test
  public void theReplacementThatWasConfirmedIsSent() {
    SendRequest request = request(60 * COIN, false);
    Transaction old = sent(service.send(request, draft(request)));
    SendPreview shown = service.previewBump(old.txid(), FeeChoice.DEFAULT);
    fixture.chain().setEstimate(new FeeRate(90_000));
    SendDraft draft = shown.draft().orElseThrow();

    Transaction sent = sent(service.bump(old.txid(), draft, "bump"));
    assertThat(sent.txid()).isEqualTo(transaction(draft).txid());
    assertThat(fixture.chain().mempool()).containsExactly(sent);
    assertThat(sent(service.bump(old.txid(), draft, "bump")).txid()).isEqualTo(sent.txid());
  }

  @Test
  public void aReplacementThatPaysSomebodyElseOrReplacesNothingIsNotSigned() throws Exception {
    SendRequest request = request(60 * COIN, false);
    Transaction old = sent(service.send(request, draft(request)));
    SendDraft draft = service.previewBump(old.txid(), FeeChoice.DEFAULT).draft().orElseThrow();
    Transaction good = transaction(draft);
    long fee = draft.fee().sats();
    List<TxOut> outputs = new ArrayList<>(good.outputs());
    outputs.replaceAll(
        o -> o.script().equals(ELSEWHERE) ? new TxOut(o.valueSats() - 1, ELSEWHERE) : o);
    changed(
        service.bump(old.txid(), with(good, fee + 1, outputs.toArray(TxOut[]::new)), "a"),
        "does not pay what was asked");
    Transaction fewer =
        new Transaction(
            good.version(), good.inputs().subList(0, 1), good.outputs(), good.lockTime());
    changed(
        service.bump(old.txid(), new SendDraft(fewer.toBytes(), draft.fee()), "b"),
        "would not replace");
    assertThat(fixture.chain().mempool()).containsExactly(old);
  }

  @Test
  public void whatWasMinedMeanwhileIsNotReplaced() {
    SendRequest request = request(60 * COIN, false);
    Transaction old = sent(service.send(request, draft(request)));
    SendDraft draft = service.previewBump(old.txid(), FeeChoice.DEFAULT).draft().orElseThrow();
    fixture.chain().mine(1, ELSEWHERE);
    SendOutcome outcome = service.bump(old.txid(), draft, "late");
    assertThat(outcome.state()).isEqualTo(SendOutcome.State.NOT_SENT);
    assertThat(outcome.error()).isNotEmpty();
    assertThat(fixture.chain().mempool()).isEmpty();
  }

  // ---- what is available

  private long spendable() {
    wallet.lock().lock();
    try {
      return new AvailableCoins(wallet, new SpendOptions(), AvailableCoins.Filter.SPENDING)
          .find(Optional.empty())
          .total();
    } finally {
      wallet.lock().unlock();
    }
  }

  private Balances balances() {
    Balances balances = service.balances();
    assertThat(balances.available().sats()).as("what coins are found").isEqualTo(spendable());
    return balances;
  }

  private void everythingCanBeSent() {
    long all = balances().available().sats();
    SendRequest everything = request(all, true);
    SendPreview preview = service.previewSend(everything);
    assertThat(preview.error()).isEmpty();
    assertThat(preview.total().sats()).isEqualTo(all);
    assertThat(preview.change()).isEmpty();
  }

  @Test
  public void availableIsWhatAPaymentCouldUseNow() throws Exception {
    assertThat(balances().available().sats()).isEqualTo(300 * COIN);
    everythingCanBeSent();

    SendRequest request = request(60 * COIN, false);
    Transaction old = sent(service.send(request, draft(request)));
    assertThat(balances().onHold()).as("change of our own").isEqualTo(Amount.ZERO);
    everythingCanBeSent();

    SendDraft bump = service.previewBump(old.txid(), FeeChoice.DEFAULT).draft().orElseThrow();
    sent(service.bump(old.txid(), bump, "bump"));
    Balances bumped = balances();
    assertThat(bumped.available().sats())
        .as("the change of a replacement cannot be used before it is mined")
        .isEqualTo((6 - old.inputs().size()) * 50 * COIN);
    assertThat(bumped.onHold().sats()).isPositive();
    everythingCanBeSent();

    OutPoint coin = service.coins(0, 1).get(0).outPoint();
    service.setCoinLocked(coin, true);
    assertThat(balances().available().sats()).isEqualTo(bumped.available().sats() - 50 * COIN);
    everythingCanBeSent();
    service.setCoinLocked(coin, false);

    fixture.chain().mine(1, newScript(wallet));
    Balances mined = balances();
    assertThat(mined.immature().sats()).isEqualTo(50 * COIN);
    assertThat(mined.onHold()).isEqualTo(Amount.ZERO);
    everythingCanBeSent();
  }
}
