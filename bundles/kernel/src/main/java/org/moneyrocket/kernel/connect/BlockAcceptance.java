// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.check.BlockCheck;
import org.moneyrocket.consensus.check.Verdict;
import org.moneyrocket.consensus.params.BuriedDeployment;
import org.moneyrocket.kernel.FlushMode;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.blockfile.FilePosition;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes blocks into the tree and stores them. Chain lock held. */
final class BlockAcceptance {
  private static final Logger log = LoggerFactory.getLogger(BlockAcceptance.class);

  private final KernelState state;
  private final HeaderAcceptance headers;
  private final FailedBlocks failed;
  private final Chainstates chainstates;

  BlockAcceptance(
      KernelState state, HeaderAcceptance headers, FailedBlocks failed, Chainstates chainstates) {
    this.state = state;
    this.headers = headers;
    this.failed = failed;
    this.chainstates = chainstates;
  }

  /**
   * What became of a block.
   *
   * @param entry its entry if the header is known now
   * @param stored whether it was stored now
   */
  record Accepted(Verdict verdict, @Nullable BlockEntry entry, boolean stored) {
    static Accepted ignored(@Nullable BlockEntry entry) {
      return new Accepted(Verdict.VALID, entry, false);
    }
  }

  /**
   * Takes a block.
   *
   * @param checked the verdict of the checks that need no other block
   * @param raw the block's bytes if they are at hand, else null
   * @param position where the block lies already, null to store it
   */
  Accepted accept(
      Block block,
      Verdict checked,
      @Nullable Bytes raw,
      boolean requested,
      boolean enoughWork,
      @Nullable FilePosition position) {
    state.halt.check();
    HeaderAcceptance.Accepted header = headers.accept(block.header(), block.hash(), enoughWork);
    chainstates.checkIndex();
    BlockEntry entry = header.entry();
    if (!header.verdict().isValid() || entry == null) {
      return new Accepted(header.verdict(), entry, false);
    }
    if (entry.hasData() || (!requested && !isUseful(entry))) {
      return Accepted.ignored(entry);
    }
    Verdict verdict = checked;
    if (verdict.isValid()) {
      verdict = BlockCheck.checkInContext(state.params, block, entry.previous());
    }
    if (verdict instanceof Verdict.Invalid invalid) {
      failed.found(chainstates.active(), entry, invalid);
      log.error("AcceptBlock: {}", invalid.text());
      return new Accepted(verdict, entry, false);
    }
    if (!state.initialDownload && chainstates.active().chain.tip() == entry.previous()) {
      state.notifications.newPowValidBlock(entry, block);
    }
    store(block, raw, entry, position);
    chainstates.flush(chainstates.active(), FlushMode.NONE);
    chainstates.checkIndex();
    return new Accepted(Verdict.VALID, entry, true);
  }

  /** Tells whether a block that nobody asked for is worth keeping. */
  private boolean isUseful(BlockEntry entry) {
    BlockEntry tip = chainstates.active().chain.tip();
    int tipHeight = chainstates.active().chain.height();
    return entry.transactionCount() == 0
        && (tip == null || entry.compareWork(tip) >= 0)
        // Far ahead it would keep its file from being pruned.
        && entry.height() <= tipHeight + Pruner.MIN_BLOCKS_TO_KEEP
        && entry.chainWork().compareTo(state.options.minimumChainWork()) >= 0;
  }

  private void store(
      Block block, @Nullable Bytes raw, BlockEntry entry, @Nullable FilePosition position) {
    try {
      FilePosition stored = position;
      if (stored == null) {
        stored =
            state.files.write(raw == null ? block.toBytes() : raw, entry.height(), entry.time());
      } else {
        state.files.noteExisting(stored, block.totalSize(), entry.height(), entry.time());
      }
      received(block, entry, stored);
    } catch (StorageException e) {
      throw state.halt.tell("System error while saving block to disk", e);
    }
  }

  /** Notes that a block was stored, and finds what can be connected now. */
  void received(Block block, BlockEntry entry, FilePosition position) {
    state.tree.stored(
        entry,
        position,
        block.transactions().size(),
        state.params.isActiveAt(BuriedDeployment.SEGWIT, entry.height()));
    BlockEntry parent = entry.previous();
    if (parent != null && !parent.hasChainTransactions()) {
      state.tree.addUnlinked(entry);
      return;
    }
    Deque<BlockEntry> complete = new ArrayDeque<>();
    complete.add(entry);
    while (!complete.isEmpty()) {
      BlockEntry next = complete.remove();
      BlockEntry before = next.previous();
      state.tree.setChainTransactions(
          next, next.transactionCount() + (before == null ? 0 : before.chainTransactionCount()));
      // Its place among the candidates depends on the order of arrival, which changes now.
      chainstates.removeCandidate(next);
      state.tree.assignSequence(next);
      chainstates.tryCandidate(next);
      complete.addAll(state.tree.takeUnlinked(next));
    }
  }
}
