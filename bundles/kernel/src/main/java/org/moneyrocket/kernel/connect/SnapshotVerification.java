// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.util.Optional;
import org.moneyrocket.consensus.params.AssumeUtxo;
import org.moneyrocket.kernel.FlushMode;
import org.moneyrocket.kernel.coins.CoinSetStatistics;
import org.moneyrocket.kernel.coins.CoinSetSummation;
import org.moneyrocket.kernel.coins.CoinsCursor;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares the coins of a chain that has reached the base of a snapshot with the known hash. */
final class SnapshotVerification {
  private static final Logger log = LoggerFactory.getLogger(SnapshotVerification.class);

  private final KernelState state;
  private final Chainstates chainstates;

  SnapshotVerification(KernelState state, Chainstates chainstates) {
    this.state = state;
    this.chainstates = chainstates;
  }

  /** How it ended. */
  enum Outcome {
    VERIFIED,
    WRONG,
    INTERRUPTED
  }

  /**
   * Verifies the snapshot that {@code snapshot} began with. May take minutes; holds the chain lock
   * only at the beginning and the end.
   */
  Outcome verify(Chainstate checked, Chainstate snapshot) {
    chainstates.flush(checked, FlushMode.FORCE_SYNC);
    log.info(
        "[snapshot] computing UTXO stats for background chainstate to validate snapshot - this"
            + " could take a few minutes");
    Optional<Bytes> hash = hash(checked, state);
    if (hash.isEmpty()) {
      return Outcome.INTERRUPTED;
    }
    state.lock.lock();
    try {
      BlockEntry base = snapshot.snapshotBase();
      if (base == null) {
        throw new IllegalStateException("a chain without a snapshot needs no verification");
      }
      Bytes expected =
          state.params.assumeUtxo(base.hash()).map(AssumeUtxo::coinsHash).orElse(Bytes.EMPTY);
      if (!hash.get().equals(expected)) {
        log.warn(
            "[snapshot] hash mismatch: actual={}, expected={}",
            hash.get().reversed(),
            expected.reversed());
        refuse(checked, snapshot);
        return Outcome.WRONG;
      }
      log.info("[snapshot] snapshot beginning at {} has been fully validated", base.hash());
      snapshot.setTrust(Chainstate.Trust.VALIDATED);
      if (chainstates.historical() == checked) {
        chainstates.finishHistorical();
      }
      return Outcome.VERIFIED;
    } finally {
      state.lock.unlock();
    }
  }

  /** Hashes all coins on disk; empty if a shutdown was asked for meanwhile. */
  static Optional<Bytes> hash(Chainstate chainstate, KernelState state) {
    try (CoinsCursor cursor = chainstate.database.cursor()) {
      return CoinSetSummation.of(
              cursor, 0, 0, CoinSetStatistics.Hash.SERIALIZED, () -> state.interrupted)
          .flatMap(CoinSetStatistics::hash);
    }
  }

  private void refuse(Chainstate checked, Chainstate snapshot) {
    snapshot.setTrust(Chainstate.Trust.INVALID);
    snapshot.candidates.clear();
    String text =
        "Moneyrocket failed to validate the -assumeutxo snapshot state. This indicates a hardware"
            + " problem, or a bug in the software, or a bad software modification that allowed an"
            + " invalid snapshot to be loaded. As a result of this, the node will shut down and"
            + " stop using any state that was built on the snapshot, resetting the chain height"
            + " from "
            + snapshot.chain.height()
            + " to "
            + checked.chain.height()
            + ". On the next restart, the node will resume syncing from "
            + checked.chain.height()
            + " without using any snapshot data. The invalid snapshot chainstate will be left on"
            + " disk in case it is helpful in diagnosing the issue that caused this error.";
    log.error("[snapshot] !!! {}", text);
    log.error("[snapshot] deleting snapshot, reverting to validated chain, and stopping node");
    throw state.halt.tell(text);
  }
}
