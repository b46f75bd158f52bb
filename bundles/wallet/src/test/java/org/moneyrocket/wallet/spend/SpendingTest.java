// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.spend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.moneyrocket.wallet.WalletFixture.ELSEWHERE;
import static org.moneyrocket.wallet.WalletFixture.balances;
import static org.moneyrocket.wallet.WalletFixture.newScript;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.moneyrocket.interfaces.Secret;
import org.moneyrocket.interfaces.chain.RemovalReason;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.script.address.Destination;
import org.moneyrocket.script.address.OutputType;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.WalletFixture;
import org.moneyrocket.wallet.coins.WalletTx;

public class SpendingTest {
  @Rule public final WalletFixture fixture = new WalletFixture();

  private OpenWallet funded() throws Exception {
    OpenWallet wallet = fixture.create("w");
    fixture.chain().mine(1, newScript(wallet));
    fixture.chain().mine(1, newScript(wallet, OutputType.BECH32M));
    fixture.chain().mine(1, newScript(wallet, OutputType.LEGACY));
    fixture.chain().mine(1, newScript(wallet, OutputType.P2SH_SEGWIT));
    fixture.chain().mine(100, ELSEWHERE);
    wallet.awaitCurrent();
    return wallet;
  }

  private static Recipient pay(long coins) {
    return new Recipient(ELSEWHERE, coins * Amount.COIN, false);
  }

  private static WalletTx send(OpenWallet wallet, Recipient recipient, SpendOptions options)
      throws BuildException {
    Spending spending = new Spending(wallet);
    BuiltTransaction built = spending.build(List.of(recipient), options, true);
    return spending.commit(built.transaction(), Spending.Notes.NONE);
  }

  @Test
  public void paysAndKeepsTheRest() throws Exception {
    OpenWallet wallet = funded();
    WalletTx tx = send(wallet, pay(10), new SpendOptions());

    assertThat(tx.inMempool()).isTrue();
    assertThat(fixture.chain().mempool()).containsExactly(tx.transaction());
    assertThat(balances(wallet)).containsExactly(189L, 0L, 0L);
    fixture.chain().mine(1, ELSEWHERE);
    assertThat(balances(wallet)).containsExactly(189L, 0L, 0L);
    assertThat(wallet.ledger().depth(tx)).isEqualTo(1);
  }

  @Test
  public void spendsEveryKindOfCoin() throws Exception {
    OpenWallet wallet = funded();
    WalletTx tx =
        send(wallet, new Recipient(ELSEWHERE, 200 * Amount.COIN, true), new SpendOptions());

    assertThat(tx.inMempool()).isTrue();
    assertThat(tx.transaction().inputs()).hasSize(4);
    assertThat(tx.transaction().outputs()).hasSize(1);
  }

  @Test
  public void theSizeIsNeverGuessedTooSmallNorFarTooLarge() throws Exception {
    OpenWallet wallet = funded();
    FeeRate rate = new FeeRate(10_000);
    BuiltTransaction built =
        new Spending(wallet)
            .build(
                List.of(new Recipient(ELSEWHERE, 200 * Amount.COIN, true)),
                new SpendOptions().feeRate(Optional.of(rate)),
                true);
    int vsize = built.transaction().vsize();

    assertThat(built.vsize()).isBetween(vsize, vsize + 2);
    assertThat(built.feeSats()).isEqualTo(rate.feeOf(built.vsize()));
  }

  @Test
  public void changeLooksLikeThePayment() throws Exception {
    OpenWallet wallet = funded();
    Bytes taproot = new Destination.Taproot(Bytes.wrap(new byte[32])).script();
    Bytes scriptHash = new Destination.ScriptHash(Bytes.wrap(new byte[20])).script();
    for (Bytes script : List.of(ELSEWHERE, taproot, scriptHash)) {
      BuiltTransaction built =
          new Spending(wallet)
              .build(List.of(new Recipient(script, Amount.COIN, false)), new SpendOptions(), true);
      Bytes change =
          built.transaction().outputs().get(built.changePosition().orElseThrow()).script();
      assertThat(Destination.of(change).orElseThrow().getClass())
          .isEqualTo(Destination.of(script).orElseThrow().getClass());
    }
  }

  @Test
  public void saysWhatIsMissing() throws Exception {
    OpenWallet wallet = funded();
    Spending spending = new Spending(wallet);

    assertThatThrownBy(() -> spending.build(List.of(pay(201)), new SpendOptions(), true))
        .hasMessage("Insufficient funds");
    assertThatThrownBy(() -> spending.build(List.of(pay(200)), new SpendOptions(), true))
        .hasMessageMatching(
            "The total exceeds your balance when the 0\\.0000\\d+ transaction fee is included\\.");
    assertThatThrownBy(
            () ->
                spending.build(
                    List.of(new Recipient(ELSEWHERE, 293, false)), new SpendOptions(), true))
        .hasMessage("Transaction amount too small");
    assertThatThrownBy(() -> spending.build(List.of(), new SpendOptions(), true))
        .hasMessage("Transaction must have at least one recipient");
    assertThatThrownBy(
            () ->
                spending.build(
                    List.of(pay(1)),
                    new SpendOptions().feeRate(Optional.of(new FeeRate(999))),
                    true))
        .hasMessage(
            "Fee rate (0.999 sat/vB) is lower than the minimum fee rate setting (1.000 sat/vB).\n"
                + "Consider modifying -mintxfee (1.000 sat/vB) or -minrelaytxfee (1.000"
                + " sat/vB).");
    assertThatThrownBy(
            () ->
                spending.build(
                    List.of(pay(1)),
                    new SpendOptions().feeRate(Optional.of(new FeeRate(200_000_000))),
                    true))
        .hasMessage("Fee exceeds maximum configured by user (e.g. -maxtxfee, maxfeerate)");
  }

  @Test
  public void aLockedWalletBuildsButDoesNotSign() throws Exception {
    OpenWallet wallet = funded();
    try (Secret passphrase = WalletFixture.secret("pass")) {
      wallet.encrypt(passphrase);
      assertThatThrownBy(
              () -> new Spending(wallet).build(List.of(pay(1)), new SpendOptions(), true))
          .hasMessage("Signing transaction failed");
      assertThat(
              new Spending(wallet)
                  .build(List.of(pay(1)), new SpendOptions(), false)
                  .transaction()
                  .hasWitness())
          .isFalse();
      wallet.unlock(passphrase, Duration.ofSeconds(100));
      assertThat(send(wallet, pay(1), new SpendOptions()).inMempool()).isTrue();
    }
  }

  @Test
  public void lockedCoinsAreLeftAlone() throws Exception {
    OpenWallet wallet = funded();
    wallet.lock().lock();
    try {
      wallet.ledger().ownOutputs().stream()
          .limit(3)
          .map(own -> own.outPoint())
          .toList()
          .forEach(outPoint -> wallet.sync().lock(outPoint, false));
    } finally {
      wallet.lock().unlock();
    }
    assertThatThrownBy(() -> new Spending(wallet).build(List.of(pay(60)), new SpendOptions(), true))
        .hasMessage("Insufficient funds");
    assertThat(send(wallet, pay(40), new SpendOptions()).transaction().inputs()).hasSize(1);
  }

  @Test
  public void preselectedCoinsAreSpentFirstInTheirOrder() throws Exception {
    OpenWallet wallet = funded();
    List<OutPoint> coins =
        wallet.ledger().ownOutputs().stream().map(own -> own.outPoint()).toList();
    SpendOptions options = new SpendOptions();
    options.preselect(Preselected.of(coins.get(3))).preselect(Preselected.of(coins.get(1)));

    WalletTx tx = send(wallet, pay(120), options);
    assertThat(tx.transaction().inputs()).hasSize(3);
    assertThat(tx.transaction().inputs().get(0).prevout()).isEqualTo(coins.get(3));
    assertThat(tx.transaction().inputs().get(1).prevout()).isEqualTo(coins.get(1));
  }

  @Test
  public void doesNotSpendTheSameCoinTwiceWhenTheNodeRefuses() throws Exception {
    OpenWallet wallet = funded();
    WalletTx first = send(wallet, pay(150), new SpendOptions());
    fixture.chain().evict(first.txid(), RemovalReason.EXPIRY);
    wallet.awaitCurrent();

    assertThat(first.isInactive()).isTrue();
    assertThat(balances(wallet).get(0)).isEqualTo(200);
    assertThatThrownBy(() -> new Spending(wallet).build(List.of(pay(60)), new SpendOptions(), true))
        .hasMessage("Insufficient funds");
    wallet.lock().lock();
    try {
      assertThat(wallet.sync().abandon(first)).isTrue();
    } finally {
      wallet.lock().unlock();
    }
    assertThat(send(wallet, pay(60), new SpendOptions()).inMempool()).isTrue();
  }

  @Test
  public void aSendStoredBeforeACrashIsBroadcastAtTheNextStart() throws Exception {
    OpenWallet wallet = funded();
    fixture
        .chain()
        .onSubmit(
            tx -> {
              throw new IllegalStateException("power cut");
            });
    Spending spending = new Spending(wallet);
    BuiltTransaction built = spending.build(List.of(pay(5)), new SpendOptions(), true);
    Spending.Notes notes = new Spending.Notes("rent", "", List.of(), Optional.empty(), "key-1");
    assertThat(spending.commit(built.transaction(), notes).isInactive()).isTrue();
    assertThat(fixture.chain().mempool()).isEmpty();

    fixture.chain().onSubmit(tx -> {});
    fixture.restart();
    OpenWallet again = fixture.load("w");

    assertThat(fixture.chain().mempool()).containsExactly(built.transaction());
    assertThat(again.sendKeys().find("key-1")).contains(built.transaction().txid());
    assertThat(balances(again).get(0)).isEqualTo(194);
    assertThat(again.ledger().find(built.transaction().txid()).orElseThrow().notes().comment())
        .contains("rent");
  }

  @Test
  public void aReplacementPaysMoreAndBothKnowOfEachOther() throws Exception {
    OpenWallet wallet = funded();
    WalletTx original = send(wallet, pay(5), new SpendOptions());
    FeeBump bump = new FeeBump(wallet);
    assertThat(bump.canBump(original)).isTrue();
    FeeBump.Replacement replacement =
        bump.build(
            original.txid(),
            new FeeBump.Request(new SpendOptions(), List.of(), Optional.empty(), true, false));
    Transaction signed = bump.sign(replacement.built().transaction()).orElseThrow();
    WalletTx replaced = bump.commit(original.txid(), signed, "");
    wallet.awaitCurrent();

    assertThat(replaced.inMempool()).isTrue();
    assertThat(replacement.built().feeSats()).isGreaterThan(replacement.oldFeeSats());
    assertThat(signed.outputs().stream().map(TxOut::script)).contains(ELSEWHERE);
    assertThat(original.inMempool()).isFalse();
    assertThat(original.notes().replacedBy()).contains(replaced.txid());
    assertThat(original.mempoolConflicts()).containsExactly(replaced.txid());
    assertThat(replaced.notes().replaces()).contains(original.txid());
    assertThatThrownBy(
            () ->
                bump.build(
                    original.txid(),
                    new FeeBump.Request(
                        new SpendOptions(), List.of(), Optional.empty(), true, false)))
        .hasMessageEndingWith("was already bumped by transaction " + replaced.txid());
  }

  private WalletTx replace(OpenWallet wallet, WalletTx original) throws Exception {
    FeeBump bump = new FeeBump(wallet);
    FeeBump.Replacement replacement =
        bump.build(
            original.txid(),
            new FeeBump.Request(new SpendOptions(), List.of(), Optional.empty(), true, false));
    Transaction signed = bump.sign(replacement.built().transaction()).orElseThrow();
    return bump.commit(original.txid(), signed, "");
  }

  private static WalletTx find(OpenWallet wallet, WalletTx old) {
    wallet.awaitCurrent();
    return wallet.locked(() -> wallet.ledger().find(old.txid())).orElseThrow();
  }

  @Test
  public void aReplacedPaymentStaysSoWhenTheChainIsBuiltAnew() throws Exception {
    OpenWallet wallet = funded();
    WalletTx original = send(wallet, pay(5), new SpendOptions());
    WalletTx replacement = replace(wallet, original);
    fixture.chain().mine(3, ELSEWHERE);
    assertThat(find(wallet, original).isBlockConflicted()).isTrue();

    List<Block> blocks = fixture.chain().rewindTo(0);
    fixture.restart();
    OpenWallet again = fixture.load("w");
    fixture.chain().connectAll(blocks);

    assertThat(find(again, replacement).isConfirmed()).isTrue();
    assertThat(find(again, original).isBlockConflicted()).isTrue();
    assertThat(balances(again).get(0)).isEqualTo(194);
  }

  @Test
  public void paymentsThatACrashPushedOutAreHandedOverAgain() throws Exception {
    OpenWallet wallet = funded();
    WalletTx original = send(wallet, pay(5), new SpendOptions());
    WalletTx replacement = replace(wallet, original);
    WalletTx other = send(wallet, pay(3), new SpendOptions());
    fixture.chain().mine(1, ELSEWHERE);
    wallet.awaitCurrent();

    fixture.chain().rewindTo(fixture.chain().height() - 1);
    fixture.restart();
    OpenWallet again = fixture.load("w");

    assertThat(find(again, other).inMempool()).isTrue();
    assertThat(find(again, replacement).inMempool()).isTrue();
    assertThat(find(again, original).isInactive()).isTrue();
    assertThat(find(again, original).isAbandoned()).isFalse();
    assertThat(find(again, original).mempoolConflicts()).containsExactly(replacement.txid());
    assertThat(balances(again).get(0)).isEqualTo(191);
  }

  @Test
  public void aReplacedPaymentIsNotGivenUpWhenOnlyTheChainIsBuiltAnew() throws Exception {
    OpenWallet wallet = funded();
    WalletTx original = send(wallet, pay(5), new SpendOptions());
    WalletTx replacement = replace(wallet, original);
    wallet.awaitCurrent();

    List<Transaction> pool = fixture.chain().mempool();
    pool.forEach(tx -> fixture.chain().forget(tx.txid()));
    List<Block> blocks = fixture.chain().rewindTo(0);
    fixture.restart();
    OpenWallet again = fixture.load("w");
    fixture.chain().connectAll(blocks);
    pool.forEach(fixture.chain()::addToMempool);

    assertThat(find(again, replacement).inMempool()).isTrue();
    assertThat(find(again, original).isAbandoned()).isFalse();
    assertThat(find(again, original).mempoolConflicts()).containsExactly(replacement.txid());
  }

  @Test
  public void refusesAReplacementThatPaysTooLittle() throws Exception {
    OpenWallet wallet = funded();
    WalletTx original = send(wallet, pay(5), new SpendOptions());
    assertThatThrownBy(
            () ->
                new FeeBump(wallet)
                    .build(
                        original.txid(),
                        new FeeBump.Request(
                            new SpendOptions().feeRate(Optional.of(new FeeRate(10_100))),
                            List.of(),
                            Optional.empty(),
                            true,
                            false)))
        .hasMessageMatching(
            "Insufficient total fee 0\\.\\d+, must be at least 0\\.\\d+ \\(oldFee 0\\.\\d+ \\+"
                + " incrementalFee 0\\.\\d+\\)");
  }

  @Test
  public void lockTimeNamesTheTipUnlessItIsOld() throws Exception {
    OpenWallet wallet = funded();
    Transaction fresh =
        new Spending(wallet).build(List.of(pay(1)), new SpendOptions(), true).transaction();
    assertThat(fresh.lockTime()).isBetween(4, 104);
    fixture.chain().setNow(fixture.chain().now() + 9 * 3600);
    Transaction late =
        new Spending(wallet).build(List.of(pay(1)), new SpendOptions(), true).transaction();
    assertThat(late.lockTime()).isZero();
  }

  @Test
  public void remoteEstimatesAreUsedWithinLimits() throws Exception {
    OpenWallet wallet = funded();
    fixture.chain().setEstimate(new FeeRate(25_000));
    BuiltTransaction built = new Spending(wallet).build(List.of(pay(1)), new SpendOptions(), true);
    assertThat(built.reason()).isEqualTo(FeeRates.Reason.ESTIMATOR);
    assertThat(built.rate()).isEqualTo(new FeeRate(25_000));
    fixture.chain().setEstimate(new FeeRate(10));
    assertThat(new Spending(wallet).build(List.of(pay(1)), new SpendOptions(), true).reason())
        .isEqualTo(FeeRates.Reason.MEMPOOL_MIN);
  }

  @Test
  public void moneyIsWrittenWithoutSuperfluousZeros() {
    assertThat(MoneyText.bitcoin(840)).isEqualTo("0.0000084");
    assertThat(MoneyText.bitcoin(5 * Amount.COIN)).isEqualTo("5.00");
    assertThat(MoneyText.perVbyte(new FeeRate(1234))).isEqualTo("1.234 sat/vB");
  }
}
