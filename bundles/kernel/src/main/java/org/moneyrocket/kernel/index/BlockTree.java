// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.index;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.blockfile.FilePosition;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The block index with everything that changes it. The kernel's alone; every change needs the chain
 * lock.
 */
public final class BlockTree implements BlockIndex {
  /** Order of arrival of the chain that was active when the node was stopped. */
  public static final int SEQUENCE_BEST_CHAIN_FROM_DISK = 0;

  /** Order of arrival of everything else from disk and of headers without a block. */
  public static final int SEQUENCE_FROM_DISK = 1;

  private static final int MAX_HEIGHT = 100_000_000;

  private static final Logger log = LoggerFactory.getLogger(BlockTree.class);

  private final EntryTable entries = new EntryTable();
  private final Set<BlockEntry> dirty = new LinkedHashSet<>();
  private final Set<BlockEntry> unrecorded = new LinkedHashSet<>();
  private final Map<BlockEntry, List<BlockEntry>> unlinked = new HashMap<>();
  private volatile @Nullable BlockEntry bestHeader;
  private @Nullable BlockEntry bestInvalid;
  private int nextSequence = SEQUENCE_FROM_DISK + 1;

  @Override
  public @Nullable BlockEntry find(BlockHash hash) {
    return entries.find(hash);
  }

  @Override
  public int size() {
    return entries.size();
  }

  @Override
  public void forEach(Consumer<BlockEntry> visitor) {
    entries.forEach(visitor);
  }

  /** Returns all entries, parents before children. */
  public List<BlockEntry> byHeight() {
    List<BlockEntry> all = new ArrayList<>(size());
    forEach(all::add);
    all.sort((a, b) -> Integer.compare(a.height(), b.height()));
    return all;
  }

  /** Returns the entry with most work that is not invalid; the first that came wins a tie. */
  public @Nullable BlockEntry bestHeader() {
    return bestHeader;
  }

  public void setBestHeader(BlockEntry entry) {
    bestHeader = entry;
  }

  /** Returns the invalid entry with most work that was found so far. */
  public @Nullable BlockEntry bestInvalid() {
    return bestInvalid;
  }

  public void setBestInvalid(@Nullable BlockEntry entry) {
    bestInvalid = entry;
  }

  // ---- new entries

  /** Adds a header whose parent is known, or genesis. */
  public BlockEntry add(BlockHeader header, BlockHash hash) {
    BlockEntry known = find(hash);
    if (known != null) {
      return known;
    }
    BlockEntry entry = new BlockEntry(header, hash, find(header.previous()));
    entry.sequence = SEQUENCE_FROM_DISK;
    entry.setStatus(BlockStatus.VALID_TREE);
    entries.add(entry);
    BlockEntry best = bestHeader;
    if (best == null || entry.compareWork(best) > 0) {
      bestHeader = entry;
    }
    changed(entry);
    return entry;
  }

  /**
   * Makes an entry that is not part of the tree: a block that is only being tested.
   *
   * @param parent a known entry
   */
  public BlockEntry detached(BlockHeader header, BlockHash hash, BlockEntry parent) {
    return new BlockEntry(header, hash, parent);
  }

  // ---- changes of an entry

  /** Says that a block was stored. */
  public void stored(
      BlockEntry entry, FilePosition position, int transactions, boolean witnessRules) {
    entry.setTransactionCount(transactions);
    entry.file = position.file();
    entry.dataOffset = position.offset();
    entry.undoOffset = 0;
    int status = entry.status() | BlockStatus.HAVE_DATA;
    entry.setStatus(witnessRules ? status | BlockStatus.OPT_WITNESS : status);
    raiseValidity(entry, BlockStatus.VALID_TRANSACTIONS);
    changed(entry);
  }

  /** Says where in its block's undo file the undo data was stored. */
  public void undoStored(BlockEntry entry, int offset) {
    entry.undoOffset = offset;
    entry.setStatus(entry.status() | BlockStatus.HAVE_UNDO);
    changed(entry);
  }

  /** Says that the files of a block were removed. */
  public void pruned(BlockEntry entry) {
    entry.setStatus(entry.status() & ~(BlockStatus.HAVE_DATA | BlockStatus.HAVE_UNDO));
    entry.file = 0;
    entry.dataOffset = 0;
    entry.undoOffset = 0;
    changed(entry);
    BlockEntry parent = entry.previous();
    List<BlockEntry> children = parent == null ? null : unlinked.get(parent);
    if (children != null) {
      children.remove(entry);
      if (children.isEmpty()) {
        unlinked.remove(parent);
      }
    }
  }

  /** Returns the number of the files a block is in; 0 says nothing unless it has data. */
  public int fileOf(BlockEntry entry) {
    return entry.file;
  }

  /** Raises the level of a block that is not failed. */
  public void raiseValidity(BlockEntry entry, int level) {
    int status = entry.status();
    if ((status & BlockStatus.FAILED) == 0 && (status & BlockStatus.VALID_MASK) < level) {
      entry.setStatus(status & ~BlockStatus.VALID_MASK | level);
      changed(entry);
    }
  }

  /** Says that a block counts as stored under the witness rules. */
  public void markWitness(BlockEntry entry) {
    entry.setStatus(entry.status() | BlockStatus.OPT_WITNESS);
    changed(entry);
  }

  public void markFailed(BlockEntry entry) {
    entry.setStatus(entry.status() | BlockStatus.FAILED);
    changed(entry);
  }

  public void clearFailed(BlockEntry entry) {
    entry.setStatus(entry.status() & ~BlockStatus.FAILED);
    changed(entry);
  }

  public void setChainTransactions(BlockEntry entry, long count) {
    entry.setChainTransactionCount(count);
  }

  public void setSequence(BlockEntry entry, int sequence) {
    entry.sequence = sequence;
  }

  /** Gives a block that can be connected now its place in the order of arrival. */
  public void assignSequence(BlockEntry entry) {
    entry.sequence = nextSequence++;
  }

  // ---- blocks whose ancestors are not all there

  /** Remembers a stored block until its parent's chain is complete. */
  public void addUnlinked(BlockEntry entry) {
    BlockEntry parent = entry.previous();
    if (parent == null) {
      return;
    }
    List<BlockEntry> children = unlinked.computeIfAbsent(parent, p -> new ArrayList<>());
    if (!children.contains(entry)) {
      children.add(entry);
    }
  }

  /** Returns and forgets the stored children that waited for {@code parent}. */
  public List<BlockEntry> takeUnlinked(BlockEntry parent) {
    List<BlockEntry> children = unlinked.remove(parent);
    return children == null ? List.of() : children;
  }

  /** Tells whether {@code entry} waits for its ancestors. */
  public boolean isUnlinked(BlockEntry entry) {
    BlockEntry parent = entry.previous();
    List<BlockEntry> children = parent == null ? null : unlinked.get(parent);
    return children != null && children.contains(entry);
  }

  // ---- disk

  private void changed(BlockEntry entry) {
    dirty.add(entry);
    unrecorded.add(entry);
  }

  /** Returns those of {@link #dirty} that changed since the last {@link #clearUnrecorded}. */
  public Collection<BlockEntry> unrecorded() {
    return Collections.unmodifiableSet(unrecorded);
  }

  /** Says that all entries outlast this process, though not yet the machine. */
  public void clearUnrecorded() {
    unrecorded.clear();
  }

  /** Returns the entries that differ from disk. */
  public Collection<BlockEntry> dirty() {
    return Collections.unmodifiableSet(dirty);
  }

  /** Says that all entries are on disk. */
  public void clearDirty() {
    dirty.clear();
    unrecorded.clear();
  }

  /** Tells whether the hash of a header meets the header's own target. */
  public interface WorkCheck {
    boolean hasWork(BlockHash hash, int bits);
  }

  /**
   * Reads all entries.
   *
   * @param snapshotTransactions for the base of a snapshot that is in use the number of
   *     transactions up to it; 0 for any other block
   * @param interrupted ends loading early
   * @return false if it was ended early
   * @throws StorageException if an entry makes no sense
   */
  public boolean load(
      IndexStore store,
      WorkCheck work,
      ToLongFunction<BlockHash> snapshotTransactions,
      BooleanSupplier interrupted) {
    // Stored by hash, needed by height. Kept in stored form until then, which takes least memory.
    List<List<byte[]>> byHeight = new ArrayList<>();
    for (byte[] value : store.readAll(interrupted)) {
      int height = store.height(value);
      while (byHeight.size() <= height) {
        if (byHeight.size() > size() + MAX_HEIGHT) {
          throw damaged("a block at height " + height);
        }
        byHeight.add(List.of());
      }
      List<byte[]> same = byHeight.get(height);
      if (same.isEmpty()) {
        byHeight.set(height, List.of(value));
      } else {
        List<byte[]> more = new ArrayList<>(same);
        more.add(value);
        byHeight.set(height, more);
      }
    }
    for (int height = 0; height < byHeight.size(); height++) {
      if (interrupted.getAsBoolean()) {
        return false;
      }
      if (byHeight.get(height).isEmpty()) {
        log.error(
            "LoadBlockIndex: block index is non-contiguous, index of height {} missing", height);
        throw damaged("non-contiguous, index of height " + height + " missing");
      }
      for (byte[] value : byHeight.get(height)) {
        insert(store.decode(value), work, snapshotTransactions);
      }
      byHeight.set(height, List.of());
    }
    return true;
  }

  private static StorageException damaged(String what) {
    return new StorageException(StorageException.Kind.DAMAGED, "block index: " + what);
  }

  private void insert(
      IndexStore.Row row, WorkCheck work, ToLongFunction<BlockHash> snapshotTransactions) {
    BlockHash hash = row.header().hash();
    BlockEntry parent = find(row.header().previous());
    int height = parent == null ? 0 : parent.height() + 1;
    if (height != row.height() || find(hash) != null) {
      throw damaged("header " + hash + " is not at height " + row.height());
    }
    if (!work.hasWork(hash, row.header().bits())) {
      log.error("LoadBlockIndex: CheckProofOfWork failed: {}", hash);
      throw damaged("header " + hash + " has no proof of work");
    }
    BlockEntry entry = new BlockEntry(row.header(), hash, parent);
    entry.sequence = SEQUENCE_FROM_DISK;
    entry.setTransactionCount(row.transactions());
    entry.file = row.file();
    entry.dataOffset = row.dataOffset();
    entry.undoOffset = row.undoOffset();
    int status = row.status();
    if ((status & BlockStatus.FAILED_CHILD) != 0) {
      status = status & ~BlockStatus.FAILED_CHILD | BlockStatus.FAILED;
      changed(entry);
    }
    if ((status & BlockStatus.FAILED) == 0 && parent != null && parent.isFailed()) {
      status |= BlockStatus.FAILED;
      changed(entry);
    }
    entry.setStatus(status);
    entries.add(entry);
    long known = snapshotTransactions.applyAsLong(hash);
    if (known > 0) {
      entry.setChainTransactionCount(known);
    } else if (row.transactions() > 0) {
      if (parent == null || parent.hasChainTransactions()) {
        entry.setChainTransactionCount(
            row.transactions() + (parent == null ? 0 : parent.chainTransactionCount()));
      } else if (entry.hasData()) {
        addUnlinked(entry);
      }
    }
    noteLoaded(entry);
  }

  private void noteLoaded(BlockEntry entry) {
    BlockEntry invalid = bestInvalid;
    if (entry.isFailed() && (invalid == null || entry.compareWork(invalid) > 0)) {
      bestInvalid = entry;
    }
    BlockEntry best = bestHeader;
    if (entry.isValid(BlockStatus.VALID_TREE) && (best == null || entry.compareWork(best) > 0)) {
      bestHeader = entry;
    }
  }
}
