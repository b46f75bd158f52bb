// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  private final String program;
  private final Profile profile;
  private final Path home;
  private final List<String> arguments;
  private final boolean child;
  private final Console console;
  private final CountDownLatch end = new CountDownLatch(1);

  /** Guards the fields below; nothing is called while it is held. */
  private final Object lock = new Object();

  private final List<Runnable> stopActions = new ArrayList<>();
  private boolean stopping;
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
    onStarted(console::started);
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
    for (Runnable action : actions) {
      try {
        action.run();
      } catch (RuntimeException e) {
        log.error("An action at the end of the process failed", e);
      }
    }
    end.countDown();
    return true;
  }
}
