// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.util.Optional;
import java.util.function.Supplier;
import org.moneyrocket.consensus.UInt256;
import org.moneyrocket.kernel.ChainLoadException;
import org.moneyrocket.kernel.KernelOptions;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.VerifyResult;
import org.moneyrocket.kernel.blockfile.XorKey;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.BlockHash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings chains from the disk into memory when the kernel is opened: completes what a crash cut
 * off, finds the tips, and checks that everything fits together.
 */
final class ChainStart {
  static final String INDEX_FAILED = "Error opening block database";
  static final String COINS_FAILED = "Error opening coins database";

  private static final Logger log = LoggerFactory.getLogger(ChainStart.class);

  private final ChainLoader loader;
  private final KernelState state;
  private final Chainstates chainstates;
  private final SnapshotFiles snapshotFiles;
  private final SnapshotVerification snapshotVerification;
  private final Replay replay;
  private final TipUpdate tipUpdate;
  private final ChainVerification verification;

  ChainStart(
      ChainLoader loader,
      KernelState state,
      Chainstates chainstates,
      SnapshotFiles snapshotFiles,
      SnapshotVerification snapshotVerification,
      Replay replay,
      TipUpdate tipUpdate,
      ChainVerification verification) {
    this.loader = loader;
    this.state = state;
    this.chainstates = chainstates;
    this.snapshotFiles = snapshotFiles;
    this.snapshotVerification = snapshotVerification;
    this.replay = replay;
    this.tipUpdate = tipUpdate;
    this.verification = verification;
  }

  static void logOptions(KernelOptions options) {
    if (options.assumeValid().equals(BlockHash.ZERO)) {
      log.info("Validating signatures for all blocks.");
    } else {
      log.info("Assuming ancestors of block {} have valid signatures.", options.assumeValid());
    }
    log.info("Setting nMinimumChainWork={}", options.minimumChainWork().toHex());
    UInt256 usual = options.parameters().minimumChainWork();
    if (options.minimumChainWork().compareTo(usual) < 0) {
      log.warn("nMinimumChainWork set below default value of {}", usual.toHex());
    }
    if (options.pruneTargetBytes() == KernelOptions.PRUNE_MANUALLY) {
      log.info(
          "Block pruning enabled. Use RPC call pruneblockchain(height) to manually prune block and"
              + " undo files.");
    } else if (options.prunes()) {
      log.info(
          "Prune configured to target {} MiB on disk for block and undo files.",
          options.pruneTargetBytes() >> 20);
    }
  }

  /** Damage is something that a rebuild repairs; other failures are for the user to see to. */
  static <T> T opening(String complaint, KernelOptions options, Supplier<T> action)
      throws ChainLoadException {
    try {
      return action.get();
    } catch (StorageException e) {
      switch (e.kind()) {
        case DAMAGED ->
            throw new ChainLoadException(
                complaint.equals(COINS_FAILED)
                    ? ChainLoadException.Kind.REBUILD_COINS
                    : ChainLoadException.Kind.REBUILD_INDEX,
                complaint + ": " + e.getMessage(),
                e);
        case FOREIGN ->
            throw new ChainLoadException(
                ChainLoadException.Kind.FATAL, ForeignData.advice(e, options), e);
        case NO_SPACE, FAILED -> throw e;
      }
      throw e;
    }
  }

  /**
   * Loads all chains.
   *
   * @param base the base of the snapshot that is in use, if one is
   */
  void run(Optional<BlockHash> base) throws ChainLoadException {
    Chainstate first = chainstates.active();
    state.lock.lock();
    try {
      loadOne(first);
      if (base.isPresent()) {
        loadSnapshotChain(first, base.get());
      }
      tipUpdate.leaveInitialDownload(chainstates.active());
      chainstates.rebalance();
      for (Chainstate chainstate : chainstates.growing()) {
        loader.checkWitness(state, chainstate);
        loader.loadCandidates(state, chainstate);
      }
      for (Chainstate chainstate : chainstates.growing()) {
        loader.checkTime(state, chainstate.chain.tip());
        verifyAtStart(chainstate);
      }
    } finally {
      state.lock.unlock();
    }
    BlockEntry tip = chainstates.active().chain.tip();
    if (tip != null) {
      state.notifications.blockTip(state.syncState(), tip, tipUpdate.progress(tip));
    }
  }

  private void loadOne(Chainstate chainstate) throws ChainLoadException {
    replay.run(chainstate);
    loader.loadTip(state, chainstate, tipUpdate);
  }

  private void loadSnapshotChain(Chainstate first, BlockHash hash) throws ChainLoadException {
    BlockEntry base = state.tree.find(hash);
    if (base == null) {
      throw new ChainLoadException(
          ChainLoadException.Kind.REBUILD,
          "Error initializing block database: the base " + hash + " of the snapshot is not known");
    }
    log.info(
        "[snapshot] detected active snapshot chainstate ({}) - loading", snapshotFiles.snapshot());
    Chainstate snapshot =
        opening(
            COINS_FAILED,
            state.options,
            () -> loader.openChainstate(state, snapshotFiles.snapshot(), base, false));
    chainstates.add(snapshot, base);
    loadOne(snapshot);
    if (first.reachedTarget()) {
      try {
        if (snapshotVerification.verify(first, snapshot)
            == SnapshotVerification.Outcome.INTERRUPTED) {
          throw new ChainLoadException(
              ChainLoadException.Kind.INTERRUPTED, "stopped while verifying the snapshot");
        }
      } catch (FatalException e) {
        throw new ChainLoadException(
            ChainLoadException.Kind.FATAL,
            "UTXO snapshot failed to validate. Restart to resume normal initial block download, or"
                + " try loading a different snapshot.",
            e);
      }
    }
  }

  private void verifyAtStart(Chainstate active) throws ChainLoadException {
    if (active.chain.tip() == null) {
      return;
    }
    state.notifications.initMessage("Verifying blocks…");
    KernelOptions options = state.options;
    VerifyResult result = verification.verify(active, options.checkLevel(), options.checkBlocks());
    switch (result) {
      case SUCCESS, SKIPPED_MISSING_BLOCKS -> log.debug("verified the last blocks");
      case INTERRUPTED ->
          throw new ChainLoadException(
              ChainLoadException.Kind.INTERRUPTED, "Block verification was interrupted");
      case CORRUPTED ->
          throw new ChainLoadException(
              ChainLoadException.Kind.REBUILD, "Corrupted block database detected" + reason());
      case SKIPPED_DISCONNECT -> {
        if (options.requireCheck()) {
          throw new ChainLoadException(
              ChainLoadException.Kind.FATAL, "Insufficient dbcache for block verification");
        }
      }
    }
  }

  private String reason() {
    String problem = verification.problem();
    if (problem.isEmpty() || state.files.fitsKey(h -> state.tree.find(h) != null)) {
      return problem.isEmpty() ? "" : ": " + problem;
    }
    return ": " + problem + " (or the key in " + XorKey.file(state.options.blocksDirectory()) + ")";
  }
}
