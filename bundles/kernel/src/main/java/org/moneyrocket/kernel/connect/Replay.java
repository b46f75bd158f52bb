// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.kernel.ChainLoadException;
import org.moneyrocket.kernel.coins.CoinsCache;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Completes a write of coins that a crash interrupted. Some changes were written and some were not,
 * so all are made again: spending what is spent and adding what is there does no harm.
 */
final class Replay {
  private static final Logger log = LoggerFactory.getLogger(Replay.class);
  private static final String TITLE = "Replaying blocks…";
  private static final int LOG_INTERVAL = 10_000;

  private final KernelState state;
  private final BlockStorage storage;
  private final BlockDisconnector disconnector;

  Replay(KernelState state, BlockStorage storage, BlockDisconnector disconnector) {
    this.state = state;
    this.storage = storage;
    this.disconnector = disconnector;
  }

  /** Does what is needed; mostly nothing. */
  void run(Chainstate chainstate) throws ChainLoadException {
    List<BlockHash> heads = chainstate.database.heads();
    if (heads.isEmpty()) {
      return;
    }
    log.info("Replaying blocks");
    state.notifications.progress(TITLE, 0);
    BlockEntry target = find(heads.get(0), "reorganization to unknown block requested");
    BlockEntry fork = null;
    CoinsCache coins = chainstate.coins;
    if (!heads.get(1).equals(BlockHash.ZERO)) {
      BlockEntry old = find(heads.get(1), "reorganization from unknown block requested");
      fork = BlockEntry.lastCommon(old, target);
      rollBack(old, fork, coins);
    }
    rollForward(fork, target, coins);
    coins.setBestBlock(target.hash());
    coins.flush();
    state.notifications.progress("", 100);
  }

  private BlockEntry find(BlockHash hash, String complaint) throws ChainLoadException {
    BlockEntry entry = state.tree.find(hash);
    if (entry == null) {
      log.error("ReplayBlocks(): {}", complaint);
      throw new ChainLoadException(
          ChainLoadException.Kind.REBUILD_COINS, "Unable to replay blocks");
    }
    return entry;
  }

  private void rollBack(BlockEntry old, BlockEntry fork, CoinsCache coins)
      throws ChainLoadException {
    if (old == fork) {
      return;
    }
    log.info("Rolling back from {} ({} to {})", old.hash(), old.height(), fork.height());
    for (BlockEntry at = old; at != fork; at = Objects.requireNonNull(at.previous())) {
      BlockEntry parent = at.previous();
      if (parent == null) {
        break;
      }
      if (at.height() % LOG_INTERVAL == 0) {
        log.info("Rolling back {} ({})", at.hash(), at.height());
      }
      BlockDisconnector.Outcome outcome =
          disconnector.disconnect(storage.read(at), storage.readUndo(at), at, coins);
      if (outcome == BlockDisconnector.Outcome.FAILED) {
        log.error("RollbackBlock(): DisconnectBlock failed at {}, hash={}", at.height(), at.hash());
        throw new ChainLoadException(
            ChainLoadException.Kind.REBUILD_COINS, "Unable to replay blocks");
      }
      stopIfInterrupted();
    }
    log.info("Rolled back to {}", fork.hash());
  }

  private void rollForward(@Nullable BlockEntry fork, BlockEntry target, CoinsCache coins)
      throws ChainLoadException {
    int first = fork == null ? 1 : fork.height() + 1;
    if (first > target.height()) {
      return;
    }
    log.info("Rolling forward to {} ({} to {})", target.hash(), first - 1, target.height());
    for (int height = first; height <= target.height(); height++) {
      BlockEntry entry = Objects.requireNonNull(target.ancestor(height));
      if (height % LOG_INTERVAL == 0) {
        log.info("Rolling forward {} ({})", entry.hash(), height);
      }
      state.notifications.progress(
          TITLE, (int) ((height - first) * 100L / (target.height() - first + 1)));
      apply(storage.read(entry), height, coins);
      stopIfInterrupted();
    }
    log.info("Rolled forward to {}", target.hash());
  }

  private static void apply(Block block, int height, CoinsCache coins) {
    for (Transaction tx : block.transactions()) {
      boolean coinbase = tx.isCoinbase();
      if (!coinbase) {
        for (TxIn input : tx.inputs()) {
          coins.spend(input.prevout());
        }
      }
      for (int i = 0; i < tx.outputs().size(); i++) {
        coins.add(
            new OutPoint(tx.txid(), i), new Coin(tx.outputs().get(i), height, coinbase), true);
      }
    }
  }

  private void stopIfInterrupted() throws ChainLoadException {
    if (state.interrupted) {
      throw new ChainLoadException(
          ChainLoadException.Kind.INTERRUPTED, "stopped while replaying blocks");
    }
  }
}
