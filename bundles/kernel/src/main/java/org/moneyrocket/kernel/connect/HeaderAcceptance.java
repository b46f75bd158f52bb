// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.check.Blame;
import org.moneyrocket.consensus.check.HeaderCheck;
import org.moneyrocket.consensus.check.Verdict;
import org.moneyrocket.kernel.HeadersResult;
import org.moneyrocket.kernel.SyncState;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes headers into the tree. */
final class HeaderAcceptance {
  private static final Logger log = LoggerFactory.getLogger(HeaderAcceptance.class);
  private static final Logger validation = LoggerFactory.getLogger("validation");
  private static final long PRESYNC_INTERVAL_NANOS = 250_000_000L;

  private final KernelState state;
  private final Runnable checkIndex;
  // Guarded by the chain lock.
  private @Nullable BlockEntry lastNotified;
  private long lastPresync = System.nanoTime() - PRESYNC_INTERVAL_NANOS;

  HeaderAcceptance(KernelState state, Runnable checkIndex) {
    this.state = state;
    this.checkIndex = checkIndex;
  }

  /**
   * What became of a header.
   *
   * @param entry its entry if it is known now, even if it is invalid
   */
  record Accepted(Verdict verdict, @Nullable BlockEntry entry) {}

  /** Takes a header. Chain lock held. */
  Accepted accept(BlockHeader header, BlockHash hash, boolean enoughWork) {
    BlockEntry known = state.tree.find(hash);
    boolean genesis = hash.equals(state.params.genesisHash());
    if (known != null && !genesis) {
      if (known.isFailed()) {
        validation.debug("AcceptBlockHeader: block {} is marked invalid", hash);
        return new Accepted(
            Verdict.invalid(
                Blame.CACHED_INVALID,
                "duplicate-invalid",
                "block " + hash + " was previously marked invalid"),
            known);
      }
      return new Accepted(Verdict.VALID, known);
    }
    if (!genesis) {
      Verdict verdict = check(header, hash);
      if (!verdict.isValid()) {
        return new Accepted(verdict, null);
      }
    }
    if (!enoughWork) {
      validation.debug(
          "AcceptBlockHeader: not adding new block header {}, missing anti-dos proof-of-work"
              + " validation",
          hash);
      return new Accepted(Verdict.invalid(Blame.HEADER_LOW_WORK, "too-little-chainwork"), null);
    }
    return new Accepted(Verdict.VALID, state.tree.add(header, hash));
  }

  private Verdict check(BlockHeader header, BlockHash hash) {
    Verdict work = HeaderCheck.check(state.params, hash, header.bits());
    if (!work.isValid()) {
      validation.debug("AcceptBlockHeader: Consensus::CheckBlockHeader: {}, {}", hash, work.text());
      return work;
    }
    BlockEntry parent = state.tree.find(header.previous());
    if (parent == null) {
      validation.debug("header {} has prev block not found: {}", hash, header.previous());
      return Verdict.invalid(Blame.MISSING_PREV, "prev-blk-not-found");
    }
    if (parent.isFailed()) {
      validation.debug("header {} has prev block invalid: {}", hash, header.previous());
      return Verdict.invalid(Blame.INVALID_PREV, "bad-prevblk");
    }
    Verdict verdict = HeaderCheck.checkInContext(state.params, header, parent, state.now());
    if (!verdict.isValid()) {
      validation.debug(
          "AcceptBlockHeader: Consensus::ContextualCheckBlockHeader: {}, {}", hash, verdict.text());
    }
    return verdict;
  }

  HeadersResult process(List<BlockHeader> headers, boolean enoughWork) {
    BlockEntry last = null;
    Verdict verdict = Verdict.VALID;
    state.lock.lock();
    try {
      for (BlockHeader header : headers) {
        Accepted accepted = accept(header, header.hash(), enoughWork);
        checkIndex.run();
        verdict = accepted.verdict();
        if (!verdict.isValid()) {
          break;
        }
        last = accepted.entry();
      }
    } finally {
      state.lock.unlock();
    }
    if (verdict.isValid() && notifyBest() && state.initialDownload && last != null) {
      log.info(
          "Synchronizing blockheaders, height: {} (~{}%)",
          last.height(), percent(last.height(), last.time()));
    }
    return new HeadersResult(verdict, Optional.ofNullable(last));
  }

  private String percent(long height, long time) {
    long left = Math.max(0, (state.now() - time) / state.params.pow().targetSpacing());
    return String.format(Locale.ROOT, "%.2f", 100.0 * height / (height + left));
  }

  /** Tells the owner if the best header changed. The chain lock must not be held. */
  boolean notifyBest() {
    BlockEntry best;
    SyncState sync;
    state.lock.lock();
    try {
      best = state.tree.bestHeader();
      if (best == null || best == lastNotified) {
        return false;
      }
      lastNotified = best;
      sync = state.syncState();
    } finally {
      state.lock.unlock();
    }
    state.notifications.headerTip(sync, best.height(), best.time(), false);
    return true;
  }

  void reportPresync(long height, long time) {
    state.lock.lock();
    try {
      BlockEntry best = state.tree.bestHeader();
      if (best == null || best.chainWork().compareTo(state.options.minimumChainWork()) >= 0) {
        return;
      }
      long now = System.nanoTime();
      if (now - lastPresync < PRESYNC_INTERVAL_NANOS) {
        return;
      }
      lastPresync = now;
    } finally {
      state.lock.unlock();
    }
    state.notifications.headerTip(state.syncState(), height, time, true);
    if (state.initialDownload) {
      log.info("Pre-synchronizing blockheaders, height: {} (~{}%)", height, percent(height, time));
    }
  }
}
