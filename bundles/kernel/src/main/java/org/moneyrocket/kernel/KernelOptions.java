// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.moneyrocket.consensus.UInt256;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.primitives.BlockHash;

/**
 * How the kernel is to run. Make one with {@link #builder}.
 *
 * @param parameters the chain
 * @param dataDirectory of this chain; holds {@code chainstate} and {@code blocks/index}. Must exist
 * @param blocksDirectory holds block and undo files; made if missing
 * @param blocksXor whether a fresh blocks directory gets a random key ({@code -blocksxor})
 * @param fastPrune small block files, for tests ({@code -fastprune})
 * @param pruneTargetBytes 0 keeps everything, {@link #PRUNE_MANUALLY} prunes on request, else what
 *     block and undo files may take together
 * @param cacheBytes memory for the databases and the cache of coins ({@code -dbcache})
 * @param scriptThreads threads that check scripts, including the one that connects blocks ({@code
 *     -par}, already resolved): 1 to 16
 * @param prefetchThreads threads that read a block's coins ahead ({@code -prevoutfetchthreads})
 * @param signatureCacheBytes memory for results of script checks ({@code -maxsigcachesize})
 * @param checkBlocks how many blocks to verify at the start, 0 for all
 * @param checkLevel how thoroughly, 0 to 4
 * @param requireCheck whether it is an error if memory does not suffice to verify that way
 * @param reindex read all block files again and build both databases anew
 * @param reindexChainState build the database of coins anew from the stored blocks
 * @param assumeValid block whose ancestors' scripts are not checked; zero checks all
 * @param minimumChainWork least work of a chain that counts as caught up
 * @param maxTipAgeSeconds age of the tip beyond which the node is still catching up
 * @param checkBlockIndex the index is checked for consistency once in so many changes, 0 never
 * @param stopAtHeight stop after this block was connected, 0 never
 * @param databaseBatchBytes most bytes written to the database of coins in one batch
 * @param crashRatio for tests: halt the process in one of so many batches, 0 never
 * @param writeSteps for tests: hears the name of each step of writing state just before it, on the
 *     thread that does it, so that the process can be ended there
 * @param writes for tests: hears of each write, sync, rename and removal and may let it fail
 * @param clock tells the time; tests may set it
 * @param notifications hears of everything at once
 */
public record KernelOptions(
    ChainParameters parameters,
    Path dataDirectory,
    Path blocksDirectory,
    boolean blocksXor,
    boolean fastPrune,
    long pruneTargetBytes,
    long cacheBytes,
    int scriptThreads,
    int prefetchThreads,
    long signatureCacheBytes,
    int checkBlocks,
    int checkLevel,
    boolean requireCheck,
    boolean reindex,
    boolean reindexChainState,
    BlockHash assumeValid,
    UInt256 minimumChainWork,
    long maxTipAgeSeconds,
    int checkBlockIndex,
    int stopAtHeight,
    int databaseBatchBytes,
    int crashRatio,
    Consumer<String> writeSteps,
    WriteObserver writes,
    InstantSource clock,
    KernelNotifications notifications) {
  /** Value of {@code pruneTargetBytes} for {@code -prune=1}. */
  public static final long PRUNE_MANUALLY = Long.MAX_VALUE;

  /** Default of {@code -dbcache}. */
  public static final long DEFAULT_CACHE_BYTES = 450L << 20;

  /** Least {@code -dbcache}. */
  public static final long MIN_CACHE_BYTES = 4L << 20;

  /** Most threads that check scripts. */
  public static final int MAX_SCRIPT_THREADS = 16;

  public static final int DEFAULT_CHECK_BLOCKS = 6;
  public static final int DEFAULT_CHECK_LEVEL = 3;
  public static final long DEFAULT_MAX_TIP_AGE_SECONDS = 24 * 60 * 60;
  public static final int DEFAULT_DATABASE_BATCH_BYTES = 32 << 20;

  public boolean prunes() {
    return pruneTargetBytes != 0;
  }

  /** Starts from the defaults of the chain. */
  public static Builder builder(
      ChainParameters parameters, Path dataDirectory, KernelNotifications notifications) {
    return new Builder(parameters, dataDirectory, notifications);
  }

  /** Collects options; every setter returns the builder. */
  public static final class Builder {
    private final ChainParameters parameters;
    private final Path dataDirectory;
    private final KernelNotifications notifications;
    private Path blocksDirectory;
    private boolean blocksXor = true;
    private boolean fastPrune;
    private long pruneTargetBytes;
    private long cacheBytes = DEFAULT_CACHE_BYTES;
    private int scriptThreads =
        Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAX_SCRIPT_THREADS);
    private int prefetchThreads = 8;
    private long signatureCacheBytes = 32L << 20;
    private int checkBlocks = DEFAULT_CHECK_BLOCKS;
    private int checkLevel = DEFAULT_CHECK_LEVEL;
    private boolean requireCheck;
    private boolean reindex;
    private boolean reindexChainState;
    private BlockHash assumeValid;
    private UInt256 minimumChainWork;
    private long maxTipAgeSeconds = DEFAULT_MAX_TIP_AGE_SECONDS;
    private int checkBlockIndex;
    private int stopAtHeight;
    private int databaseBatchBytes = DEFAULT_DATABASE_BATCH_BYTES;
    private int crashRatio;
    private Consumer<String> writeSteps = step -> {};
    private WriteObserver writes = WriteObserver.NONE;
    private InstantSource clock = InstantSource.system();

    private Builder(
        ChainParameters parameters, Path dataDirectory, KernelNotifications notifications) {
      this.parameters = parameters;
      this.dataDirectory = dataDirectory;
      this.blocksDirectory = dataDirectory.resolve("blocks");
      this.notifications = notifications;
      this.assumeValid = parameters.defaultAssumeValid();
      this.minimumChainWork = parameters.minimumChainWork();
      this.checkBlockIndex = parameters.checksConsistencyByDefault() ? 1 : 0;
    }

    public Builder blocksDirectory(Path value) {
      blocksDirectory = value;
      return this;
    }

    public Builder blocksXor(boolean value) {
      blocksXor = value;
      return this;
    }

    public Builder fastPrune(boolean value) {
      fastPrune = value;
      return this;
    }

    public Builder pruneTargetBytes(long value) {
      pruneTargetBytes = value;
      return this;
    }

    public Builder cacheBytes(long value) {
      cacheBytes = Math.max(MIN_CACHE_BYTES, value);
      return this;
    }

    public Builder scriptThreads(int value) {
      scriptThreads = Math.clamp(value, 1, MAX_SCRIPT_THREADS);
      return this;
    }

    public Builder prefetchThreads(int value) {
      prefetchThreads = Math.clamp(value, 0, 16);
      return this;
    }

    public Builder signatureCacheBytes(long value) {
      signatureCacheBytes = value;
      return this;
    }

    public Builder checkBlocks(int value) {
      checkBlocks = value;
      return this;
    }

    public Builder checkLevel(int value) {
      checkLevel = value;
      return this;
    }

    public Builder requireCheck(boolean value) {
      requireCheck = value;
      return this;
    }

    public Builder reindex(boolean value) {
      reindex = value;
      return this;
    }

    public Builder reindexChainState(boolean value) {
      reindexChainState = value;
      return this;
    }

    public Builder assumeValid(BlockHash value) {
      assumeValid = value;
      return this;
    }

    public Builder minimumChainWork(UInt256 value) {
      minimumChainWork = value;
      return this;
    }

    public Builder maxTipAgeSeconds(long value) {
      maxTipAgeSeconds = value;
      return this;
    }

    public Builder checkBlockIndex(int value) {
      checkBlockIndex = value;
      return this;
    }

    public Builder stopAtHeight(int value) {
      stopAtHeight = value;
      return this;
    }

    public Builder databaseBatchBytes(int value) {
      databaseBatchBytes = value;
      return this;
    }

    public Builder crashRatio(int value) {
      crashRatio = value;
      return this;
    }

    public Builder writeSteps(Consumer<String> value) {
      writeSteps = value;
      return this;
    }

    public Builder writes(WriteObserver value) {
      writes = value;
      return this;
    }

    public Builder clock(InstantSource value) {
      clock = value;
      return this;
    }

    public KernelOptions build() {
      return new KernelOptions(
          parameters,
          dataDirectory,
          blocksDirectory,
          blocksXor,
          fastPrune,
          pruneTargetBytes,
          cacheBytes,
          scriptThreads,
          prefetchThreads,
          signatureCacheBytes,
          checkBlocks,
          checkLevel,
          requireCheck,
          reindex,
          reindexChainState,
          assumeValid,
          minimumChainWork,
          maxTipAgeSeconds,
          checkBlockIndex,
          stopAtHeight,
          databaseBatchBytes,
          crashRatio,
          writeSteps,
          writes,
          clock,
          notifications);
    }
  }
}
