// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.check.BlockCheck;
import org.moneyrocket.consensus.check.Verdict;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.VerifyResult;
import org.moneyrocket.kernel.coins.BlockUndo;
import org.moneyrocket.kernel.coins.CoinsCache;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the last blocks of the chain against what is stored: {@code -checkblocks}, {@code
 * -checklevel} and the RPC. Coins are changed in memory and changed back. Chain lock held.
 */
final class ChainVerification {
  private static final Logger log = LoggerFactory.getLogger(ChainVerification.class);
  private static final String TITLE = "Verifying blocks…";
  private static final int UNDO = 2;
  private static final int DISCONNECT = 3;
  private static final int RECONNECT = 4;

  private final KernelState state;
  private final BlockStorage storage;
  private final BlockConnector connector;
  private final BlockDisconnector disconnector;
  private final AssumeValid assumeValid;

  /** What the last verification found wrong, with the name of the file or database. */
  private String problem = "";

  ChainVerification(
      KernelState state,
      BlockStorage storage,
      BlockConnector connector,
      BlockDisconnector disconnector,
      AssumeValid assumeValid) {
    this.state = state;
    this.storage = storage;
    this.connector = connector;
    this.disconnector = disconnector;
    this.assumeValid = assumeValid;
  }

  /** Returns what the last verification found wrong, empty if nothing. */
  String problem() {
    return problem;
  }

  VerifyResult verify(Chainstate chainstate, int wantedLevel, int wantedBlocks) {
    problem = "";
    BlockEntry tip = chainstate.chain.tip();
    if (tip == null || tip.previous() == null) {
      return VerifyResult.SUCCESS;
    }
    int blocks = wantedBlocks <= 0 ? tip.height() : Math.min(wantedBlocks, tip.height());
    int level = Math.clamp(wantedLevel, 0, RECONNECT);
    log.info("Verifying last {} blocks at level {}", blocks, level);
    state.notifications.progress(TITLE, 0);
    CoinsCache coins = chainstate.coins;
    coins.begin();
    try {
      return new Run(chainstate, coins, tip, blocks, level).go();
    } finally {
      coins.rollback();
      state.notifications.progress("", 100);
    }
  }

  /** One verification. */
  private final class Run {
    private final Chainstate chainstate;
    private final CoinsCache coins;
    private final BlockEntry tip;
    private final int blocks;
    private final int level;
    private final IntConsumer progress;
    private int reported;
    private int transactions;
    private boolean skippedDisconnect;
    private boolean missingBlocks;
    private @Nullable BlockEntry unclean;

    Run(Chainstate chainstate, CoinsCache coins, BlockEntry tip, int blocks, int level) {
      this.chainstate = chainstate;
      this.coins = coins;
      this.tip = tip;
      this.blocks = blocks;
      this.level = level;
      this.progress = percent -> state.notifications.progress(TITLE, percent);
    }

    private void report(int percent) {
      int clamped = Math.clamp(percent, 1, 99);
      if (reported < clamped / 10) {
        log.info("Verification progress: {}%", clamped);
        reported = clamped / 10;
      }
      progress.accept(clamped);
    }

    VerifyResult go() {
      log.info("Verification progress: 0%");
      BlockEntry at = tip;
      while (at.previous() != null) {
        int done = tip.height() - at.height();
        report(done * (level >= RECONNECT ? 50 : 100) / blocks);
        if (at.height() <= tip.height() - blocks) {
          break;
        }
        if (!at.hasData() && (state.options.prunes() || chainstate.snapshotBase() != null)) {
          log.info(
              "Block verification stopping at height {} (no data). This could be due to pruning"
                  + " or use of an assumeutxo snapshot.",
              at.height());
          missingBlocks = true;
          break;
        }
        if (!checkBack(at)) {
          return VerifyResult.CORRUPTED;
        }
        if (state.interrupted) {
          return VerifyResult.INTERRUPTED;
        }
        at = java.util.Objects.requireNonNull(at.previous());
      }
      return conclude(at);
    }

    private VerifyResult conclude(BlockEntry last) {
      BlockEntry bad = unclean;
      if (bad != null) {
        log.error(
            "Verification error: coin database inconsistencies found (last {} blocks, {} good"
                + " transactions before that)",
            tip.height() - bad.height() + 1,
            transactions);
        problem =
            "database "
                + chainstate.directory
                + ": the coins are not as block "
                + bad.hash()
                + " at height "
                + bad.height()
                + " has left them";
        return VerifyResult.CORRUPTED;
      }
      if (skippedDisconnect) {
        log.warn(
            "Skipped verification of level >=3 (insufficient database cache size). Consider"
                + " increasing -dbcache.");
      }
      int count = tip.height() - last.height();
      if (level >= RECONNECT && !skippedDisconnect) {
        VerifyResult result = reconnect(last);
        if (result != VerifyResult.SUCCESS) {
          return result;
        }
      }
      log.info("Verification: checked last {} blocks at level {}", count, level);
      if (level >= DISCONNECT && !skippedDisconnect) {
        log.info("Verification: no coin database inconsistencies ({} transactions)", transactions);
      }
      if (skippedDisconnect) {
        return VerifyResult.SKIPPED_DISCONNECT;
      }
      return missingBlocks ? VerifyResult.SKIPPED_MISSING_BLOCKS : VerifyResult.SUCCESS;
    }

    private boolean checkBack(BlockEntry entry) {
      Block block;
      try {
        block = storage.read(entry);
      } catch (StorageException e) {
        log.error(
            "Verification error: ReadBlock failed at {}, hash={} ({})",
            entry.height(),
            entry.hash(),
            e.getMessage());
        problem = String.valueOf(e.getMessage());
        return false;
      }
      if (level >= 1) {
        Verdict verdict = BlockCheck.check(state.params, block);
        if (!verdict.isValid()) {
          log.error(
              "Verification error: found bad block at {}, hash={} ({})",
              entry.height(),
              entry.hash(),
              verdict.text());
          problem = storage.describe(entry) + ": " + verdict.text();
          return false;
        }
      }
      BlockUndo undo = BlockUndo.EMPTY;
      if (level >= UNDO && entry.hasUndo()) {
        try {
          undo = storage.readUndo(entry);
        } catch (StorageException e) {
          log.error(
              "Verification error: found bad undo data at {}, hash={} ({})",
              entry.height(),
              entry.hash(),
              e.getMessage());
          problem = String.valueOf(e.getMessage());
          return false;
        }
      }
      return level < DISCONNECT || disconnect(entry, block, undo);
    }

    private boolean disconnect(BlockEntry entry, Block block, BlockUndo undo) {
      if (skippedDisconnect || coins.bytes() + coins.journalBytes() > chainstate.cacheBytes) {
        skippedDisconnect = true;
        return true;
      }
      BlockDisconnector.Outcome outcome =
          entry.hasUndo()
              ? disconnector.disconnect(block, undo, entry, coins)
              : BlockDisconnector.Outcome.FAILED;
      switch (outcome) {
        case CLEAN -> transactions += block.transactions().size();
        case UNCLEAN -> {
          transactions = 0;
          unclean = entry;
        }
        case FAILED -> {
          log.error(
              "Verification error: irrecoverable inconsistency in block data at {}, hash={}",
              entry.height(),
              entry.hash());
          problem = storage.describe(entry) + " and its undo data do not fit together";
          return false;
        }
      }
      return true;
    }

    private VerifyResult reconnect(BlockEntry last) {
      for (int height = last.height() + 1; height <= tip.height(); height++) {
        report(100 - (tip.height() - height + 1) * 50 / blocks);
        BlockEntry entry = java.util.Objects.requireNonNull(tip.ancestor(height));
        Block block;
        try {
          block = storage.read(entry);
        } catch (StorageException e) {
          log.error(
              "Verification error: ReadBlock failed at {}, hash={} ({})",
              entry.height(),
              entry.hash(),
              e.getMessage());
          return VerifyResult.CORRUPTED;
        }
        boolean scripts = assumeValid.reasonToCheck(entry).isPresent();
        Verdict verdict = connector.connect(block, entry, coins, scripts, false).verdict();
        if (!verdict.isValid()) {
          log.error(
              "Verification error: found unconnectable block at {}, hash={} ({})",
              entry.height(),
              entry.hash(),
              verdict.text());
          problem = storage.describe(entry) + ": " + verdict.text();
          return VerifyResult.CORRUPTED;
        }
        coins.setBestBlock(entry.hash());
        if (state.interrupted) {
          return VerifyResult.INTERRUPTED;
        }
      }
      return VerifyResult.SUCCESS;
    }
  }
}
