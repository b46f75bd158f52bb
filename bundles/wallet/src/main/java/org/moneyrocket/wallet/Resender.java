// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.chain.BlockRef;
import org.moneyrocket.interfaces.chain.SubmitResult;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.wallet.coins.WalletTx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands unconfirmed transactions to the node: once after loading, then now and again. */
public final class Resender {
  private static final Logger log = LoggerFactory.getLogger(Resender.class);
  private static final long CHECK_SECONDS = 1;
  private static final long MIN_INTERVAL = 12 * 3600L;
  private static final long SPREAD = 24 * 3600L;

  /** Transactions younger than the last block by less than this are left alone, in seconds. */
  private static final long MIN_AGE = 5 * 60;

  /** What the chain may mend by growing; Bitcoin Core's words for reasons, which do not change. */
  private static final Set<String> PREMATURE =
      Set.of("non-final", "non-BIP68-final", "bad-txns-premature-spend-of-coinbase");

  /**
   * Payments that wait for blocks that were lost when the node was killed, and come again: they
   * were made for a height that is not reached now, or spend what was in them.
   */
  private final Set<Txid> waiting = ConcurrentHashMap.newKeySet();

  /** The last block when they were tried before. */
  private volatile Optional<BlockRef> triedAt = Optional.empty();

  private final OpenWallet wallet;
  private @Nullable ScheduledFuture<?> ticker;

  /** When the next round is, by the node's clock; 0 as long as that is not drawn. */
  private volatile long next;

  Resender(OpenWallet wallet) {
    this.wallet = wallet;
  }

  /** Begins to look now and again. */
  void start() {
    ticker =
        wallet
            .environment()
            .timer()
            .scheduleWithFixedDelay(this::tick, CHECK_SECONDS, CHECK_SECONDS, TimeUnit.SECONDS);
  }

  /** Draws the time of the next round: regular times would tell others whose they are. */
  private void draw() {
    next = wallet.chain().now() + MIN_INTERVAL + wallet.environment().random().nextLong(SPREAD);
  }

  /** Does what is due. */
  void tick() {
    try {
      submitWaiting();
      if (next == 0) {
        draw();
      }
      if (wallet.chain().now() < next
          || !wallet.settings().broadcast()
          || wallet.follower().isDownloading()) {
        return;
      }
      draw();
      resend(true, false);
    } catch (RuntimeException e) {
      log.debug("{} could not resend: {}", wallet.logName(), e.getMessage());
    }
  }

  /** Tries those that wait for blocks again when the chain has moved. */
  private void submitWaiting() {
    if (waiting.isEmpty()) {
      return;
    }
    Optional<BlockRef> last = wallet.locked(wallet.ledger()::lastBlock);
    if (last.equals(triedAt)) {
      return;
    }
    triedAt = last;
    for (Txid txid : List.copyOf(waiting)) {
      waiting.remove(txid); // It comes back if it still has to wait.
      wallet.locked(() -> wallet.ledger().find(txid)).ifPresent(tx -> submit(tx, false));
    }
  }

  /**
   * Submits unconfirmed transactions.
   *
   * @param relay whether peers get them as well
   * @param all whether new ones are submitted too
   */
  public void resend(boolean relay, boolean all) {
    if (!wallet.settings().broadcast()) {
      return;
    }
    long before = wallet.follower().lastTipTime() - MIN_AGE;
    int submitted = 0;
    for (WalletTx tx : candidates(all, before)) {
      if (submit(tx, relay).isEmpty()) {
        submitted++;
      }
    }
    if (submitted > 0) {
      log.info(
          "{} ResubmitWalletTransactions: resubmit {} unconfirmed transactions",
          wallet.logName(),
          submitted);
    }
  }

  private List<WalletTx> candidates(boolean all, long before) {
    List<WalletTx> candidates = new ArrayList<>();
    wallet.lock().lock();
    try {
      for (WalletTx tx : wallet.ledger().ordered()) {
        if (tx.isUnconfirmed() && (all || tx.timeReceived() <= before)) {
          candidates.add(tx);
        }
      }
    } finally {
      wallet.lock().unlock();
    }
    return candidates;
  }

  /** What is handed over, and how often the state was set before. */
  private record Draft(Bytes data, int changes) {}

  /**
   * Hands one transaction to the node. To be called without the wallet's lock.
   *
   * @return what is wrong, empty if the node took it
   */
  public String submit(WalletTx tx, boolean relay) {
    if (!wallet.settings().broadcast()) {
      return "broadcasting is switched off";
    }
    Optional<Draft> draft = draft(tx);
    if (draft.isEmpty()) {
      return "it cannot be broadcast";
    }
    log.info(
        "{} Submitting wtx {} {}",
        wallet.logName(),
        tx.txid(),
        relay ? "to mempool and for broadcast to peers" : "to mempool without broadcast");
    SubmitResult result =
        wallet.chain().submit(draft.get().data(), wallet.settings().maxTxFeeSats(), relay);
    if (result.inMempool()) {
      entered(tx, draft.get().changes());
      return "";
    }
    if (result.status() == SubmitResult.Status.MISSING_INPUTS
        || PREMATURE.contains(result.reason())) {
      waiting.add(tx.txid());
    }
    return result.reason().isEmpty() ? result.status().toString() : result.reason();
  }

  private Optional<Draft> draft(WalletTx tx) {
    wallet.lock().lock();
    try {
      return tx.isAbandoned() || tx.isCoinbase() || wallet.ledger().depth(tx) != 0
          ? Optional.empty()
          : Optional.of(new Draft(tx.transaction().toBytes(), tx.changes()));
    } finally {
      wallet.lock().unlock();
    }
  }

  private void entered(WalletTx tx, int changes) {
    wallet.lock().lock();
    try {
      wallet.sync().enteredMempool(tx, changes);
    } finally {
      wallet.lock().unlock();
    }
  }

  void close() {
    ScheduledFuture<?> current = ticker;
    if (current != null) {
      current.cancel(false);
    }
  }
}
