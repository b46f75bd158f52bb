// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.chain.SubmitResult;
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

  private final OpenWallet wallet;
  private @Nullable ScheduledFuture<?> ticker;
  private volatile long next;

  Resender(OpenWallet wallet) {
    this.wallet = wallet;
  }

  /** Begins to look now and again. */
  void start() {
    draw();
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

  private void tick() {
    try {
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
    wallet.lock().lock();
    try {
      List<WalletTx> candidates = new ArrayList<>();
      for (WalletTx tx : wallet.ledger().ordered()) {
        if (tx.isUnconfirmed() && (all || tx.timeReceived() <= before)) {
          candidates.add(tx);
        }
      }
      for (WalletTx tx : candidates) {
        if (submit(tx, relay).isEmpty()) {
          submitted++;
        }
      }
    } finally {
      wallet.lock().unlock();
    }
    if (submitted > 0) {
      log.info(
          "{} ResubmitWalletTransactions: resubmit {} unconfirmed transactions",
          wallet.logName(),
          submitted);
    }
  }

  /**
   * Hands one transaction to the node. Needs the wallet's lock.
   *
   * @return what is wrong, empty if the node took it
   */
  public String submit(WalletTx tx, boolean relay) {
    if (!wallet.settings().broadcast()) {
      return "broadcasting is switched off";
    }
    if (tx.isAbandoned() || tx.isCoinbase() || wallet.ledger().depth(tx) != 0) {
      return "it cannot be broadcast";
    }
    log.info(
        "{} Submitting wtx {} {}",
        wallet.logName(),
        tx.txid(),
        relay ? "to mempool and for broadcast to peers" : "to mempool without broadcast");
    SubmitResult result =
        wallet.chain().submit(tx.transaction().toBytes(), wallet.settings().maxTxFeeSats(), relay);
    if (result.inMempool()) {
      wallet.sync().enteredMempool(tx);
      return "";
    }
    return result.reason().isEmpty() ? result.status().toString() : result.reason();
  }

  void close() {
    ScheduledFuture<?> current = ticker;
    if (current != null) {
      current.cancel(false);
    }
  }
}
