// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.check.Blame;
import org.moneyrocket.consensus.check.BlockCheck;
import org.moneyrocket.consensus.check.Verdict;
import org.moneyrocket.kernel.FlushMode;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.coins.BlockUndo;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.kernel.index.BlockStatus;
import org.moneyrocket.primitives.Block;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the best chain the active one, block by block. */
final class ChainActivation {
  private static final Logger log = LoggerFactory.getLogger(ChainActivation.class);
  // Above this, changes of the chain wait for those who listen to them.
  private static final int MAX_PENDING_EVENTS = 10;

  private final KernelState state;
  private final BlockStorage storage;
  private final BlockConnector connector;
  private final BlockDisconnector disconnector;
  private final AssumeValid assumeValid;
  private final FailedBlocks failed;
  private final TipUpdate tipUpdate;
  private final Pruner pruner;
  private final ReadAhead readAhead;
  private final Chainstates chainstates;

  ChainActivation(
      KernelState state,
      BlockStorage storage,
      BlockConnector connector,
      BlockDisconnector disconnector,
      AssumeValid assumeValid,
      FailedBlocks failed,
      TipUpdate tipUpdate,
      Pruner pruner,
      ReadAhead readAhead,
      Chainstates chainstates) {
    this.state = state;
    this.storage = storage;
    this.connector = connector;
    this.disconnector = disconnector;
    this.assumeValid = assumeValid;
    this.failed = failed;
    this.tipUpdate = tipUpdate;
    this.pruner = pruner;
    this.readAhead = readAhead;
    this.chainstates = chainstates;
  }

  /**
   * A block that became part of the chain, to be told to listeners.
   *
   * @param undo what it spent, kept only if somebody listens
   */
  private record Connected(BlockEntry entry, Block block, BlockUndo undo) {}

  /**
   * Activates the best chain of {@code chainstate}.
   *
   * @param inHand a block that has passed the checks that need no other block, so that it need not
   *     be read from disk; null for none
   * @throws FatalException after telling the owner
   */
  void activate(Chainstate chainstate, @Nullable Block inHand) {
    state.activation.lock();
    try {
      state.halt.check();
      loop(chainstate, inHand);
    } catch (FatalException e) {
      throw e;
    } catch (StorageException e) {
      throw state.halt.tell("Error reading from database", e);
    } catch (RuntimeException | Error e) {
      // Of whatever kind: going on would leave a valid block unconnected without a word.
      log.error("the chain cannot be activated", e);
      throw state.halt.tell("Internal bug detected: " + e.getMessage(), e);
    } finally {
      readAhead.clear();
      state.activation.unlock();
    }
    chainstates.checkIndex();
  }

  private void loop(Chainstate chainstate, @Nullable Block inHand) {
    BlockEntry mostWork = null;
    BlockEntry newTip;
    Progressed progressed;
    do {
      state.events.awaitBelow(MAX_PENDING_EVENTS);
      state.lock.lock();
      try {
        // An error elsewhere, as in a flush on the clock, ends this too.
        state.halt.check();
        progressed = progress(chainstate, mostWork, inHand);
        newTip = progressed.tip();
        if (newTip == null) {
          return;
        }
        mostWork = progressed.mostWork();
        if (chainstate == chainstates.active()) {
          state.notifications.activeTipChanged(newTip, state.initialDownload);
        }
        if (progressed.stop()) {
          return;
        }
      } finally {
        state.lock.unlock();
      }
      if (progressed.leftInitialDownload()) {
        rebalance();
      }
      chainstates.flush(chainstate, FlushMode.PERIODIC);
      if (chainstate.reachedTarget()) {
        chainstates.targetReached(chainstate);
        return;
      }
      // Only after one step, so that genesis is always connected.
      if (state.interrupted) {
        return;
      }
    } while (newTip != mostWork);
  }

  /**
   * What one holding of the lock achieved.
   *
   * @param tip the tip now, null if there was nothing to do
   * @param mostWork the block being worked towards, null to look again
   * @param stop whether the owner wants no more blocks
   */
  private record Progressed(
      @Nullable BlockEntry tip,
      @Nullable BlockEntry mostWork,
      boolean stop,
      boolean leftInitialDownload) {}

  private void rebalance() {
    state.lock.lock();
    try {
      chainstates.rebalance();
    } finally {
      state.lock.unlock();
    }
  }

  private Progressed progress(
      Chainstate chainstate, @Nullable BlockEntry towards, @Nullable Block inHand) {
    final boolean wasInitialDownload = state.initialDownload;
    BlockEntry startingTip = chainstate.chain.tip();
    BlockEntry mostWork = towards;
    boolean moved = false;
    boolean active = chainstate == chainstates.active();
    if (active) {
      state.mempool.beginStep();
    }
    try {
      // Not back to others before the chain is at least as good as it was.
      do {
        if (mostWork == null) {
          mostWork = findMostWork(chainstate);
        }
        if (mostWork == null || mostWork == chainstate.chain.tip()) {
          break;
        }
        Block block = inHand != null && mostWork.hasHash(inHand.hash()) ? inHand : null;
        List<Connected> connected = new ArrayList<>();
        boolean invalid = step(chainstate, mostWork, block, connected);
        moved = true;
        if (invalid) {
          mostWork = null;
        }
        tellConnected(connected, active);
      } while (!chainstate.reachedTarget()
          && startingTip != null
          && Candidates.isWorse(chainstate.chain.requireTip(), startingTip));
      BlockEntry tip = chainstate.chain.tip();
      if (!moved || tip == null) {
        return new Progressed(null, mostWork, false, false);
      }
      boolean stop = active && announce(chainstate, startingTip, tip);
      return new Progressed(tip, mostWork, stop, wasInitialDownload && !state.initialDownload);
    } finally {
      if (active) {
        state.mempool.endStep();
      }
    }
  }

  private void tellConnected(List<Connected> connected, boolean active) {
    for (Connected one : connected) {
      state.events.tellAll(
          listener -> {
            if (active) {
              listener.blockConnected(one.entry(), one.block(), one.undo());
            } else {
              listener.backgroundBlockConnected(one.entry(), one.block(), one.undo());
            }
          });
    }
  }

  /** Tells everyone about a new tip. Returns whether to stop there. */
  private boolean announce(
      Chainstate chainstate, @Nullable BlockEntry startingTip, BlockEntry tip) {
    BlockEntry fork = startingTip == null ? null : chainstate.chain.fork(startingTip);
    if (fork == tip) {
      return false;
    }
    boolean initialDownload = state.initialDownload;
    state.events.tellAll(listener -> listener.tipUpdated(tip, fork, initialDownload));
    return tellBlockTip(tip);
  }

  private boolean tellBlockTip(BlockEntry tip) {
    state.notifications.blockTip(state.syncState(), tip, tipUpdate.progress(tip));
    int stopAt = state.options.stopAtHeight();
    if (stopAt > 0 && tip.height() >= stopAt) {
      state.notifications.stopHeightReached(tip);
      return true;
    }
    return false;
  }

  /** Finds the best candidate that has no invalid or missing block on its way. */
  private @Nullable BlockEntry findMostWork(Chainstate chainstate) {
    while (true) {
      BlockEntry candidate = chainstate.candidates.best();
      if (candidate == null) {
        return null;
      }
      BlockEntry bad = candidate;
      while (bad != null && !chainstate.chain.contains(bad)) {
        if (bad.isFailed() || !bad.hasData()) {
          break;
        }
        bad = bad.previous();
      }
      if (bad == null || chainstate.chain.contains(bad)) {
        return candidate;
      }
      discard(chainstate, candidate, bad);
    }
  }

  private void discard(Chainstate chainstate, BlockEntry candidate, BlockEntry bad) {
    if (bad.isFailed()) {
      BlockEntry worst = state.tree.bestInvalid();
      if (worst == null || candidate.compareWork(worst) > 0) {
        state.tree.setBestInvalid(candidate);
      }
    }
    for (BlockEntry at = candidate; at != null && at != bad; at = at.previous()) {
      if (!bad.isFailed()) {
        // The missing block may come again, and this one with it.
        state.tree.addUnlinked(at);
      }
      chainstate.candidates.remove(at);
    }
    chainstate.candidates.remove(bad);
  }

  /**
   * Goes towards {@code mostWork} until the chain is better than before.
   *
   * @return whether an invalid block was met
   */
  private boolean step(
      Chainstate chainstate,
      BlockEntry mostWork,
      @Nullable Block inHand,
      List<Connected> connected) {
    BlockEntry oldTip = chainstate.chain.tip();
    BlockEntry fork = chainstate.chain.fork(mostWork);
    boolean disconnected = false;
    boolean finished = false;
    try {
      while (chainstate.chain.tip() != null && chainstate.chain.tip() != fork) {
        disconnectTip(chainstate);
        disconnected = true;
      }
      finished = true;
    } catch (StorageException | IllegalStateException e) {
      log.error("Failed to disconnect block: {}", e.getMessage());
      boolean damaged =
          e instanceof StorageException s && s.kind() == StorageException.Kind.DAMAGED;
      throw state.halt.tell(
          damaged ? "Failed to disconnect block: " + e.getMessage() : "Failed to disconnect block.",
          e);
    } finally {
      if (!finished) {
        // Whoever looks at the mempool before the end shall find it in line with the chain.
        reconcile(chainstate, false);
      }
    }
    boolean invalid = false;
    finished = false;
    try {
      int height = fork == null ? 0 : fork.height() + 1;
      while (height <= mostWork.height()) {
        BlockEntry next = mostWork.ancestor(height++);
        if (next == null) {
          throw new IllegalStateException("no ancestor of " + mostWork);
        }
        Optional<Verdict.Invalid> refused =
            connectTip(chainstate, next, mostWork, next == mostWork ? inHand : null, connected);
        if (refused.isPresent()) {
          if (refused.get().blame() != Blame.MUTATED) {
            failed.chainFound(chainstate, mostWork);
          }
          invalid = true;
          break;
        }
        chainstate.pruneCandidates();
        if (oldTip == null || chainstate.chain.requireTip().compareWork(oldTip) > 0) {
          break;
        }
      }
      finished = true;
    } finally {
      if (!finished) {
        reconcile(chainstate, false);
      }
    }
    if (disconnected) {
      reconcile(chainstate, true);
    }
    if (chainstate == chainstates.active()) {
      state.mempool.check();
    }
    failed.warn(chainstate);
    return invalid;
  }

  private void reconcile(Chainstate chainstate, boolean readd) {
    if (chainstate == chainstates.active()) {
      state.mempool.reconcile(readd);
    }
  }

  /** Takes the tip off. Chain lock held. */
  void disconnectTip(Chainstate chainstate) {
    BlockEntry tip = chainstate.chain.requireTip();
    BlockEntry parent = tip.previous();
    if (parent == null) {
      throw new IllegalStateException("genesis cannot be taken off");
    }
    requireBest(chainstate, tip);
    Block block = storage.read(tip);
    BlockUndo undo = storage.readUndo(tip);
    chainstate.coins.begin();
    boolean done = false;
    try {
      BlockDisconnector.Outcome outcome =
          disconnector.disconnect(block, undo, tip, chainstate.coins);
      if (outcome != BlockDisconnector.Outcome.CLEAN) {
        log.error("DisconnectTip(): DisconnectBlock {} failed", tip.hash());
        throw new IllegalStateException("coins are not as block " + tip.hash() + " has left them");
      }
      done = true;
    } finally {
      if (done) {
        moved(chainstate, parent);
      } else {
        chainstate.coins.rollback();
      }
    }
    pruner.moveLocksBack(parent.height());
    boolean active = chainstate == chainstates.active();
    if (active) {
      state.mempool.blockDisconnected(tip, block);
      tipUpdate.leaveInitialDownload(chainstate);
    }
    tipUpdate.log(chainstate, parent);
    if (active) {
      state.events.tellAll(listener -> listener.blockDisconnected(tip, block, undo));
    }
    chainstates.flush(chainstate, FlushMode.IF_NEEDED);
  }

  /**
   * Keeps the changes of the coins, and the tip with them: neither is ever seen without the other.
   */
  private static void moved(Chainstate chainstate, BlockEntry tip) {
    chainstate.chain.setTip(tip);
    chainstate.coins.commit();
  }

  private static void requireBest(Chainstate chainstate, BlockEntry tip) {
    if (!tip.hasHash(chainstate.coins.bestBlock())) {
      throw new IllegalStateException(
          "the coins are those of block "
              + chainstate.coins.bestBlock()
              + ", the tip is "
              + tip.hash());
    }
  }

  /**
   * Connects a block on the tip.
   *
   * @return what is wrong with the block, or empty if it is the tip now
   */
  private Optional<Verdict.Invalid> connectTip(
      Chainstate chainstate,
      BlockEntry entry,
      BlockEntry end,
      @Nullable Block inHand,
      List<Connected> connected) {
    ReadAhead.Ready ready;
    try {
      ready =
          inHand == null ? readAhead.take(entry, end) : new ReadAhead.Ready(inHand, Verdict.VALID);
    } catch (StorageException e) {
      throw state.halt.tell("Failed to read block", e);
    }
    Block block = ready.block();
    if (state.initialDownload) {
      state.heap.blockRead(block.totalSize());
    }
    BlockConnector.Outcome outcome = connect(chainstate, entry, ready);
    if (inHand == null && !outcome.verdict().isValid()) {
      requireUndamaged(entry, block);
    }
    state.notifications.blockChecked(block, outcome.verdict());
    if (outcome.verdict() instanceof Verdict.Invalid invalid) {
      failed.found(chainstate, entry, invalid);
      log.error("ConnectTip: ConnectBlock {} failed, {}", entry.hash(), invalid.text());
      return Optional.of(invalid);
    }
    if (chainstate == chainstates.active()) {
      tipUpdate.leaveInitialDownload(chainstate);
      state.mempool.blockConnected(entry, block, state.initialDownload);
    }
    tipUpdate.log(chainstate, entry);
    BlockUndo undo = state.events.hasListeners() ? outcome.undo() : BlockUndo.EMPTY;
    connected.add(new Connected(entry, block, undo));
    chainstates.flush(chainstate, FlushMode.IF_NEEDED);
    return Optional.empty();
  }

  private BlockConnector.Outcome connect(
      Chainstate chainstate, BlockEntry entry, ReadAhead.Ready ready) {
    if (ready.verdict() instanceof Verdict.Invalid invalid) {
      if (invalid.blame() == Blame.MUTATED) {
        // Such a block is never stored, so something has changed it since.
        throw state.halt.tell("Corrupt block found indicating potential hardware failure.");
      }
      log.error("ConnectBlock: Consensus::CheckBlock: {}", invalid.text());
      return new BlockConnector.Outcome(invalid, BlockUndo.EMPTY);
    }
    Block block = ready.block();
    if (entry.previous() == null) {
      // The outputs of genesis were never added to the coins and cannot be spent.
      chainstate.coins.setBestBlock(entry.hash());
      chainstate.chain.setTip(entry);
      return new BlockConnector.Outcome(Verdict.VALID, BlockUndo.EMPTY);
    }
    Optional<String> reason = assumeValid.reasonToCheck(entry);
    if (chainstate == chainstates.active()) {
      assumeValid.logChange(entry, reason);
    }
    chainstate.coins.begin();
    boolean done = false;
    try {
      BlockConnector.Outcome outcome =
          connector.connect(block, entry, chainstate.coins, reason.isPresent(), false);
      if (outcome.verdict() instanceof Verdict.Invalid invalid) {
        log.info("Block validation error: {}", invalid.text());
        return outcome;
      }
      writeUndo(entry, outcome.undo());
      state.tree.raiseValidity(entry, BlockStatus.VALID_SCRIPTS);
      chainstate.coins.setBestBlock(entry.hash());
      done = true;
      return outcome;
    } finally {
      if (done) {
        moved(chainstate, entry);
      } else {
        chainstate.coins.rollback();
      }
    }
  }

  /**
   * Makes sure that a block from disk that was found wrong is the one that was accepted. Its hash
   * says nothing about witnesses, so damage there would look like the fault of the block.
   */
  private void requireUndamaged(BlockEntry entry, Block block) {
    Verdict again = BlockCheck.checkInContext(state.params, block, entry.previous());
    if (again instanceof Verdict.Invalid wrong && wrong.blame() == Blame.MUTATED) {
      throw state.halt.tell(
          "Corrupt block found indicating potential hardware failure: block "
              + entry.hash()
              + ": "
              + wrong.text());
    }
  }

  private void writeUndo(BlockEntry entry, BlockUndo undo) {
    BlockEntry parent = entry.previous();
    if (entry.hasUndo() || parent == null) {
      return;
    }
    try {
      int offset =
          state.files.writeUndo(state.tree.fileOf(entry), parent.hash(), undo, entry.height());
      state.tree.undoStored(entry, offset);
    } catch (StorageException e) {
      throw state.halt.tell("Failed to write undo data", e);
    }
  }

  /** Tells the owner about a tip that did not come from activation. */
  void announceTip(BlockEntry tip) {
    tellBlockTip(tip);
    state.notifications.activeTipChanged(
        chainstates.active().chain.requireTip(), state.initialDownload);
  }
}
