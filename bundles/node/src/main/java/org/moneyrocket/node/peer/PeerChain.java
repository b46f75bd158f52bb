// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.UInt256;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.Bytes;

/** What the peer code needs of the chain. Safe for every thread; calls may take the chain lock. */
public interface PeerChain {
  /** So many blocks below the work of our tip a branch is still taken. */
  int ANTI_DOS_BLOCKS = 144;

  /** Returns the tip of the active chain. */
  BlockEntry tip();

  /** Returns the valid header with the most work. */
  BlockEntry bestHeader();

  @Nullable BlockEntry find(BlockHash hash);

  /** Tells whether {@code entry} lies in the active chain. */
  boolean isActive(BlockEntry entry);

  /** Returns the block of the active chain at {@code height}, null above the tip. */
  @Nullable BlockEntry activeAt(int height);

  boolean initialBlockDownload();

  /** Tells whether block files are being imported, so that peers are not asked for blocks. */
  boolean importing();

  /** Returns what tells this chain from others. */
  ChainParameters parameters();

  UInt256 minimumChainWork();

  /**
   * Returns the work that a chain must have to be kept: a day's worth of blocks less than ours has,
   * and never less than the minimum. Anything below is cheap to make in any number.
   */
  default UInt256 leastWork() {
    BlockEntry tip = tip();
    UInt256 margin = tip.proof().times(ANTI_DOS_BLOCKS);
    UInt256 work = tip.chainWork();
    UInt256 near = margin.compareTo(work) > 0 ? UInt256.ZERO : work.minus(margin);
    return near.compareTo(minimumChainWork()) > 0 ? near : minimumChainWork();
  }

  /** Reports headers that are only counted so far. */
  void reportPresync(long height, long time);

  /** Tells whether transactions of a block may have witnesses, without which it is incomplete. */
  boolean needsWitness(BlockEntry entry);

  /** Returns the target time between blocks in seconds. */
  long blockSpacing();

  /** Returns whether blocks have been pruned. */
  boolean pruned();

  /**
   * Returns which old blocks are needed to verify the snapshot that the active chain began with;
   * empty if there is none, or none to be verified.
   */
  default Optional<HistoricalRange> historicalRange() {
    return Optional.empty();
  }

  /**
   * Blocks to fetch to verify a snapshot.
   *
   * @param tip the last block that is checked
   * @param target the block of the snapshot; {@code tip} need not be its ancestor
   */
  record HistoricalRange(BlockEntry tip, BlockEntry target) {}

  /** Checks and stores headers in order, up to the first that breaks a rule. */
  HeadersOutcome acceptHeaders(List<BlockHeader> headers);

  /**
   * Tells whether a block was changed on its way, so that its transactions are not those that its
   * header means. False if its predecessor is not known.
   */
  boolean isMutated(Block block);

  /**
   * Checks and stores a block and follows the best chain.
   *
   * @param requested whether we asked for it; otherwise it must have enough work to be kept
   */
  BlockOutcome acceptBlock(Block block, boolean requested);

  /** Returns the stored bytes of a block, null if they are not on disk. */
  @Nullable Bytes blockData(BlockEntry entry);

  /**
   * Outcome of accepting headers.
   *
   * @param last the last header that is known now, null if none
   * @param reject reject reason of the first bad one, empty if all are good
   * @param fault whether the sender broke a rule
   */
  record HeadersOutcome(@Nullable BlockEntry last, String reject, Fault fault) {}

  /**
   * Outcome of accepting a block.
   *
   * @param isNew whether it was not stored before
   * @param reject reject reason, empty if it is good as far as is known
   * @param fault whether the sender broke a rule
   */
  record BlockOutcome(boolean isNew, String reject, Fault fault) {}
}
