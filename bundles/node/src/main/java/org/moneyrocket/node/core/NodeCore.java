// SPDX-License-Identifier: MIT
package org.moneyrocket.node.core;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.kernel.ChainLoadException;
import org.moneyrocket.kernel.FlushMode;
import org.moneyrocket.kernel.Kernel;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.node.fees.FeeEstimates;
import org.moneyrocket.node.fees.MempoolPolicyEstimator;
import org.moneyrocket.node.index.FilterIndex;
import org.moneyrocket.node.index.Indexes;
import org.moneyrocket.node.index.SpenderIndex;
import org.moneyrocket.node.index.StatsIndex;
import org.moneyrocket.node.index.TxIndex;
import org.moneyrocket.node.mempool.Admission;
import org.moneyrocket.node.mempool.CachedScripts;
import org.moneyrocket.node.mempool.ChainFollower;
import org.moneyrocket.node.mempool.Mempool;
import org.moneyrocket.node.mempool.MempoolFile;
import org.moneyrocket.node.mempool.MempoolListener;
import org.moneyrocket.node.mining.BlockMaker;
import org.moneyrocket.node.mining.BlockVerdicts;
import org.moneyrocket.node.relay.Relay;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.settings.ChainType;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.StartChecks;
import org.moneyrocket.settings.StartException;
import org.moneyrocket.settings.catalogue.ConnectionOptions;
import org.moneyrocket.settings.catalogue.RelayOptions;
import org.moneyrocket.settings.catalogue.StateOptions;
import org.moneyrocket.settings.process.HostProcess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node that runs. {@link #open} loads the chain, {@link #begin} lets it go on from there; {@link
 * #close} ends it in reverse order. The parts are safe for every thread.
 */
public final class NodeCore implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NodeCore.class);

  private static final Duration FEES_WRITTEN = Duration.ofHours(1);

  private final Settings settings;
  private final HostProcess host;
  private final NodeOptions options;
  private final NodeClock clock;
  private final Scheduler scheduler = new Scheduler("scheduler");
  private final TipSignal tips = new TipSignal();
  private final Warnings warnings = new Warnings();
  private final KernelLink link;
  private final Kernel kernel;
  private final Indexes indexes;
  private final ChainFeed feed;
  private final Mempool pool;
  private final Admission door;
  private final MempoolFile mempoolFile;
  private final BlockMaker maker;
  private final ChainFormat format;
  private final HostProcess.Registration stopAction;
  private final Thread loader;
  private final PeerLink peers;
  private final Optional<FeeEstimates> fees;
  private final Commands commands;
  private final DiskWatch disk;
  private final long startedAt = System.currentTimeMillis();

  private NodeCore(
      Settings settings, HostProcess host, ChainParameters params, Consumer<String> stage)
      throws ChainLoadException {
    this.settings = settings;
    this.host = host;
    ChainChoice.log(settings, params);
    this.options = NodeOptions.of(settings, params);
    this.clock = new NodeClock();
    if (settings.isSet(StateOptions.MOCKTIME)) {
      clock.setMockTime(settings.get(StateOptions.MOCKTIME));
    }
    this.format = new ChainFormat(params.keys());
    BlockVerdicts verdicts = new BlockVerdicts();
    this.link = new KernelLink(host, stage, tips, warnings, verdicts);
    this.commands = new Commands(settings);
    this.disk = DiskWatch.of(settings);
    commands.attach(link, warnings);
    this.kernel = openKernel(params);
    this.indexes = openIndexes();
    this.feed = new ChainFeed(kernel);
    this.fees = openFees();
    Optional<FeeFeed> feeFeed = fees.map(estimates -> new FeeFeed(kernel, clock, estimates));
    List<MempoolListener> poolListeners = new ArrayList<>(List.of(feed));
    feeFeed.ifPresent(poolListeners::add);
    this.pool =
        new Mempool(options.relay(), options.mempool(), clock, MempoolListener.all(poolListeners));
    this.door =
        new Admission(
            pool,
            new KernelChainState(kernel),
            new CachedScripts(kernel.signatureCache(), kernel.scriptCache()),
            checkMempoolRatio());
    kernel.setMempoolHook(new KernelMempoolHook(new ChainFollower(door), pool, feeFeed));
    this.mempoolFile = new MempoolFile(door);
    this.maker = new BlockMaker(kernel, pool, options.mining(), clock, verdicts);
    this.peers = openPeers(stage);
    kernel.tip().ifPresent(tip -> tips.set(ChainSubscription.ref(tip)));
    this.loader = Thread.ofPlatform().name("initload").unstarted(this::load);
    this.stopAction =
        host.onStop(
            () -> {
              kernel.interrupt();
              tips.end();
            });
  }

  /**
   * Opens the chain; nothing is imported yet. May take minutes.
   *
   * @param stage hears in words what is being done
   * @throws org.moneyrocket.settings.StartException if an option is out of range
   * @throws ChainLoadException if the chain on disk cannot be used
   * @throws org.moneyrocket.kernel.StorageException if the disk fails
   */
  public static NodeCore open(Settings settings, HostProcess host, Consumer<String> stage)
      throws ChainLoadException {
    return new NodeCore(settings, host, ChainChoice.of(settings), stage);
  }

  private Kernel openKernel(ChainParameters params) throws ChainLoadException {
    boolean opened = false;
    try {
      Kernel made = Kernel.open(NodeOptions.kernel(settings, params, clock, link));
      opened = true;
      return made;
    } finally {
      if (!opened) {
        scheduler.close();
      }
    }
  }

  private int checkMempoolRatio() {
    long otherwise = settings.chain() == ChainType.REGTEST ? 1 : 0;
    long ratio =
        settings.isSet(StateOptions.CHECKMEMPOOL)
            ? settings.get(StateOptions.CHECKMEMPOOL)
            : otherwise;
    return (int) Math.clamp(ratio, 0, 1_000_000L);
  }

  private PeerLink openPeers(Consumer<String> stage) {
    boolean opened = false;
    try {
      PeerLink made = new PeerLink(settings, host.home(), kernel, door, clock, link, stage);
      opened = true;
      return made;
    } finally {
      if (!opened) {
        indexes.close();
        kernel.close();
        scheduler.close();
      }
    }
  }

  private Optional<FeeEstimates> openFees() {
    boolean acceptStale = settings.get(RelayOptions.ACCEPTSTALEFEEESTIMATES);
    if (acceptStale && settings.chain() != ChainType.REGTEST) {
      throw new StartException(
          "acceptstalefeeestimates is not supported on " + settings.chain().id() + " chain.");
    }
    if (settings.get(ConnectionOptions.BLOCKSONLY)) {
      return Optional.empty();
    }
    FeeEstimates made =
        new FeeEstimates(
            settings.dataDirectory().chain(),
            new MempoolPolicyEstimator(
                MempoolPolicyEstimator.source(
                    () -> pool().isLoaded(),
                    () -> kernel.chain().requireTip().hash(),
                    () -> maker().nextChunks(),
                    () -> pool().minimumRate()),
                clock));
    kernel
        .tip()
        .ifPresentOrElse(
            tip -> made.load(acceptStale, tip.hash(), tip.height()),
            () -> made.load(acceptStale, BlockHash.ZERO, 0));
    return Optional.of(made);
  }

  private Indexes openIndexes() {
    Path directory = settings.dataDirectory().chain().resolve("indexes");
    boolean wipe = settings.get(StateOptions.REINDEX);
    boolean opened = false;
    try {
      Indexes made =
          new Indexes(
              kernel,
              settings.get(StateOptions.TXINDEX)
                  ? () ->
                      TxIndex.open(kernel, directory.resolve(TxIndex.NAME), wipe, link::fatalError)
                  : null,
              StartChecks.filterTypes(settings).contains(FilterIndex.FILTER_TYPE)
                  ? () ->
                      FilterIndex.open(
                          kernel,
                          directory.resolve("blockfilter").resolve(FilterIndex.FILTER_TYPE),
                          wipe,
                          link::fatalError)
                  : null,
              settings.get(StateOptions.COINSTATSINDEX)
                  ? () -> StatsIndex.open(kernel, directory, wipe, link::fatalError)
                  : null,
              settings.get(StateOptions.TXOSPENDERINDEX)
                  ? () ->
                      SpenderIndex.open(
                          kernel,
                          directory.resolve(SpenderIndex.NAME).resolve("db"),
                          wipe,
                          link::fatalError)
                  : null);
      opened = true;
      return made;
    } finally {
      if (!opened) {
        kernel.close();
        scheduler.close();
      }
    }
  }

  /**
   * Imports blocks and loads the mempool in the background, and waits until there is a chain.
   *
   * @return false if the process ends meanwhile
   * @throws StartException if there is no room on the disk
   */
  public boolean begin(Consumer<String> stage) {
    disk.check();
    disk.low().map(DiskWatch::warning).ifPresent(host::warn);
    disk.firstStart(kernel.chain().height()).ifPresent(host::warn);
    if (kernel.options().prunes() && !kernel.isReindexing()) {
      stage.accept("Pruning blockstore…");
      kernel.pruneAndFlush();
    } else if (!kernel.options().prunes()) {
      log.info("Setting NODE_NETWORK in non-prune mode");
    }
    loader.start();
    tips.await(tip -> true, Duration.ZERO);
    if (host.isStopping() || tips.tip().isEmpty()) {
      return false;
    }
    log.info("block tree size = {}", kernel.index().size());
    log.info("nBestHeight = {}", kernel.chain().height());
    scheduler.every(DiskWatch.PERIOD, this::watchDisk);
    scheduler.every(Duration.ofSeconds(1), () -> kernel.flush(FlushMode.PERIODIC));
    fees.ifPresent(estimates -> scheduler.every(FEES_WRITTEN, estimates::save));
    stage.accept("Starting network threads…");
    peers.start(scheduler);
    return true;
  }

  private void watchDisk() {
    disk.low()
        .ifPresent(
            directory -> {
              log.error("Shutting down due to lack of disk space!");
              host.stop("there is no room left in " + directory);
            });
  }

  private void load() {
    log.info("initload thread start");
    List<Path> files = new ArrayList<>();
    settings.get(StateOptions.LOADBLOCK).forEach(text -> files.add(Path.of(text)));
    kernel.importBlocks(files);
    // An interrupted import may never have made a tip: whoever waits for one looks again.
    tips.poke();
    if (!kernel.isInterrupted()) {
      indexes
          .start()
          .ifPresent(
              missing ->
                  host.fail(
                      missing
                          + "\nError: A fatal internal error occurred, see debug.log for details:"
                          + " Failed to start indexes, shutting down…"));
      if (settings.get(RelayOptions.PERSISTMEMPOOL)) {
        mempoolFile.load(mempoolPath(), MempoolFile.ImportOptions.CONTINUE, kernel::isInterrupted);
      }
      if (!kernel.isInterrupted()) {
        pool.setLoaded();
      }
    }
    log.info("initload thread exit");
  }

  /** Returns where the mempool is kept while the node does not run. */
  public Path mempoolPath() {
    return settings.dataDirectory().chain().resolve("mempool.dat");
  }

  public Settings settings() {
    return settings;
  }

  public HostProcess host() {
    return host;
  }

  public ChainParameters parameters() {
    return kernel.parameters();
  }

  /** Returns how addresses and keys of this chain are written. */
  public ChainFormat format() {
    return format;
  }

  public NodeOptions options() {
    return options;
  }

  public NodeClock clock() {
    return clock;
  }

  public Scheduler scheduler() {
    return scheduler;
  }

  public TipSignal tips() {
    return tips;
  }

  public Warnings warnings() {
    return warnings;
  }

  public KernelLink link() {
    return link;
  }

  public Kernel kernel() {
    return kernel;
  }

  /** Returns the indexes that the user asked for. */
  public Indexes indexes() {
    return indexes;
  }

  /** Returns the index of all transactions, empty if the user did not ask for it. */
  public Optional<TxIndex> txIndex() {
    return indexes.transactions();
  }

  public ChainFeed feed() {
    return feed;
  }

  public Mempool pool() {
    return pool;
  }

  public Admission door() {
    return door;
  }

  public MempoolFile mempoolFile() {
    return mempoolFile;
  }

  public BlockMaker maker() {
    return maker;
  }

  public Relay relay() {
    return peers.relay();
  }

  /** Returns the estimates of fees, empty if the user wants no transactions from peers. */
  public Optional<FeeEstimates> fees() {
    return fees;
  }

  /** Everything is there for others to use; start-up is over. */
  public void ready() {
    commands.started();
  }

  /** Returns the start time in milliseconds since 1970. */
  public long startedAt() {
    return startedAt;
  }

  /** Ends everything and writes what must be kept. Takes as long as that takes. */
  @Override
  public void close() {
    log.info("Shutdown in progress...");
    commands.stopping();
    stopAction.close();
    peers.close();
    kernel.interrupt();
    tips.end();
    feed.close();
    joinLoader();
    closeIndexes();
    scheduler.close();
    fees.ifPresent(this::saveFees);
    if (pool.isLoaded() && settings.get(RelayOptions.PERSISTMEMPOOL)) {
      mempoolFile.save(mempoolPath());
    }
    kernel.close();
    log.info("Shutdown done");
  }

  private void saveFees(FeeEstimates estimates) {
    try {
      kernel.events().await(kernel.events().sequence());
    } catch (InterruptedException e) {
      log.warn("Interrupted: fee estimates are written without the last events");
      Thread.currentThread().interrupt();
    }
    estimates.saveLast();
  }

  /** The chain state is written first, so that the indexes can write down how far they are. */
  private void closeIndexes() {
    if (!indexes.all().isEmpty()) {
      try {
        kernel.flush(FlushMode.FORCE_SYNC);
        kernel.events().await(kernel.events().sequence());
      } catch (StorageException e) {
        log.error("state could not be written: {}", e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    indexes.close();
  }

  private void joinLoader() {
    boolean interrupted = false;
    while (loader.isAlive()) {
      try {
        loader.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
