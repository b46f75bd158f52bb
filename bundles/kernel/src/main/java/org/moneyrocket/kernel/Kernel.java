// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.moneyrocket.consensus.check.Verdict;
import org.moneyrocket.consensus.check.VersionBits;
import org.moneyrocket.consensus.interpreter.ScriptExecutionCache;
import org.moneyrocket.consensus.interpreter.SignatureCache;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.kernel.blockfile.FilePosition;
import org.moneyrocket.kernel.coins.BlockUndo;
import org.moneyrocket.kernel.coins.CoinSetStatistics;
import org.moneyrocket.kernel.coins.CoinsCursor;
import org.moneyrocket.kernel.coins.CoinsView;
import org.moneyrocket.kernel.connect.ChainKernel;
import org.moneyrocket.kernel.index.ActiveChain;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.kernel.index.BlockIndex;
import org.moneyrocket.kernel.snapshot.CoinsCopy;
import org.moneyrocket.kernel.snapshot.SnapshotException;
import org.moneyrocket.kernel.snapshot.SnapshotHeader;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.Bytes;

/**
 * Owns the chain: headers, blocks, unspent outputs, and the rules for which chain is the active
 * one.
 *
 * <p>Methods may be called from any thread and take the chain lock themselves as long as they need
 * it; those that say so expect the caller to hold {@link #chainLock}. Methods that hand in blocks
 * or change the chain ({@link #processBlock}, {@link #activateBestChain}, {@link #invalidate} …)
 * must be called without it and may take long; they must not be called from a {@link
 * ChainListener}.
 *
 * <p>A broken disk shows as {@link StorageException} and as {@link KernelNotifications#fatalError}.
 */
public interface Kernel extends AutoCloseable {
  /**
   * Opens the databases, brings them in line after a crash and verifies the last blocks. May take
   * minutes. A chain that is empty gets its genesis block with the first {@link #importBlocks} or
   * {@link #activateBestChain}.
   *
   * @throws ChainLoadException if what is on disk cannot be used
   * @throws StorageException if files cannot be read or written
   */
  static Kernel open(KernelOptions options) throws ChainLoadException {
    return ChainKernel.open(options);
  }

  // ---- what it runs with

  KernelOptions options();

  ChainParameters parameters();

  /**
   * Guards index, active chain and coins. Taken before the mempool lock, never while calling a
   * listener. Reentrant.
   */
  ReentrantLock chainLock();

  /** Replaces what is told about chain changes inside the lock. Call before the first change. */
  void setMempoolHook(MempoolHook hook);

  /** Returns the signatures known to be right. The mempool adds, connecting a block uses them. */
  SignatureCache signatureCache();

  /** Returns the transactions whose scripts are known to be right under given flags. */
  ScriptExecutionCache scriptCache();

  /** Returns what is known about soft forks that miners signal for. */
  VersionBits versionBits();

  /** Returns the queue of chain events and its sequence numbers. */
  ChainEvents events();

  // ---- the tree of headers

  /** Returns all known headers. */
  BlockIndex index();

  /** Returns the active chain. */
  ActiveChain chain();

  /** Returns the end of the active chain, empty before genesis is connected. */
  default Optional<BlockEntry> tip() {
    return Optional.ofNullable(chain().tip());
  }

  /** Returns the known header with most work that is not invalid; empty before genesis. */
  Optional<BlockEntry> bestHeader();

  /** Finds a header. */
  default Optional<BlockEntry> find(BlockHash hash) {
    return Optional.ofNullable(index().find(hash));
  }

  /** Returns the ends of all branches, the highest first. Walks the whole index. */
  List<ChainTip> chainTips();

  /** Returns hashes that name a chain: the last twelve, then at growing distances, then genesis. */
  List<BlockHash> locator(BlockEntry entry);

  /**
   * Finds where a locator leaves the active chain.
   *
   * @return genesis if nothing else matches, empty before genesis is connected
   */
  Optional<BlockEntry> forkPoint(List<BlockHash> locator);

  // ---- stored blocks

  /**
   * Reads a block and checks that it is the right one.
   *
   * @throws StorageException if the block is not stored or damaged; the message names the file
   */
  Block readBlock(BlockEntry entry);

  /** Reads a block without decoding it. */
  Bytes readRawBlock(BlockEntry entry);

  /**
   * Reads the block at a place in the block files without decoding it.
   *
   * @throws StorageException if no block begins there
   */
  Bytes readRawBlock(FilePosition place);

  /**
   * Reads part of a stored block.
   *
   * @return empty if the block has no such bytes
   */
  Optional<Bytes> readRawBlockPart(BlockEntry entry, long offset, long size);

  /** Reads the coins that a block spent; nothing for genesis. */
  BlockUndo readUndo(BlockEntry entry);

  // ---- new headers and blocks

  /**
   * Takes headers in order until one is refused.
   *
   * @param enoughWork whether the caller has made sure that they lead to a chain with enough work;
   *     otherwise headers that are not known yet are refused
   */
  HeadersResult processHeaders(List<BlockHeader> headers, boolean enoughWork);

  /** Reports headers that are only counted so far; at most four times a second it is passed on. */
  void reportPresync(long height, long time);

  /**
   * Takes a block, stores it and activates the best chain.
   *
   * @param requested whether we asked for it; otherwise blocks that do not help are ignored
   * @param enoughWork as for headers
   */
  BlockResult processBlock(Block block, boolean requested, boolean enoughWork);

  /**
   * Checks whether a block would be valid on the tip, changing nothing.
   *
   * @param checkProofOfWork whether header and signet solution must have work
   */
  Verdict testBlock(Block block, boolean checkProofOfWork, boolean checkMerkleRoot);

  /**
   * Makes the best chain the active one.
   *
   * @return false if that failed for a reason that is not the fault of a block
   */
  boolean activateBestChain();

  /**
   * Marks a block and its descendants invalid and leaves them. Does not look for the next best
   * chain: {@link #activateBestChain} does.
   *
   * @return false for genesis, or if blocks could not be taken off
   */
  boolean invalidate(BlockEntry entry);

  /** Forgets that a block, its ancestors and its descendants are invalid. */
  void reconsider(BlockEntry entry);

  /** Prefers a block among those of equal work, as if it had come first, and activates it. */
  boolean precious(BlockEntry entry);

  // ---- import

  /**
   * Continues a reindex if one is going on, reads files of blocks, and activates the best chain.
   * Takes as long as it takes; {@link #interrupt} stops it.
   */
  void importBlocks(List<Path> files);

  /** Tells whether {@link #importBlocks} is running, or a reindex has not finished. */
  boolean isImporting();

  boolean isReindexing();

  // ---- coins

  /** Returns the coins of the active chain. Use it only with the chain lock held. */
  CoinsView coins();

  /**
   * Opens a view of all coins of the current tip that later changes do not touch. Writes the cache
   * to disk first.
   */
  CoinsCursor coinsCursor();

  /**
   * Adds up all coins of the current tip. Takes minutes on main; holds no lock meanwhile.
   *
   * @param interrupted polled now and then; true ends it early
   * @return empty if it was interrupted
   */
  Optional<CoinSetStatistics> coinStatistics(
      CoinSetStatistics.Hash hash, BooleanSupplier interrupted);

  /** Writes state to disk as {@code mode} says. */
  void flush(FlushMode mode);

  /** Returns the locator of the last block whose state is on disk. */
  Optional<BlockEntry> lastFlushed();

  /** Verifies the last blocks of the active chain against the databases. */
  VerifyResult verify(int level, int blocks);

  // ---- snapshots

  /**
   * Loads a snapshot of the coins after some block and goes on from there, while the blocks before
   * are verified on the side. Takes minutes on main.
   *
   * @param file from which the header has been read
   * @return the block after which the coins were taken
   * @throws SnapshotException if the snapshot cannot be used; nothing has changed then
   * @throws IOException if the file cannot be read
   */
  BlockEntry loadSnapshot(InputStream file, SnapshotHeader header)
      throws IOException, SnapshotException;

  /**
   * Copies the coins and takes blocks off the copy. The chain goes on meanwhile. Takes minutes on
   * main, and as much space as the coins.
   *
   * @param target a block of the active chain; it and all after it must be stored
   * @param directory for the copy
   * @param inMemory whether to keep the copy in memory instead
   * @param interrupted polled now and then; true ends it early
   * @return empty if it was interrupted
   * @throws StorageException if a block cannot be read, or the copy not be written
   */
  Optional<CoinsCopy> rolledBackCoins(
      BlockEntry target, Path directory, boolean inMemory, BooleanSupplier interrupted);

  /**
   * Returns the chain whose blocks were all checked: the active one, or the one that verifies the
   * snapshot which the active one began with. Use it only with the chain lock held, and ask anew
   * each time.
   */
  ActiveChain validatedChain();

  /** Returns the last block of {@link #validatedChain} whose state is on disk. */
  Optional<BlockEntry> lastFlushedValidated();

  /** Tells whether the active chain began with a snapshot that is not verified yet. */
  boolean isSnapshotUnverified();

  /** Returns the chains that are growing: one, or two while a snapshot is being verified. */
  List<ChainstateInfo> chainstates();

  // ---- state

  /** Tells whether the node is still catching up. Goes from true to false once. */
  boolean isInitialBlockDownload();

  SyncState syncState();

  /** Estimates the share of the chain that is verified at {@code entry}, 0 to 1. */
  double verificationProgress(BlockEntry entry);

  /** Returns the bytes that block and undo files take. */
  long sizeOnDisk();

  /** Returns bytes and number of coins in the cache. */
  CacheUsage cacheUsage();

  /**
   * What the cache of coins holds.
   *
   * @param bytes memory in use
   * @param coins entries, spent ones included
   */
  record CacheUsage(long bytes, long coins) {}

  // ---- pruning

  /** Tells whether block files were ever removed. */
  boolean hasPruned();

  /**
   * Removes block files that only hold blocks up to {@code height}.
   *
   * @throws IllegalStateException if pruning is off
   */
  void pruneTo(int height);

  /** Prunes if that is due, and writes what belongs to it. */
  void pruneAndFlush();

  /**
   * Returns the greatest height whose block is pruned or, before a snapshot, missing; empty if
   * none.
   */
  OptionalInt pruneHeight();

  /**
   * Keeps blocks from {@code firstHeight} on (less a margin of eleven) from being pruned until the
   * lock is set anew or removed.
   */
  void setPruneLock(String name, int firstHeight);

  void removePruneLock(String name);

  /** Tells whether all blocks from {@code lower} to {@code upper} are stored. */
  boolean hasBlocks(BlockEntry upper, BlockEntry lower);

  // ---- end

  /** Makes long operations end soon. Nothing can be processed after it; only closing remains. */
  void interrupt();

  boolean isInterrupted();

  /** Writes everything to disk, delivers the remaining events and closes all files. */
  @Override
  void close();
}
