// SPDX-License-Identifier: MIT
package org.moneyrocket.node.core;

import java.util.Optional;
import java.util.OptionalInt;
import org.moneyrocket.interfaces.chain.BlockInfo;
import org.moneyrocket.interfaces.chain.BlockRef;
import org.moneyrocket.interfaces.chain.ChainStatus;
import org.moneyrocket.interfaces.chain.Locator;
import org.moneyrocket.kernel.Kernel;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What wallets and windows ask about the chain. */
public final class ChainQueries {
  private static final Logger log = LoggerFactory.getLogger(ChainQueries.class);

  private final NodeCore core;
  private final Kernel kernel;

  public ChainQueries(NodeCore core) {
    this.core = core;
    this.kernel = core.kernel();
  }

  public ChainStatus status() {
    kernel.chainLock().lock();
    try {
      Optional<BlockEntry> tip = kernel.tip();
      OptionalInt pruned = kernel.pruneHeight();
      return new ChainStatus(
          kernel.parameters().chain().rpcName(),
          tip.map(ChainSubscription::ref),
          kernel.bestHeader().map(BlockEntry::height).orElse(-1),
          tip.map(BlockEntry::medianTimePast).orElse(0L),
          kernel.isInitialBlockDownload(),
          tip.map(kernel::verificationProgress).orElse(0.0),
          core.feed().sequence(),
          // The greatest height that is gone, so the next one is there.
          pruned.isPresent() ? Optional.of(pruned.getAsInt() + 1) : Optional.empty(),
          kernel.isSnapshotUnverified() ? snapshotHeight() : Optional.empty());
    } finally {
      kernel.chainLock().unlock();
    }
  }

  private Optional<Integer> snapshotHeight() {
    return kernel.chainstates().stream()
        .flatMap(chain -> chain.snapshotBase().stream())
        .map(BlockEntry::height)
        .findFirst();
  }

  public Optional<BlockRef> tip() {
    return kernel.tip().map(ChainSubscription::ref);
  }

  public Optional<BlockInfo> blockAt(int height) {
    kernel.chainLock().lock();
    try {
      return Optional.ofNullable(kernel.chain().at(height)).map(this::info);
    } finally {
      kernel.chainLock().unlock();
    }
  }

  /** Returns a block of the active chain. */
  public Optional<BlockInfo> activeBlock(BlockHash hash) {
    return knownBlock(hash).filter(BlockInfo::active);
  }

  /** Returns a block, in the active chain or not. */
  public Optional<BlockInfo> knownBlock(BlockHash hash) {
    kernel.chainLock().lock();
    try {
      return kernel.find(hash).map(this::info);
    } finally {
      kernel.chainLock().unlock();
    }
  }

  private BlockInfo info(BlockEntry entry) {
    BlockEntry previous = entry.previous();
    return new BlockInfo(
        ChainSubscription.ref(entry),
        previous == null ? BlockHash.ZERO : previous.hash(),
        entry.time(),
        entry.medianTimePast(),
        entry.timeMax(),
        kernel.chain().contains(entry),
        entry.hasData());
  }

  public Optional<Bytes> blockData(BlockHash hash) {
    Optional<BlockEntry> entry = kernel.find(hash).filter(BlockEntry::hasData);
    try {
      return entry.map(kernel::readRawBlock);
    } catch (StorageException e) {
      log.error("A block that was asked for cannot be read: {}", e.getMessage());
      return Optional.empty();
    }
  }

  public Optional<BlockInfo> firstBlockFrom(long time, int minHeight) {
    kernel.chainLock().lock();
    try {
      return Optional.ofNullable(kernel.chain().earliestAtLeast(time, minHeight)).map(this::info);
    } finally {
      kernel.chainLock().unlock();
    }
  }

  public BlockRef forkPoint(Locator locator) {
    return kernel
        .forkPoint(locator.hashes())
        .map(ChainSubscription::ref)
        .orElseGet(() -> new BlockRef(kernel.parameters().genesisHash(), 0));
  }

  public Locator locatorAt(int height) {
    kernel.chainLock().lock();
    try {
      BlockEntry entry = kernel.chain().at(height);
      return new Locator(kernel.locator(entry == null ? kernel.chain().requireTip() : entry));
    } finally {
      kernel.chainLock().unlock();
    }
  }
}
