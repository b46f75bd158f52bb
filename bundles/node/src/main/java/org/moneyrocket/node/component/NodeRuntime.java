// SPDX-License-Identifier: MIT
package org.moneyrocket.node.component;

import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.rpc.Warmup;
import org.moneyrocket.kernel.ChainLoadException;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.StartException;
import org.moneyrocket.settings.catalogue.ConnectionOptions;
import org.moneyrocket.settings.catalogue.StateOptions;
import org.moneyrocket.settings.process.HostProcess;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the node when the process starts and ends it when the bundle stops. Loading happens on a
 * thread of its own; when it is over, {@link NodeCore} is registered, and with it everything that
 * needs a running node comes to life.
 */
@Component(
    immediate = true,
    service = {NodeRuntime.class, Warmup.class})
public final class NodeRuntime implements Warmup {
  private static final Logger log = LoggerFactory.getLogger(NodeRuntime.class);
  private static final String FIRST_STAGE = "Starting…";

  /** Value of {@code -test}: as if somebody had been asked and had said yes. */
  private static final String REINDEX_TEST = "reindex_after_failure_noninteractive_yes";

  private final BundleContext context;
  private final Settings settings;
  private final HostProcess host;
  private final Thread starter;
  private final CopyOnWriteArrayList<Consumer<String>> stageListeners =
      new CopyOnWriteArrayList<>();
  private volatile Optional<String> stage = Optional.of(FIRST_STAGE);

  /** Guards what follows: whether the node runs is decided by one thread at a time. */
  private final Object lock = new Object();

  private @Nullable NodeCore core;
  private @Nullable ServiceRegistration<NodeCore> registration;
  private HostProcess.@Nullable Registration readyAction;
  private boolean ended;

  @Activate
  public NodeRuntime(
      BundleContext context, @Reference Settings settings, @Reference HostProcess host) {
    this.context = context;
    this.settings = settings;
    this.host = host;
    this.starter = Thread.ofPlatform().name("init").start(this::start);
  }

  private void start() {
    try {
      NodeCore opened = open();
      synchronized (lock) {
        core = opened;
      }
      if (!opened.begin(this::enter)) {
        return;
      }
      announce(opened);
    } catch (StartException e) {
      host.fail(e.text());
    } catch (ChainLoadException e) {
      fail(e);
    } catch (StorageException e) {
      host.fail(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      log.error("The node cannot start", e);
      host.fail("A fatal internal error occurred, see debug.log for details: " + e);
    }
  }

  private NodeCore open() throws ChainLoadException {
    try {
      return NodeCore.open(settings, host, this::enter);
    } catch (ChainLoadException e) {
      boolean damaged =
          e.kind() != ChainLoadException.Kind.FATAL
              && e.kind() != ChainLoadException.Kind.INTERRUPTED;
      if (!damaged || !settings.get(ConnectionOptions.TEST).contains(REINDEX_TEST)) {
        throw e;
      }
      log.warn("{}; the databases are built anew, as -test asks for", e.getMessage());
      settings.force(StateOptions.REINDEX, "1");
      return NodeCore.open(settings, host, this::enter);
    }
  }

  private void announce(NodeCore running) {
    synchronized (lock) {
      if (ended || host.isStopping()) {
        return;
      }
      registration = context.registerService(NodeCore.class, running, null);
    }
    stage = Optional.empty();
    stageListeners.forEach(listener -> listener.accept(""));
    HostProcess.Registration whenReady =
        host.onStarted(
            () -> {
              // Who waits for this line calls methods of wallets next.
              log.info("init message: Done loading");
              running.ready();
            });
    synchronized (lock) {
      readyAction = whenReady;
    }
    host.started();
  }

  private void fail(ChainLoadException e) {
    switch (e.kind()) {
      case INTERRUPTED -> log.info("Shutdown requested. Exiting.");
      case REBUILD -> failForRebuild(e, "-reindex or -reindex-chainstate");
      case REBUILD_INDEX -> failForRebuild(e, "-reindex");
      case REBUILD_COINS -> failForRebuild(e, "-reindex-chainstate");
      case FATAL -> host.fail(String.valueOf(e.getMessage()));
    }
  }

  private void failForRebuild(ChainLoadException e, String remedy) {
    log.error("{}", e.getMessage());
    host.failForDecision(e.shown() + ".\nPlease restart with " + remedy + " to recover.");
  }

  private void enter(String text) {
    stage = Optional.of(text);
    log.info("init message: {}", text);
    stageListeners.forEach(listener -> listener.accept(text));
  }

  /** Adds somebody who hears of every stage; empty text when the node is ready. */
  void onStage(Consumer<String> listener) {
    stageListeners.add(listener);
  }

  void removeStageListener(Consumer<String> listener) {
    stageListeners.remove(listener);
  }

  /** Returns the running node, empty while it is being loaded. */
  Optional<NodeCore> running() {
    synchronized (lock) {
      return registration == null ? Optional.empty() : Optional.ofNullable(core);
    }
  }

  @Override
  public Optional<String> stage() {
    return stage;
  }

  /** Ends the node. Whoever used it is stopped before, as its service goes first. */
  @Deactivate
  public void stop() {
    ServiceRegistration<NodeCore> registered;
    synchronized (lock) {
      ended = true;
      registered = registration;
      registration = null;
      if (readyAction != null) {
        readyAction.close();
      }
    }
    if (registered != null) {
      registered.unregister();
    }
    boolean interrupted = joinStarter();
    NodeCore running;
    synchronized (lock) {
      running = core;
      core = null;
    }
    if (running != null) {
      running.close();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean joinStarter() {
    boolean interrupted = false;
    while (starter.isAlive()) {
      try {
        starter.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    return interrupted;
  }
}
