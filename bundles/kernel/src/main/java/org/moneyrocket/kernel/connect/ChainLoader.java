// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.Limits;
import org.moneyrocket.consensus.check.ProofOfWork;
import org.moneyrocket.consensus.params.AssumeUtxo;
import org.moneyrocket.consensus.params.BuriedDeployment;
import org.moneyrocket.kernel.ChainLoadException;
import org.moneyrocket.kernel.KernelOptions;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.blockfile.BlockFileInfo;
import org.moneyrocket.kernel.blockfile.BlockFiles;
import org.moneyrocket.kernel.blockfile.FilePosition;
import org.moneyrocket.kernel.blockfile.XorKey;
import org.moneyrocket.kernel.coins.CoinsDatabase;
import org.moneyrocket.kernel.database.DatabaseOptions;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.kernel.index.BlockStatus;
import org.moneyrocket.kernel.index.BlockTree;
import org.moneyrocket.kernel.index.IndexStore;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings what is on disk into memory. */
final class ChainLoader {
  private static final Logger log = LoggerFactory.getLogger(ChainLoader.class);
  private static final long MAX_INDEX_CACHE_BYTES = 2L << 20;
  private static final long MAX_COINS_DATABASE_BYTES = 8L << 20;
  private static final long MIN_WRITE_BUFFER_BYTES = 1L << 20;
  private static final long MAX_WRITE_BUFFER_BYTES = 16L << 20;
  private static final String INDEX_FAILED = "Error loading block database";

  private final KernelOptions options;

  ChainLoader(KernelOptions options) {
    this.options = options;
  }

  // ---- how memory is shared out

  private long indexCacheBytes() {
    return Math.min(options.cacheBytes() / 8, MAX_INDEX_CACHE_BYTES);
  }

  /** Returns the memory for a database of coins. */
  long coinsDatabaseBytes() {
    return Math.min((options.cacheBytes() - indexCacheBytes()) / 2, MAX_COINS_DATABASE_BYTES);
  }

  /** Returns the size of the memory in which a database of coins gathers what is written. */
  private long writeBufferBytes() {
    return Math.clamp(options.cacheBytes() / 32, MIN_WRITE_BUFFER_BYTES, MAX_WRITE_BUFFER_BYTES);
  }

  /** Returns what is left for the cache of coins. */
  long coinsCacheBytes() {
    return options.cacheBytes() - indexCacheBytes() - coinsDatabaseBytes() - writeBufferBytes();
  }

  // ---- opening

  /** Opens block files and block index. */
  KernelState openIndex() {
    Path blocks = options.blocksDirectory();
    try {
      Files.createDirectories(blocks);
    } catch (IOException e) {
      throw StorageException.of("cannot make the directory " + blocks, e);
    }
    XorKey key = XorKey.load(blocks, options.blocksXor());
    // Always below the data directory, even if the files are elsewhere.
    Path indexDirectory = options.dataDirectory().resolve("blocks").resolve("index");
    IndexStore store =
        new IndexStore(indexDirectory, indexCacheBytes(), options.reindex(), options.writes());
    boolean done = false;
    try {
      options.writeSteps().accept("index opened");
      if (store.wasWiped() && options.prunes()) {
        removeUnusableFiles(blocks);
      }
      Halt halt = new Halt(options.notifications());
      BlockFiles files =
          new BlockFiles(
              blocks,
              options.parameters().magic(),
              key,
              options.fastPrune(),
              halt::flushFailed,
              options.writes());
      KernelState state = new KernelState(options, store, files, halt);
      done = true;
      return state;
    } finally {
      if (!done) {
        store.close();
      }
    }
  }

  /** A reindex ends at the first missing file; with pruning what is behind would stay forever. */
  private static void removeUnusableFiles(Path blocks) {
    log.info("Removing unusable blk?????.dat and rev?????.dat files for -reindex with -prune");
    TreeMap<Integer, Path> found = new TreeMap<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(blocks, "{blk,rev}[0-9][0-9][0-9][0-9][0-9].dat")) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (name.startsWith("rev")) {
          Files.delete(entry);
        } else {
          found.put(Integer.parseInt(name.substring(3, 8)), entry);
        }
      }
      int expected = 0;
      for (var entry : found.entrySet()) {
        if (entry.getKey() == expected) {
          expected++;
        } else {
          Files.delete(entry.getValue());
        }
      }
    } catch (IOException e) {
      throw StorageException.of("cannot remove block files in " + blocks, e);
    }
  }

  /** Reads the block index. */
  void loadIndex(KernelState state, Optional<BlockHash> snapshot) throws ChainLoadException {
    if (options.reindex()) {
      state.filesIndexed = false;
      return;
    }
    boolean complete;
    try {
      PendingBlocks.recover(state);
      complete =
          state.tree.load(
              state.store,
              (hash, bits) ->
                  hash.equals(state.params.genesisHash())
                      || ProofOfWork.check(hash, bits, state.params),
              hash ->
                  hash.equals(snapshot.orElse(BlockHash.ZERO))
                      ? known(state, hash).chainTransactions()
                      : 0,
              () -> state.interrupted);
    } catch (StorageException e) {
      throw new ChainLoadException(
          ChainLoadException.Kind.REBUILD_INDEX, INDEX_FAILED + ": " + e.getMessage(), e);
    }
    if (!complete) {
      throw new ChainLoadException(
          ChainLoadException.Kind.INTERRUPTED, "stopped while loading the block index");
    }
    int snapshotHeight =
        snapshot.isPresent() ? known(state, snapshot.get()).height() : Integer.MAX_VALUE;
    loadFiles(state, snapshotHeight);
    state.pruned = state.store.readFlag(IndexFlags.PRUNED);
    if (state.pruned) {
      log.info("Loading block index db: Block files have previously been pruned");
      removePrunedFiles(state);
    }
    if (state.store.isReindexing()) {
      state.filesIndexed = false;
    }
  }

  private static AssumeUtxo known(KernelState state, BlockHash base) {
    return state
        .params
        .assumeUtxo(base)
        .orElseThrow(() -> new IllegalStateException("unknown snapshot " + base));
  }

  /** Refuses a snapshot directory that this version knows nothing about. */
  void checkSnapshot(BlockHash base) throws ChainLoadException {
    if (options.parameters().assumeUtxo(base).isEmpty()) {
      String text = "Assumeutxo data not found for the given blockhash '" + base + "'.";
      options.notifications().fatalError(text);
      throw new ChainLoadException(ChainLoadException.Kind.FATAL, text);
    }
  }

  private static void loadFiles(KernelState state, int snapshotHeight) throws ChainLoadException {
    int last = state.store.readLastFile();
    log.info("Loading block index db: last block file = {}", last);
    List<BlockFileInfo> infos = new ArrayList<>();
    for (int file = 0; ; file++) {
      BlockFileInfo info = state.store.readFile(file);
      if (info == null && file > last) {
        break;
      }
      infos.add(info == null ? BlockFileInfo.EMPTY : info);
    }
    log.info("Loading block index db: last block file info: {}", infos.get(last));
    state.files.load(infos, snapshotHeight);
    log.info("Checking all blk files are present...");
    TreeSet<Integer> needed = new TreeSet<>();
    state.tree.forEach(
        entry -> {
          if (entry.hasData()) {
            needed.add(state.tree.fileOf(entry));
          }
        });
    for (int file : needed) {
      if (!Files.isReadable(state.files.path(file))) {
        log.error("Unable to open file {}", state.files.path(file));
        throw new ChainLoadException(
            ChainLoadException.Kind.REBUILD_INDEX,
            INDEX_FAILED + ": cannot read " + state.files.path(file));
      }
    }
  }

  /** A crash may have come between forgetting files and removing them. */
  private static void removePrunedFiles(KernelState state) {
    List<Integer> forgotten = new ArrayList<>();
    for (int file = 0; file < state.files.lastFile(); file++) {
      if (state.files.info(file).size() == 0) {
        forgotten.add(file);
      }
    }
    state.files.unlink(forgotten);
  }

  /** Refuses an index that belongs to something else. */
  void checkIndex(KernelState state) throws ChainLoadException {
    if (state.tree.size() > 0 && state.tree.find(state.params.genesisHash()) == null) {
      throw new ChainLoadException(
          ChainLoadException.Kind.FATAL,
          "Incorrect or no genesis block found. Wrong datadir for network?");
    }
    if (state.pruned && !options.prunes()) {
      throw new ChainLoadException(
          ChainLoadException.Kind.REBUILD,
          "You need to rebuild the database using -reindex to go back to unpruned mode.  This will"
              + " redownload the entire blockchain");
    }
  }

  /** Stores genesis, unless it is there. */
  void loadGenesis(KernelState state) {
    Block genesis = state.params.genesis();
    if (state.tree.find(genesis.hash()) != null) {
      return;
    }
    FilePosition position = state.files.write(genesis.toBytes(), 0, genesis.header().time());
    BlockEntry entry = state.tree.add(genesis.header(), genesis.hash());
    state.tree.stored(
        entry,
        position,
        genesis.transactions().size(),
        state.params.isActiveAt(BuriedDeployment.SEGWIT, 0));
    state.tree.setChainTransactions(entry, genesis.transactions().size());
    state.tree.assignSequence(entry);
  }

  /** Tells whether the coins are to be built anew. */
  boolean wipesCoins() {
    return options.reindex() || options.reindexChainState();
  }

  /**
   * Opens the coins of a chain.
   *
   * @param snapshotBase the base of the snapshot it began with, null if it began with genesis
   */
  Chainstate openChainstate(
      KernelState state, Path directory, @Nullable BlockEntry snapshotBase, boolean wipe) {
    log.info("Initializing chainstate {}", directory.getFileName());
    CoinsDatabase database = openCoins(directory, wipe);
    if (!state.filesIndexed && !wipe && isOlderThanIndex(state, database)) {
      // A reindex was cut off after the index and before the coins were wiped.
      database.close();
      database = openCoins(directory, true);
    }
    options.writeSteps().accept("coins opened");
    return new Chainstate(directory, database, snapshotBase);
  }

  private static boolean isOlderThanIndex(KernelState state, CoinsDatabase database) {
    List<BlockHash> blocks = new ArrayList<>(database.heads());
    blocks.add(database.bestBlock());
    return blocks.stream()
        .anyMatch(block -> !block.equals(BlockHash.ZERO) && state.tree.find(block) == null);
  }

  private CoinsDatabase openCoins(Path directory, boolean wipe) {
    long cache = coinsDatabaseBytes();
    return new CoinsDatabase(
        new DatabaseOptions(directory, cache, writeBufferBytes(), wipe).observed(options.writes()),
        options.databaseBatchBytes(),
        new CrashObserver(options.crashRatio(), options.writeSteps()));
  }

  /** Finds the tip that the coins belong to. */
  void loadTip(KernelState state, Chainstate chainstate, TipUpdate tipUpdate)
      throws ChainLoadException {
    BlockHash best = chainstate.coins.bestBlock();
    if (best.equals(BlockHash.ZERO)) {
      return;
    }
    BlockEntry tip = state.tree.find(best);
    if (tip == null) {
      throw new ChainLoadException(
          ChainLoadException.Kind.REBUILD,
          "Error initializing block database",
          "the coins in "
              + chainstate.directory
              + " belong to block "
              + best
              + ", which the index in "
              + options.dataDirectory().resolve("blocks").resolve("index")
              + " does not know");
    }
    chainstate.chain.setTip(tip);
    chainstate.setLastFlushed(tip);
    // After a restart the same chain wins among those of equal work.
    for (BlockEntry at = tip; at != null; at = at.previous()) {
      state.tree.setSequence(at, BlockTree.SEQUENCE_BEST_CHAIN_FROM_DISK);
    }
    log.info(
        "Loaded best chain: hashBestChain={} height={} date={} progress={}",
        tip.hash(),
        tip.height(),
        Instant.ofEpochSecond(tip.time()),
        String.format(Locale.ROOT, "%f", tipUpdate.progress(tip)));
  }

  /** Refuses blocks that were stored before the witness rules were enforced. */
  void checkWitness(KernelState state, Chainstate chainstate) throws ChainLoadException {
    int first = state.params.activationHeight(BuriedDeployment.SEGWIT);
    for (BlockEntry at = chainstate.chain.tip();
        at != null && at.height() >= first;
        at = at.previous()) {
      if ((at.status() & BlockStatus.OPT_WITNESS) == 0) {
        throw new ChainLoadException(
            ChainLoadException.Kind.REBUILD,
            String.format(
                Locale.ROOT,
                "Witness data for blocks after height %d requires validation. Please restart with"
                    + " -reindex.",
                first));
      }
    }
  }

  /** Makes every complete block that is good enough a candidate. */
  void loadCandidates(KernelState state, Chainstate chainstate) {
    state.tree.forEach(
        entry -> {
          if (Chainstate.isComplete(entry) || entry == chainstate.snapshotBase()) {
            chainstate.tryCandidate(entry);
          }
        });
  }

  /** Refuses a tip that the clock says cannot exist yet. */
  void checkTime(KernelState state, @Nullable BlockEntry tip) throws ChainLoadException {
    if (tip != null && tip.time() > state.now() + Limits.MAX_FUTURE_BLOCK_TIME) {
      throw new ChainLoadException(
          ChainLoadException.Kind.REBUILD,
          "The block database contains a block which appears to be from the future. This may be due"
              + " to your computer's date and time being set incorrectly. Only rebuild the block"
              + " database if you are sure that your computer's date and time are correct");
    }
  }
}
