// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.moneyrocket.wallet.WalletFixture.ELSEWHERE;
import static org.moneyrocket.wallet.WalletFixture.balances;
import static org.moneyrocket.wallet.WalletFixture.newScript;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.Rule;
import org.junit.Test;
import org.moneyrocket.interfaces.Secret;
import org.moneyrocket.interfaces.chain.RemovalReason;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.script.address.OutputType;
import org.moneyrocket.wallet.coins.WalletTx;
import org.moneyrocket.wallet.keys.OwnedDescriptor;
import org.moneyrocket.wallet.scan.Rescan;
import org.moneyrocket.wallet.spend.Recipient;
import org.moneyrocket.wallet.spend.SpendOptions;
import org.moneyrocket.wallet.spend.Spending;
import org.moneyrocket.wallet.store.WalletFlag;
import org.moneyrocket.wallet.store.WalletOpenException;

public class OpenWalletTest {
  @Rule public final WalletFixture fixture = new WalletFixture();

  private int serial;

  /** Makes a transaction of others. */
  private Transaction payment(long sats, Bytes script) {
    byte[] hash = new byte[32];
    hash[0] = (byte) ++serial;
    hash[31] = 77;
    return spending(new OutPoint(new Txid(Bytes.wrap(hash)), 0), sats, script);
  }

  private static Transaction spending(OutPoint outPoint, long sats, Bytes script) {
    return new Transaction(
        2, List.of(new TxIn(outPoint, Bytes.EMPTY, -3)), List.of(new TxOut(sats, script)), 0);
  }

  private static WalletTx find(OpenWallet wallet, Transaction tx) {
    wallet.awaitCurrent();
    return wallet.ledger().find(tx.txid()).orElseThrow();
  }

  @Test
  public void rewardsMatureAfterAHundredMoreBlocks() throws Exception {
    OpenWallet wallet = fixture.create("w");
    Bytes script = newScript(wallet);

    fixture.chain().mine(1, script);
    assertThat(balances(wallet)).containsExactly(0L, 0L, 50L);
    fixture.chain().mine(99, ELSEWHERE);
    assertThat(balances(wallet)).containsExactly(0L, 0L, 50L);
    fixture.chain().mine(1, ELSEWHERE);
    assertThat(balances(wallet)).containsExactly(50L, 0L, 0L);
  }

  @Test
  public void aPaymentIsPendingUntilItIsInABlock() throws Exception {
    OpenWallet wallet = fixture.create("w");
    Transaction tx = payment(3 * Amount.COIN, newScript(wallet));
    fixture.chain().addToMempool(tx);
    assertThat(balances(wallet)).containsExactly(0L, 3L, 0L);

    fixture.chain().mine(1, ELSEWHERE);
    assertThat(balances(wallet)).containsExactly(3L, 0L, 0L);
    assertThat(wallet.ledger().depth(find(wallet, tx))).isEqualTo(1);
  }

  @Test
  public void aReorganisationTakesAPaymentBack() throws Exception {
    OpenWallet wallet = fixture.create("w");
    Transaction tx = payment(3 * Amount.COIN, newScript(wallet));
    fixture.chain().mineWith(ELSEWHERE, List.of(tx));
    assertThat(balances(wallet)).containsExactly(3L, 0L, 0L);

    fixture.chain().disconnectTip();
    assertThat(balances(wallet)).containsExactly(0L, 3L, 0L);
    fixture.chain().evict(tx.txid(), RemovalReason.SIZE_LIMIT);
    assertThat(balances(wallet)).containsExactly(0L, 0L, 0L);
    assertThat(find(wallet, tx).isInactive()).isTrue();
  }

  @Test
  public void aRewardOfAnOrphanedBlockIsAbandoned() throws Exception {
    OpenWallet wallet = fixture.create("w");
    fixture.chain().mine(1, newScript(wallet));
    wallet.awaitCurrent();
    WalletTx reward = wallet.ledger().all().iterator().next();
    fixture.chain().disconnectTip();
    wallet.awaitCurrent();

    assertThat(reward.isAbandoned()).isTrue();
    assertThat(balances(wallet)).containsExactly(0L, 0L, 0L);
  }

  @Test
  public void aDoubleSpendInABlockPutsOursInConflictUntilItIsUndone() throws Exception {
    OpenWallet wallet = fixture.create("w");
    Bytes script = newScript(wallet);
    OutPoint coin = new OutPoint(new Txid(Bytes.wrap(new byte[32])), 4);
    Transaction ours = spending(coin, 2 * Amount.COIN, script);
    Transaction theirs = spending(coin, Amount.COIN, ELSEWHERE);
    fixture.chain().addToMempool(ours);
    wallet.awaitCurrent();

    fixture.chain().mineWith(ELSEWHERE, List.of(theirs));
    assertThat(balances(wallet)).containsExactly(0L, 0L, 0L);
    WalletTx tx = find(wallet, ours);
    assertThat(tx.isBlockConflicted()).isTrue();
    assertThat(wallet.ledger().depth(tx)).isEqualTo(-1);
    fixture.chain().mine(1, ELSEWHERE);
    wallet.awaitCurrent();
    assertThat(wallet.ledger().depth(tx)).isEqualTo(-2);

    fixture.chain().disconnectTip();
    fixture.chain().disconnectTip();
    wallet.awaitCurrent();
    assertThat(tx.isBlockConflicted()).isFalse();
  }

  @Test
  public void aTipThatLeavesAndComesAgainIsNotTakenForApplied() throws Exception {
    OpenWallet wallet = fixture.create("w");
    Transaction tx = payment(3 * Amount.COIN, newScript(wallet));
    fixture.chain().mine(2, ELSEWHERE);
    Block tip = fixture.chain().mineWith(ELSEWHERE, List.of(tx));
    assertThat(balances(wallet)).containsExactly(3L, 0L, 0L);
    fixture.restart();

    OpenWallet again = fixture.load("w");
    again.awaitCurrent();
    fixture.chain().disconnectTip();
    assertThat(balances(again)).containsExactly(0L, 3L, 0L);
    fixture.restart();

    fixture.chain().connectAll(List.of(tip));
    assertThat(balances(fixture.load("w"))).containsExactly(3L, 0L, 0L);
  }

  @Test
  public void catchesUpWithWhatHappenedWhileItWasClosed() throws Exception {
    OpenWallet wallet = fixture.create("w");
    Bytes first = newScript(wallet);
    Bytes second = newScript(wallet, OutputType.BECH32M);
    fixture.chain().mineWith(ELSEWHERE, List.of(payment(Amount.COIN, first)));
    assertThat(balances(wallet)).containsExactly(1L, 0L, 0L);
    fixture.restart();

    fixture.chain().mineWith(ELSEWHERE, List.of(payment(2 * Amount.COIN, second)));
    fixture.chain().mine(3, ELSEWHERE);
    fixture.chain().addToMempool(payment(5 * Amount.COIN, first));

    OpenWallet again = fixture.load("w");
    assertThat(balances(again)).containsExactly(3L, 5L, 0L);
    assertThat(again.ledger().lastHeight()).isEqualTo(5);
  }

  @Test
  public void losesNothingIfTheChainIsBuiltAnewWhileItIsRead() throws Exception {
    OpenWallet wallet = fixture.create("w");
    Transaction tx = payment(3 * Amount.COIN, newScript(wallet));
    fixture.chain().mine(2, ELSEWHERE);
    fixture.chain().mineWith(ELSEWHERE, List.of(tx));
    fixture.chain().mine(2, ELSEWHERE);
    assertThat(balances(wallet)).containsExactly(3L, 0L, 0L);
    fixture.restart();
    assertThat(balances(fixture.load("w"))).containsExactly(3L, 0L, 0L);
    fixture.restart();

    // As after -reindex: the blocks come again, most of them in the middle of loading.
    List<Block> again = fixture.chain().rewindTo(1);
    fixture.chain().afterMissedLookup(() -> fixture.chain().connectAll(again.subList(0, 3)));
    OpenWallet loaded = fixture.load("w");
    fixture.chain().connectAll(again.subList(3, again.size()));

    assertThat(balances(loaded)).containsExactly(3L, 0L, 0L);
  }

  @Test
  public void cannotCatchUpWithBlocksBeforeASnapshotThatAreStillBeingFetched() throws Exception {
    OpenWallet wallet = fixture.create("w");
    newScript(wallet);
    fixture.chain().mine(2, ELSEWHERE);
    wallet.awaitCurrent();
    fixture.restart();

    fixture.chain().mine(5, ELSEWHERE);
    fixture.chain().beginWithSnapshot(5);

    assertThatThrownBy(() -> fixture.load("w"))
        .hasMessageContaining("software does not currently support loading wallets while blocks")
        .hasMessageEndingWith("after node sync reaches height 6");
  }

  @Test
  public void noticesAReorganisationThatHappenedWhileItWasClosed() throws Exception {
    OpenWallet wallet = fixture.create("w");
    Transaction tx = payment(Amount.COIN, newScript(wallet));
    fixture.chain().mine(2, ELSEWHERE);
    fixture.chain().mineWith(ELSEWHERE, List.of(tx));
    assertThat(balances(wallet)).containsExactly(1L, 0L, 0L);
    fixture.restart();

    fixture.chain().disconnectTip();
    fixture.chain().evict(tx.txid(), RemovalReason.EXPIRY);
    fixture.chain().mine(2, ELSEWHERE);

    OpenWallet again = fixture.load("w");
    assertThat(balances(again)).containsExactly(0L, 0L, 0L);
    assertThat(again.ledger().lastHeight()).isEqualTo(4);
    assertThat(find(again, tx).isInactive()).isTrue();
  }

  @Test
  public void aPaymentThatCameTooEarlyAfterALossOfBlocksIsSubmittedWithTheNextBlock()
      throws Exception {
    OpenWallet wallet = fixture.create("w");
    fixture.chain().mine(1, newScript(wallet));
    fixture.chain().mine(100, ELSEWHERE);
    wallet.awaitCurrent();
    Spending spending = new Spending(wallet);
    Recipient recipient = new Recipient(ELSEWHERE, Amount.COIN, false);
    Transaction payment =
        spending.build(List.of(recipient), new SpendOptions(), true).transaction();
    fixture.chain().refuseFor("non-final");
    assertThat(spending.commit(payment, Spending.Notes.NONE).inMempool()).isFalse();
    wallet.resender().tick();
    fixture.chain().refuse(false);
    fixture.chain().mine(1, ELSEWHERE);
    wallet.awaitCurrent();

    wallet.resender().tick();

    assertThat(fixture.chain().mempool()).containsExactly(payment);
    assertThat(find(wallet, payment).inMempool()).isTrue();
  }

  @Test
  public void findsPaymentsFarAheadOfAnOldBackup() throws Exception {
    OpenWallet wallet = fixture.create("w");
    newScript(wallet);
    java.nio.file.Path backup = fixture.directory().resolve("old.bak");
    wallet.backup(backup);
    // Every script lies within the look-ahead of ten behind the one before, the last far outside.
    for (int i = 0; i < 60; i++) {
      Bytes script = newScript(wallet);
      if (i % 5 == 4) {
        fixture.chain().mineWith(ELSEWHERE, List.of(payment(Amount.COIN, script)));
      }
    }
    assertThat(balances(wallet)).containsExactly(12L, 0L, 0L);

    OpenWallet restored = fixture.wallets().restore(backup, "restored", Optional.empty()).wallet();
    assertThat(balances(restored)).containsExactly(12L, 0L, 0L);
    assertThat(restored.ring().active(OutputType.BECH32, false).orElseThrow().record().nextIndex())
        .isEqualTo(61);
  }

  @Test
  public void aNewWalletDoesNotScanOldBlocks() throws Exception {
    fixture.chain().mine(20, ELSEWHERE);
    OpenWallet wallet = fixture.create("w");

    assertThat(fixture.chain().scans()).isZero();
    assertThat(wallet.ledger().lastHeight()).isEqualTo(20);
  }

  @Test
  public void aBlockWhoseOwnTimeIsLongBeforeTheWalletsBirthIsLookedAt() throws Exception {
    fixture.chain().mine(3, ELSEWHERE);
    OpenWallet wallet = fixture.create("w");
    Bytes script = newScript(wallet);
    fixture.chain().mine(1, ELSEWHERE);

    fixture.chain().mineBehind(7 * 24 * 3600, script);

    assertThat(balances(wallet)).containsExactly(0L, 0L, 50L);
  }

  @Test
  public void aRescanFindsWhatWasMissed() throws Exception {
    OpenWallet source = fixture.create("source");
    Bytes script = newScript(source);
    fixture.chain().mineWith(ELSEWHERE, List.of(payment(4 * Amount.COIN, script)));
    source.awaitCurrent();
    wipeTransactions(source);
    assertThat(balances(source)).containsExactly(0L, 0L, 0L);

    try (Rescan.Reservation reservation = source.rescan().reserve(false).orElseThrow()) {
      assertThat(source.rescan().reserve(false)).isEmpty();
      Rescan.Result result = source.rescan().scan(0, 1, at -> {});
      assertThat(result.end()).isEqualTo(Rescan.End.SUCCESS);
      assertThat(result.last().orElseThrow().height()).isEqualTo(1);
    }
    assertThat(balances(source)).containsExactly(4L, 0L, 0L);
    assertThat(source.rescan().isScanning()).isFalse();
  }

  private static void wipeTransactions(OpenWallet wallet) {
    wallet.lock().lock();
    try {
      List.copyOf(wallet.ledger().all()).forEach(wallet.sync()::forget);
    } finally {
      wallet.lock().unlock();
    }
  }

  @Test
  public void refusesTheSameWalletTwiceAndUnknownOnes() throws Exception {
    fixture.create("w");
    assertThatThrownBy(() -> fixture.load("w"))
        .isInstanceOf(WalletOpenException.class)
        .hasMessage("Wallet \"w\" is already loaded.");
    assertThatThrownBy(() -> fixture.create("w"))
        .hasMessageStartingWith("Wallet file verification failed. Failed to create database path")
        .hasMessageEndingWith("Database already exists.");
    assertThatThrownBy(() -> fixture.load("none"))
        .hasMessageEndingWith("Path does not exist.")
        .extracting(e -> ((WalletOpenException) e).kind())
        .isEqualTo(WalletOpenException.Kind.NOT_FOUND);
    assertThatThrownBy(() -> fixture.create("")).hasMessage("Wallet name cannot be empty");
  }

  @Test
  public void anUnloadedWalletCanBeLoadedAgainAtOnce() throws Exception {
    OpenWallet wallet = fixture.create("w");
    fixture.wallets().unload(wallet, Optional.empty());
    assertThat(fixture.wallets().names()).isEmpty();

    fixture.load("w");
    assertThat(fixture.wallets().names()).containsExactly("w");
  }

  @Test
  public void aWalletBornEncryptedNeverHadKeysInClear() throws Exception {
    try (Secret passphrase = WalletFixture.secret("pass")) {
      OpenWallet wallet = fixture.create("w", 0, Optional.of(passphrase));
      assertThat(wallet.isLocked()).isTrue();
      assertThat(wallet.ring().descriptors())
          .hasSize(8)
          .allMatch(OwnedDescriptor::hasEncryptedKeys);
      newScript(wallet);
      assertThat(wallet.unlock(passphrase, Duration.ofSeconds(100))).isTrue();
      assertThat(wallet.isLocked()).isFalse();
      assertThat(wallet.unlockedUntil()).isEqualTo(fixture.chain().now() + 100);
    }
  }

  @Test
  public void anUnlockedWalletLocksItselfAgain() throws Exception {
    try (Secret passphrase = WalletFixture.secret("pass")) {
      OpenWallet wallet = fixture.create("w", 0, Optional.of(passphrase));
      wallet.unlock(passphrase, Duration.ofMillis(50));
      long deadline = System.nanoTime() + 5_000_000_000L;
      while (!wallet.isLocked() && System.nanoTime() < deadline) {
        Thread.sleep(10);
      }
      assertThat(wallet.isLocked()).isTrue();
      assertThat(wallet.unlockedUntil()).isZero();
    }
  }

  @Test
  public void anUnlockedWalletLocksItselfAgainHoweverManyPaymentsAreMade() throws Exception {
    try (Secret passphrase = WalletFixture.secret("pass")) {
      OpenWallet wallet = fixture.create("w", 0, Optional.of(passphrase));
      wallet.unlock(passphrase, Duration.ofMillis(50));
      AtomicBoolean enough = new AtomicBoolean();
      Runnable payments =
          () -> {
            while (!enough.get()) {
              wallet.sending(
                  () -> {
                    while (!wallet.sending().hasQueuedThreads() && !enough.get()) {
                      Thread.onSpinWait();
                    }
                    return true;
                  });
            }
          };
      List<Thread> paying =
          List.of(Thread.ofPlatform().start(payments), Thread.ofPlatform().start(payments));
      long deadline = System.nanoTime() + 20_000_000_000L;
      while (!wallet.isLocked() && System.nanoTime() < deadline) {
        Thread.sleep(10);
      }
      boolean locked = wallet.isLocked();
      enough.set(true);
      for (Thread thread : paying) {
        thread.join();
      }
      assertThat(locked).isTrue();
    }
  }

  @Test
  public void blankAndWatchOnlyWalletsHaveNoDescriptors() throws Exception {
    assertThat(
            fixture.create("blank", WalletFlag.BLANK.mask(), Optional.empty()).ring().descriptors())
        .isEmpty();
    assertThat(
            fixture
                .create("watch", WalletFlag.DISABLE_PRIVATE_KEYS.mask(), Optional.empty())
                .ring()
                .descriptors())
        .isEmpty();
  }

  @Test
  public void remembersInTheSettingsWhatToLoadAtStart() throws Exception {
    fixture.wallets().create(new Wallets.Creation("a", 0, Optional.empty(), Optional.of(true)));
    OpenWallet b =
        fixture
            .wallets()
            .create(new Wallets.Creation("b", 0, Optional.empty(), Optional.of(true)))
            .wallet();
    assertThat(fixture.chain().setting("wallet")).contains("[\"a\",\"b\"]");
    fixture.wallets().unload(b, Optional.of(false));
    assertThat(fixture.chain().setting("wallet")).contains("[\"a\"]");
  }

  @Test
  public void refusesAWalletOfAnotherChain() throws Exception {
    OpenWallet wallet = fixture.create("w");
    wallet.lock().lock();
    try {
      wallet
          .records()
          .putBestBlock(
              new org.moneyrocket.interfaces.chain.Locator(
                  List.of(new org.moneyrocket.primitives.BlockHash(Bytes.wrap(new byte[32])))));
      wallet.records().backup(fixture.directory().resolve("other.bak"));
    } finally {
      wallet.lock().unlock();
    }
    assertThatThrownBy(
            () ->
                fixture
                    .wallets()
                    .restore(fixture.directory().resolve("other.bak"), "other", Optional.empty()))
        .hasMessageContaining("Wallet files should not be reused across chains.");
    assertThat(fixture.directory().resolve("other")).doesNotExist();
  }

  @Test
  public void aFailedRestoreRemovesNothingThatItDidNotMake() throws Exception {
    Path backup = fixture.directory().resolve("w.bak");
    fixture.create("w").backup(backup);
    Path directory = Files.createDirectory(fixture.directory().resolve("mine"));
    Path link = directory.resolve("wallet.dat");
    Files.createSymbolicLink(link, Path.of("away"));
    assertThatThrownBy(() -> fixture.wallets().restore(backup, "mine", Optional.empty()))
        .isInstanceOf(WalletOpenException.class);
    assertThat(Files.isSymbolicLink(link)).isTrue();

    Files.writeString(fixture.directory().resolve("rubbish"), "rubbish");
    assertThatThrownBy(
            () ->
                fixture
                    .wallets()
                    .restore(fixture.directory().resolve("rubbish"), "new", Optional.empty()))
        .isInstanceOf(WalletOpenException.class);
    assertThat(fixture.directory().resolve("new")).doesNotExist();
  }

  @Test
  public void aRestoredWalletStaysEvenIfTheMempoolCannotBeReadThen() throws Exception {
    Path backup = fixture.directory().resolve("w.bak");
    fixture.create("w").backup(backup);
    fixture
        .chain()
        .afterMempoolList(
            txids -> {
              throw new IllegalStateException("no mempool today");
            });
    Wallets.Loaded loaded = fixture.wallets().restore(backup, "new", Optional.empty());
    fixture.chain().afterMempoolList(txids -> {});
    assertThat(loaded.warnings()).singleElement().asString().contains("no mempool today");
    assertThat(fixture.wallets().names()).contains("new");
    assertThat(fixture.directory().resolve("new").resolve("wallet.dat")).exists();
  }

  @Test
  public void aLockThatSurvivesARestartIsTakenOffForGood() throws Exception {
    OpenWallet wallet = fixture.create("w");
    OutPoint coin = new OutPoint(new Txid(Bytes.wrap(new byte[32])), 1);
    wallet.lock().lock();
    try {
      wallet.sync().lock(coin, true);
      wallet.sync().lock(coin, false);
      wallet.sync().unlock(coin);
    } finally {
      wallet.lock().unlock();
    }
    fixture.restart();
    assertThat(fixture.load("w").ledger().isLocked(coin)).isFalse();
  }
}
