// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.check.BlockCheck;
import org.moneyrocket.consensus.check.Verdict;
import org.moneyrocket.consensus.check.VersionBits;
import org.moneyrocket.consensus.interpreter.ScriptExecutionCache;
import org.moneyrocket.consensus.interpreter.SignatureCache;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.kernel.BlockResult;
import org.moneyrocket.kernel.ChainEvents;
import org.moneyrocket.kernel.ChainLoadException;
import org.moneyrocket.kernel.ChainTip;
import org.moneyrocket.kernel.ChainstateInfo;
import org.moneyrocket.kernel.FlushMode;
import org.moneyrocket.kernel.HeadersResult;
import org.moneyrocket.kernel.Kernel;
import org.moneyrocket.kernel.KernelOptions;
import org.moneyrocket.kernel.MempoolHook;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.SyncState;
import org.moneyrocket.kernel.VerifyResult;
import org.moneyrocket.kernel.blockfile.FilePosition;
import org.moneyrocket.kernel.coins.BlockUndo;
import org.moneyrocket.kernel.coins.CoinSetStatistics;
import org.moneyrocket.kernel.coins.CoinSetSummation;
import org.moneyrocket.kernel.coins.CoinsCursor;
import org.moneyrocket.kernel.coins.CoinsView;
import org.moneyrocket.kernel.index.ActiveChain;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.kernel.index.BlockIndex;
import org.moneyrocket.kernel.index.Locators;
import org.moneyrocket.kernel.snapshot.CoinsCopy;
import org.moneyrocket.kernel.snapshot.SnapshotException;
import org.moneyrocket.kernel.snapshot.SnapshotHeader;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kernel, put together from its parts. */
public final class ChainKernel implements Kernel {
  private static final Logger log = LoggerFactory.getLogger(ChainKernel.class);

  private final KernelState state;
  private final BlockStorage storage;
  private final Chainstates chainstates;
  private final Pruner pruner;
  private final CoinPrefetch prefetch;
  private final ReadAhead readAhead;
  private final TipUpdate tipUpdate;
  private final HeaderAcceptance headers;
  private final BlockAcceptance blocks;
  private final ChainActivation activation;
  private final ManualChoice manual;
  private final ChainVerification verification;
  private final BlockImport blockImport;
  private final ChainLoader loader;
  private final SnapshotFiles snapshotFiles;
  private final SnapshotActivation snapshotActivation;
  private final CoinsView coinsView;
  private final ChainStart start;
  private final BlockTrial trial;
  private boolean closed;

  private ChainKernel(
      KernelState state, ChainLoader loader, SnapshotFiles snapshotFiles, Chainstate active) {
    this.state = state;
    this.snapshotFiles = snapshotFiles;
    this.loader = loader;
    this.storage = new BlockStorage(state.params, state.files);
    this.pruner = new Pruner(state);
    this.chainstates =
        new Chainstates(state, new Flusher(state, pruner), loader.coinsCacheBytes(), active);
    this.coinsView = new ActiveCoins(chainstates, state.halt);
    SnapshotVerification snapshotVerification = new SnapshotVerification(state, chainstates);
    chainstates.setVerification(snapshotVerification);
    this.snapshotActivation = new SnapshotActivation(state, chainstates, loader, snapshotFiles);
    this.prefetch = new CoinPrefetch(state.options.prefetchThreads());
    this.readAhead = new ReadAhead(state.params, storage);
    BlockConnector connector = new BlockConnector(state, prefetch);
    BlockDisconnector disconnector = new BlockDisconnector(state.params);
    AssumeValid assumeValid =
        new AssumeValid(
            state.params,
            state.options.assumeValid(),
            state.options.minimumChainWork(),
            state.tree);
    FailedBlocks failed = new FailedBlocks(state);
    this.tipUpdate = new TipUpdate(state);
    this.headers = new HeaderAcceptance(state, chainstates::checkIndex);
    this.blocks = new BlockAcceptance(state, headers, failed, chainstates);
    this.activation =
        new ChainActivation(
            state,
            storage,
            connector,
            disconnector,
            assumeValid,
            failed,
            tipUpdate,
            pruner,
            readAhead,
            chainstates);
    this.manual = new ManualChoice(state, chainstates, activation, failed);
    this.verification = new ChainVerification(state, storage, connector, disconnector, assumeValid);
    this.blockImport = new BlockImport(state, storage, blocks, headers, chainstates, activation);
    this.trial = new BlockTrial(state, chainstates, connector);
    this.start =
        new ChainStart(
            loader,
            state,
            chainstates,
            snapshotFiles,
            snapshotVerification,
            new Replay(state, storage, disconnector),
            tipUpdate,
            verification);
  }

  /** See {@link Kernel#open}. */
  public static Kernel open(KernelOptions options) throws ChainLoadException {
    ChainStart.logOptions(options);
    SnapshotFiles snapshotFiles =
        new SnapshotFiles(options.dataDirectory(), options.writeSteps(), options.writes());
    snapshotFiles.recover();
    ChainKernel kernel = openOnce(options, snapshotFiles);
    if (kernel.needsCleanUp()) {
      log.info("[snapshot] cleaning up unneeded background chainstate, then reinitializing");
      kernel.close();
      snapshotFiles.replaceOrdinary();
      kernel = openOnce(options, snapshotFiles);
    }
    return kernel;
  }

  private static ChainKernel openOnce(KernelOptions options, SnapshotFiles snapshotFiles)
      throws ChainLoadException {
    ChainLoader loader = new ChainLoader(options);
    Optional<BlockHash> base = snapshotFiles.base();
    if (base.isPresent() && loader.wipesCoins()) {
      log.info("[snapshot] deleting snapshot chainstate due to reindexing");
      snapshotFiles.deleteSnapshot();
      base = Optional.empty();
    }
    if (base.isPresent()) {
      loader.checkSnapshot(base.get());
    }
    KernelState state = ChainStart.opening(ChainStart.INDEX_FAILED, options, loader::openIndex);
    ChainKernel kernel = null;
    Chainstate first = null;
    boolean done = false;
    try {
      options.notifications().initMessage("Loading block index…");
      loader.loadIndex(state, base);
      loader.checkIndex(state);
      if (state.filesIndexed) {
        loader.loadGenesis(state);
      }
      first =
          ChainStart.opening(
              ChainStart.COINS_FAILED,
              options,
              () ->
                  loader.openChainstate(
                      state, snapshotFiles.ordinary(), null, loader.wipesCoins()));
      kernel = new ChainKernel(state, loader, snapshotFiles, first);
      kernel.start.run(base);
      done = true;
      return kernel;
    } finally {
      if (!done) {
        closeAfterFailure(state, kernel, first);
      }
    }
  }

  private static void closeAfterFailure(
      KernelState state, @Nullable ChainKernel kernel, @Nullable Chainstate first) {
    Closing.all(
        state.scripts::close,
        state.events::close,
        () -> {
          if (kernel != null) {
            kernel.closeChainstates();
          } else if (first != null) {
            first.close();
          }
        },
        state.files::close,
        state.store::close);
  }

  /** Closes the coins, and keeps a wrong snapshot aside. */
  private void closeChainstates() {
    boolean wrong = chainstates.active().trust() == Chainstate.Trust.INVALID;
    chainstates.close();
    if (wrong) {
      snapshotFiles.setAside();
    }
  }

  /** Tells whether a verified snapshot can take the place of the chain that verified it. */
  private boolean needsCleanUp() {
    Chainstate active = chainstates.active();
    return active.snapshotBase() != null && active.trust() == Chainstate.Trust.VALIDATED;
  }

  // ---- what it runs with

  @Override
  public KernelOptions options() {
    return state.options;
  }

  @Override
  public ChainParameters parameters() {
    return state.params;
  }

  @Override
  public ReentrantLock chainLock() {
    return state.lock;
  }

  @Override
  public void setMempoolHook(MempoolHook hook) {
    state.mempool = hook;
  }

  @Override
  public ChainEvents events() {
    return state.events;
  }

  @Override
  public SignatureCache signatureCache() {
    return state.signatures;
  }

  @Override
  public ScriptExecutionCache scriptCache() {
    return state.executions;
  }

  @Override
  public VersionBits versionBits() {
    return state.versionBits;
  }

  private <T> T locked(Supplier<T> action) {
    state.lock.lock();
    try {
      return action.get();
    } finally {
      state.lock.unlock();
    }
  }

  private void locked(Runnable action) {
    state.lock.lock();
    try {
      action.run();
    } finally {
      state.lock.unlock();
    }
  }

  private void requireUnlocked() {
    if (state.lock.isHeldByCurrentThread()) {
      throw new IllegalStateException("the chain lock must not be held here");
    }
  }

  // ---- the tree of headers

  @Override
  public BlockIndex index() {
    return state.tree;
  }

  @Override
  public ActiveChain chain() {
    return chainstates.active().chain;
  }

  @Override
  public Optional<BlockEntry> bestHeader() {
    return Optional.ofNullable(state.tree.bestHeader());
  }

  @Override
  public List<ChainTip> chainTips() {
    return locked(() -> ChainTips.of(state.tree, chain()));
  }

  @Override
  public List<BlockHash> locator(BlockEntry entry) {
    return Locators.of(entry);
  }

  @Override
  public Optional<BlockEntry> forkPoint(List<BlockHash> locator) {
    return locked(() -> Optional.ofNullable(chain().fork(state.tree, locator)));
  }

  // ---- stored blocks

  @Override
  public Block readBlock(BlockEntry entry) {
    return storage.read(entry);
  }

  @Override
  public Bytes readRawBlock(BlockEntry entry) {
    return storage.readRaw(entry);
  }

  @Override
  public Bytes readRawBlock(FilePosition place) {
    return state.files.read(place);
  }

  @Override
  public Optional<Bytes> readRawBlockPart(BlockEntry entry, long offset, long size) {
    return storage.readPart(entry, offset, size);
  }

  @Override
  public BlockUndo readUndo(BlockEntry entry) {
    return storage.readUndo(entry);
  }

  // ---- new headers and blocks

  @Override
  public HeadersResult processHeaders(List<BlockHeader> wanted, boolean enoughWork) {
    requireUnlocked();
    return state.halt.run(() -> headers.process(wanted, enoughWork));
  }

  @Override
  public void reportPresync(long height, long time) {
    headers.reportPresync(height, time);
  }

  @Override
  public BlockResult processBlock(Block block, boolean requested, boolean enoughWork) {
    requireUnlocked();
    return state.halt.run(() -> process(block, requested, enoughWork));
  }

  private BlockResult process(Block block, boolean requested, boolean enoughWork) {
    // Outside the lock: this takes time and needs nothing that can change.
    Verdict verdict = BlockCheck.check(state.params, block);
    boolean stored = false;
    state.lock.lock();
    try {
      if (verdict.isValid()) {
        BlockAcceptance.Accepted accepted =
            blocks.accept(block, verdict, null, requested, enoughWork, null);
        verdict = accepted.verdict();
        stored = accepted.stored();
      }
      if (!verdict.isValid()) {
        state.notifications.blockChecked(block, verdict);
        log.error("ProcessNewBlock: AcceptBlock FAILED ({})", verdict.text());
        return new BlockResult(verdict, stored);
      }
    } catch (FatalException e) {
      log.error("ProcessNewBlock: AcceptBlock FAILED ({})", e.getMessage());
      throw e;
    } finally {
      state.lock.unlock();
    }
    headers.notifyBest();
    // Only what was stored now passed all checks: a copy of a known block may have another witness.
    if (activate(stored ? block : null)) {
      chainstates.recordIndex();
    } else {
      // What memory holds may be wrong: nothing of it is written.
      log.error("ProcessNewBlock: ActivateBestChain failed");
    }
    return new BlockResult(verdict, stored);
  }

  private boolean activate(@Nullable Block inHand) {
    try {
      activateAll(inHand);
      return true;
    } catch (FatalException e) {
      log.error("ActivateBestChain: {}", e.getMessage());
      return false;
    }
  }

  private void activateAll(@Nullable Block inHand) {
    activation.activate(chainstates.active(), inHand);
    Chainstate other = chainstates.historical();
    if (other != null) {
      activation.activate(other, inHand);
    }
  }

  @Override
  public Verdict testBlock(Block block, boolean checkProofOfWork, boolean checkMerkleRoot) {
    return state.halt.run(() -> locked(() -> trial.test(block, checkProofOfWork, checkMerkleRoot)));
  }

  @Override
  public boolean activateBestChain() {
    requireUnlocked();
    return activate(null);
  }

  @Override
  public boolean invalidate(BlockEntry entry) {
    requireUnlocked();
    return state.halt.run(() -> manual.invalidate(entry));
  }

  @Override
  public void reconsider(BlockEntry entry) {
    state.halt.run(() -> manual.reconsider(entry));
  }

  @Override
  public boolean precious(BlockEntry entry) {
    requireUnlocked();
    return !state.halt.run(() -> manual.prefer(entry)) || activate(null);
  }

  // ---- import

  @Override
  public void importBlocks(List<Path> files) {
    requireUnlocked();
    state.importing = true;
    try {
      state.halt.check();
      if (!state.filesIndexed) {
        blockImport.reindex();
        if (state.interrupted) {
          return;
        }
        // If there was nothing to read, the chain begins here.
        locked(() -> loader.loadGenesis(state));
        locked(() -> chainstates.growing().forEach(c -> loader.loadCandidates(state, c)));
      }
      for (Path file : files) {
        blockImport.loadFile(file);
        if (state.interrupted) {
          return;
        }
      }
      activateAll(null);
    } catch (FatalException e) {
      log.error("import of blocks ended: {}", e.getMessage());
    } finally {
      state.importing = false;
      locked(() -> tipUpdate.leaveInitialDownload(chainstates.active()));
    }
  }

  @Override
  public boolean isImporting() {
    return state.isLoadingBlocks();
  }

  @Override
  public boolean isReindexing() {
    return !state.filesIndexed;
  }

  // ---- coins

  @Override
  public CoinsView coins() {
    return coinsView;
  }

  @Override
  public BlockEntry loadSnapshot(InputStream file, SnapshotHeader header)
      throws IOException, SnapshotException {
    requireUnlocked();
    try {
      state.halt.check();
      return snapshotActivation.activate(file, header);
    } catch (FatalException e) {
      throw e.asStorage();
    } catch (StorageException e) {
      throw state.halt.tell("System error while loading a snapshot", e).asStorage();
    } catch (RuntimeException | Error e) {
      log.error("the kernel stops", e);
      throw state.halt.tell("Internal bug detected: " + e, e).asStorage();
    }
  }

  @Override
  public List<ChainstateInfo> chainstates() {
    return locked(() -> chainstates.growing().stream().map(this::info).toList());
  }

  @Override
  public Optional<CoinsCopy> rolledBackCoins(
      BlockEntry target, Path directory, boolean inMemory, BooleanSupplier interrupted) {
    try (CoinsCursor cursor = coinsCursor()) {
      return RolledBackCoins.of(
          state,
          storage,
          cursor,
          target,
          new RolledBackCoins.Place(directory, inMemory),
          interrupted);
    }
  }

  @Override
  public ActiveChain validatedChain() {
    return chainstates.validated().chain;
  }

  @Override
  public Optional<BlockEntry> lastFlushedValidated() {
    return Optional.ofNullable(chainstates.validated().lastFlushed());
  }

  @Override
  public boolean isSnapshotUnverified() {
    return chainstates.historical() != null;
  }

  private ChainstateInfo info(Chainstate chainstate) {
    BlockEntry tip = chainstate.chain.tip();
    BlockEntry target = chainstate.target();
    double progress = 0;
    if (tip != null) {
      progress =
          target == null || target.chainTransactionCount() == 0
              ? tipUpdate.progress(tip)
              : (double) tip.chainTransactionCount() / target.chainTransactionCount();
    }
    BlockEntry base = chainstate.snapshotBase();
    return new ChainstateInfo(
        Optional.ofNullable(tip),
        progress,
        Optional.ofNullable(base),
        loader.coinsDatabaseBytes(),
        chainstate.cacheBytes,
        chainstate.trust() == Chainstate.Trust.VALIDATED,
        Optional.ofNullable(target));
  }

  @Override
  public CoinsCursor coinsCursor() {
    return locked(
        () -> {
          flush(FlushMode.FORCE_SYNC);
          return chainstates.active().database.cursor();
        });
  }

  @Override
  public Optional<CoinSetStatistics> coinStatistics(
      CoinSetStatistics.Hash hash, BooleanSupplier interrupted) {
    try (CoinsCursor cursor = coinsCursor()) {
      BlockEntry entry = state.tree.find(cursor.bestBlock());
      return CoinSetSummation.of(
          cursor,
          entry == null ? -1 : entry.height(),
          chainstates.active().database.estimateSize(),
          hash,
          () -> state.interrupted || interrupted.getAsBoolean());
    }
  }

  @Override
  public void flush(FlushMode mode) {
    try {
      chainstates.flush(chainstates.active(), mode);
    } catch (FatalException e) {
      throw e.asStorage();
    }
  }

  @Override
  public Optional<BlockEntry> lastFlushed() {
    return Optional.ofNullable(chainstates.active().lastFlushed());
  }

  @Override
  public VerifyResult verify(int level, int wanted) {
    return state.halt.run(
        () -> locked(() -> verification.verify(chainstates.active(), level, wanted)));
  }

  // ---- state

  @Override
  public boolean isInitialBlockDownload() {
    return state.initialDownload;
  }

  @Override
  public SyncState syncState() {
    return state.syncState();
  }

  @Override
  public double verificationProgress(BlockEntry entry) {
    return tipUpdate.progress(entry);
  }

  @Override
  public long sizeOnDisk() {
    return locked(state.files::usage);
  }

  @Override
  public CacheUsage cacheUsage() {
    var coins = chainstates.active().coins;
    return locked(() -> new CacheUsage(coins.bytes(), coins.size()));
  }

  // ---- pruning

  @Override
  public boolean hasPruned() {
    return state.pruned;
  }

  @Override
  public void pruneTo(int height) {
    if (!state.options.prunes()) {
      throw new IllegalStateException("pruning is off");
    }
    try {
      chainstates.pruneTo(height);
    } catch (FatalException e) {
      throw e.asStorage();
    }
  }

  @Override
  public void pruneAndFlush() {
    locked(state.files::setGrew);
    flush(FlushMode.NONE);
  }

  @Override
  public OptionalInt pruneHeight() {
    return locked(
        () -> {
          // Behind a snapshot blocks are missing before any was pruned.
          boolean gaps = state.pruned || (state.options.prunes() && isSnapshotUnverified());
          return gaps ? StoredRange.pruneHeight(chain().tip()) : OptionalInt.empty();
        });
  }

  @Override
  public void setPruneLock(String name, int firstHeight) {
    locked(() -> pruner.setLock(name, firstHeight));
  }

  @Override
  public void removePruneLock(String name) {
    locked(() -> pruner.removeLock(name));
  }

  @Override
  public boolean hasBlocks(BlockEntry upper, BlockEntry lower) {
    return locked(() -> StoredRange.isComplete(upper, lower));
  }

  // ---- end

  @Override
  public void interrupt() {
    state.interrupted = true;
  }

  @Override
  public boolean isInterrupted() {
    return state.interrupted;
  }

  @Override
  public void close() {
    interrupt();
    // A snapshot that is being loaded ends soon now.
    state.loading.lock();
    try {
      closeAll();
    } finally {
      state.loading.unlock();
    }
  }

  private void closeAll() {
    state.activation.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      writeForTheLastTime();
    } finally {
      state.activation.unlock();
    }
    Closing.all(
        state.events::close,
        readAhead::close,
        prefetch::close,
        state.scripts::close,
        () ->
            locked(
                () -> Closing.all(this::closeChainstates, state.files::close, state.store::close)));
  }

  private void writeForTheLastTime() {
    if (state.halt.isHalted()) {
      log.error("after the error above nothing more is written");
      return;
    }
    try {
      for (Chainstate chainstate : chainstates.growing()) {
        if (chainstate.trust() != Chainstate.Trust.INVALID) {
          chainstates.flush(chainstate, FlushMode.FORCE_FLUSH);
        }
      }
    } catch (FatalException e) {
      log.error("state could not be written: {}", e.getMessage());
    }
  }
}
