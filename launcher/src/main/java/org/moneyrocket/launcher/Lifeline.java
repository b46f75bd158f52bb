// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.settings.process.HostProcess;
import org.moneyrocket.settings.process.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when and with which status this process ends. The main thread waits here; bundles, signal
 * handlers and the parent's connection ask for the end.
 */
final class Lifeline implements HostProcess {
  private static final Logger log = LoggerFactory.getLogger(Lifeline.class);

  /** Names the process that decides when a child ends. */
  static final String PARENT_VARIABLE = "MONEYROCKET_PARENT";

  /** Before there are bundles there is nothing to put away. */
  private static final Duration BEFORE_BUNDLES = Duration.ofSeconds(1);

  /** What the service unit of Bitcoin Core gives its node to write the chain state. */
  private static final Duration NODE = Duration.ofMinutes(10);

  private static final Duration OTHERS = Duration.ofSeconds(30);

  /** Who has started a node waits for it, and has something to put away itself. */
  private static final Duration PARENT_OF_NODE = NODE.plus(OTHERS);

  /** With what it takes to notice and to go, less than a second. */
  private static final Duration ORPHAN = Duration.ofMillis(500);

  /** Writing the chain state needs little memory; what is stored is whole if this is too short. */
  private static final Duration OUT_OF_MEMORY = Duration.ofMinutes(2);

  /** What is set free for the end of a process whose heap is full. */
  private static final int RESERVE_BYTES = 1 << 20;

  private final String program;
  private final Profile profile;
  private final Path home;
  private final List<String> arguments;
  private final boolean child;
  private final Console console;
  private final CountDownLatch end = new CountDownLatch(1);
  private final Watchdog watchdog;

  /** Guards the fields below; nothing is called while it is held. */
  private final Object lock = new Object();

  private final List<Runnable> stopActions = new ArrayList<>();
  private byte @Nullable [] reserve = new byte[RESERVE_BYTES];
  private boolean stopping;
  private boolean hasBundles;
  private int status;

  private final StartGate start = new StartGate();
  private final Registration mainPart = start.delay();
  private final Registration bundles = start.delay();

  /**
   * Makes the lifeline of a process.
   *
   * @param child whether another of our processes decides when this one ends
   */
  Lifeline(
      String program,
      Profile profile,
      Path home,
      List<String> arguments,
      boolean child,
      Console console) {
    this.program = program;
    this.profile = profile;
    this.home = home;
    this.arguments = List.copyOf(arguments);
    this.child = child;
    this.console = console;
    this.watchdog =
        new Watchdog(
            Watchdog::currentParent,
            child ? parent() : OptionalLong.empty(),
            this::orphaned,
            this::halt);
    onStarted(console::started);
  }

  private static OptionalLong parent() {
    String named = System.getenv(PARENT_VARIABLE);
    return named == null ? Watchdog.currentParent() : OptionalLong.of(Long.parseLong(named));
  }

  // Not exit(): its hooks could wait for what this process hangs in.
  private void halt() {
    Runtime.getRuntime().halt(Math.max(1, status()));
  }

  /** Says that bundles are started from now on, which need time to stop. */
  void startsBundles() {
    synchronized (lock) {
      hasBundles = true;
    }
  }

  private Duration limit() {
    synchronized (lock) {
      if (!hasBundles) {
        return BEFORE_BUNDLES;
      }
    }
    return limit(profile);
  }

  /** Returns how long the end of a process may take whose bundles have been started. */
  static Duration limit(Profile profile) {
    if (profile.children().contains(Role.NODE)) {
      return PARENT_OF_NODE;
    }
    return profile.roles().contains(Role.NODE) ? NODE : OTHERS;
  }

  /** Says that all bundles have stopped: what is still done takes as long as the user likes. */
  void bundlesStopped() {
    watchdog.disarm();
  }

  @Override
  public String program() {
    return program;
  }

  @Override
  public Set<Role> roles() {
    return profile.roles();
  }

  @Override
  public Path profile() {
    return profile.file();
  }

  @Override
  public Path home() {
    return home;
  }

  @Override
  public List<String> arguments() {
    return arguments;
  }

  @Override
  public boolean isChild() {
    return child;
  }

  @Override
  public void stop(String reason) {
    if (end(0)) {
      log.debug("Stopping: {}", reason);
    }
  }

  @Override
  public void stopOrphaned(String reason) {
    armForOrphan();
    log.info("Stopping: {}", reason);
    end(0);
  }

  private void armForOrphan() {
    watchdog.arm(profile.roles().contains(Role.NODE) ? limit() : ORPHAN);
  }

  // On the watchdog's thread, which waits for nobody: not even for actions at the end.
  private void orphaned() {
    armForOrphan();
    Thread.ofPlatform()
        .daemon()
        .name("orphaned")
        .start(() -> stopOrphaned("the process that started this one is gone"));
  }

  /** Asks for the end since no more memory was found; only the first time counts. */
  void outOfMemory() {
    watchdog.arm(OUT_OF_MEMORY);
    synchronized (lock) {
      if (reserve == null) {
        return;
      }
      reserve = null;
    }
    fail(
        "Out of memory: the Java heap of at most "
            + (Runtime.getRuntime().maxMemory() >> 20)
            + " MiB is full. What is stored is safe. Start again with a larger -maxheap=<MiB>, or"
            + " lower -maxmempool or -maxconnections.");
  }

  @Override
  public void fail(String text) {
    fail(text, console::error);
  }

  @Override
  public void failForDecision(String text) {
    fail(text, console::decision);
  }

  private void fail(String text, Consumer<String> shown) {
    boolean first;
    synchronized (lock) {
      first = status == 0;
      status = 1;
    }
    if (first) {
      log.error("{}", text);
      shown.accept(text);
    }
    end(1);
  }

  @Override
  public void warn(String text) {
    log.warn("{}", text);
    console.warning(text);
  }

  @Override
  public boolean isStopping() {
    synchronized (lock) {
      return stopping;
    }
  }

  @Override
  public Registration onStop(Runnable action) {
    synchronized (lock) {
      if (!stopping) {
        stopActions.add(action);
        return () -> {
          synchronized (lock) {
            stopActions.remove(action);
          }
        };
      }
    }
    action.run();
    return () -> {};
  }

  @Override
  public void started() {
    mainPart.close();
  }

  @Override
  public Registration delayStart() {
    return start.delay();
  }

  @Override
  public Registration onStarted(Runnable action) {
    return start.onOpen(
        () -> {
          // Who fails does not start any more.
          if (!isStopping()) {
            action.run();
          }
        });
  }

  /** Says that all bundles have been started and no part is missing. */
  void bundlesStarted() {
    bundles.close();
  }

  /** Tells whether the start is complete. */
  boolean isStarted() {
    return start.isOpen();
  }

  /** Waits until somebody asks for the end. */
  void awaitEnd() throws InterruptedException {
    end.await();
  }

  /** Returns the status to exit with. */
  int status() {
    synchronized (lock) {
      return status;
    }
  }

  private boolean end(int newStatus) {
    @Nullable List<Runnable> actions = null;
    synchronized (lock) {
      status = Math.max(status, newStatus);
      if (!stopping) {
        stopping = true;
        actions = List.copyOf(stopActions);
        stopActions.clear();
      }
    }
    if (actions == null) {
      return false;
    }
    watchdog.arm(limit());
    for (Runnable action : actions) {
      try {
        action.run();
      } catch (RuntimeException | Error e) {
        log.error("An action at the end of the process failed", e);
      }
    }
    end.countDown();
    return true;
  }
}
