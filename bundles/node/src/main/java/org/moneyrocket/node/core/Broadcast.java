// SPDX-License-Identifier: MIT
package org.moneyrocket.node.core;

import java.time.Duration;
import java.util.Optional;
import org.moneyrocket.consensus.check.Blame;
import org.moneyrocket.interfaces.chain.SubmitResult;
import org.moneyrocket.interfaces.chain.SubmitResult.Status;
import org.moneyrocket.node.mempool.AdmissionResult;
import org.moneyrocket.node.mempool.MempoolEntry;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;

/** Takes a transaction of our own into the mempool and tells the peers. */
public final class Broadcast {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final NodeCore core;

  public Broadcast(NodeCore core) {
    this.core = core;
  }

  /**
   * Submits and announces.
   *
   * @param maxFeeSats refuse a transaction that pays more; 0 for no limit
   * @param relay false leaves out the announcement
   * @param await whether to wait until wallets have heard of it; a wallet must not wait for itself
   */
  public SubmitResult submit(Transaction tx, long maxFeeSats, boolean relay, boolean await) {
    if (isConfirmed(tx)) {
      return result(Status.ALREADY_CONFIRMED, tx, "Transaction outputs already in utxo set");
    }
    Optional<MempoolEntry> present = core.pool().find(tx.txid());
    if (present.isPresent()) {
      return alreadyThere(present.get(), relay);
    }
    if (maxFeeSats > 0) {
      AdmissionResult tested = core.door().test(tx);
      if (tested instanceof AdmissionResult.Rejected rejected
          && core.pool().find(tx.txid()).isEmpty()) {
        return refused(tx, rejected);
      }
      if (tested instanceof AdmissionResult.Accepted accepted && accepted.baseFee() > maxFeeSats) {
        return result(
            Status.FEE_TOO_HIGH,
            tx,
            "Fee exceeds maximum configured by user (e.g. -maxtxfee, maxfeerate)");
      }
    }
    AdmissionResult result = core.door().submit(tx);
    if (result instanceof AdmissionResult.Rejected rejected) {
      // A peer may have brought it since we looked.
      return core.pool()
          .find(tx.txid())
          .map(entry -> alreadyThere(entry, relay))
          .orElseGet(() -> refused(tx, rejected));
    }
    if (relay) {
      core.pool().addUnbroadcast(tx.txid());
    }
    if (await) {
      awaitSubscribers();
    }
    announce(tx, relay);
    return result(Status.ACCEPTED, tx, "");
  }

  /** Ours may have another witness; what peers are told is what is there. */
  private SubmitResult alreadyThere(MempoolEntry entry, boolean relay) {
    announce(entry.tx(), relay);
    return result(Status.ALREADY_IN_MEMPOOL, entry.tx(), "");
  }

  /** Tells whether an output of {@code tx} is an unspent coin. */
  private boolean isConfirmed(Transaction tx) {
    core.kernel().chainLock().lock();
    try {
      for (int i = 0; i < tx.outputs().size(); i++) {
        if (core.kernel().coins().has(new OutPoint(tx.txid(), i))) {
          return true;
        }
      }
      return false;
    } finally {
      core.kernel().chainLock().unlock();
    }
  }

  /** Whoever asks about the transaction next should find that its wallet knows it. */
  private void awaitSubscribers() {
    try {
      core.feed().drain(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void announce(Transaction tx, boolean relay) {
    if (relay) {
      core.relay().announceTransaction(tx);
    }
  }

  private static SubmitResult refused(Transaction tx, AdmissionResult.Rejected rejected) {
    Status status =
        rejected.blame() == Blame.MISSING_INPUTS ? Status.MISSING_INPUTS : Status.REJECTED;
    return result(status, tx, rejected.why().text());
  }

  private static SubmitResult result(Status status, Transaction tx, String reason) {
    return new SubmitResult(status, tx.txid(), reason);
  }
}
