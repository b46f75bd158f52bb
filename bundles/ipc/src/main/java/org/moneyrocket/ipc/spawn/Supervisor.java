// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.spawn;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.ipc.connection.Authentication;
import org.moneyrocket.ipc.connection.Connection;
import org.moneyrocket.settings.StartException;
import org.moneyrocket.settings.process.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one child process running: starts it, connects to it, starts it again with back-off when it
 * ends, and ends it when this process ends. One thread per child.
 */
public final class Supervisor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger("ipc");

  private static final long FIRST_WAIT_MILLIS = 100;
  private static final long LAST_WAIT_MILLIS = 10_000;
  private static final long HEALTHY_MILLIS = 30_000;
  // How long the first start may take until an error counts as one of running, not of starting.
  private static final long START_MILLIS = 60_000;
  // A wallet may have much to write; databases must not be cut off.
  private static final long STOP_SECONDS = 60;
  // As long as a node gives itself to write its chain state.
  private static final long STOP_NODE_SECONDS = 600;
  private static final long TERMINATE_SECONDS = 10;
  // How much later than its end of the connection a process that ends by itself may be gone.
  private static final long FAREWELL_SECONDS = 1;

  /** What a supervisor tells the process it belongs to. */
  public interface Listener {
    /** The child has a warning for the user. */
    void warning(String text);

    /**
     * The child could not start for a reason the user must mend. It is not started again.
     *
     * @param text the sentence for the user, without "Error: "
     */
    void startFailed(String text);

    /**
     * The child has ended by itself and in order, as after a request to stop that was made to it.
     *
     * @return whether to leave it at that instead of starting it again
     */
    boolean endedInOrder();

    /** State, process id or detail changed. */
    void changed();
  }

  private final String name;
  private final List<String> command;
  private final Supplier<byte[]> options;
  private final Link link;
  private final Listener listener;
  private final Thread thread;

  /** Guards everything below. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition wake = lock.newCondition();
  private @Nullable ChildProcess child;
  private @Nullable Connection connection;
  private ChildState state = ChildState.STARTING;
  private String detail = "";
  private boolean stopping;
  private boolean restartAsked;

  /** There will be no connection to the process that runs now; it was asked to end by a signal. */
  private boolean givenUp;

  /**
   * Makes a supervisor; {@link #start} begins.
   *
   * @param name role of the child, for example {@code wallet}
   * @param command program and arguments
   * @param options gives what each new process reads from its standard input before all else; may
   *     throw {@link StartException}
   */
  public Supervisor(
      String name, List<String> command, Supplier<byte[]> options, Link link, Listener listener) {
    this.name = name;
    this.command = List.copyOf(command);
    this.options = options;
    this.link = link;
    this.listener = listener;
    this.thread = new Thread(this::supervise, "ipc-child-" + name);
  }

  /** Starts the child and goes on supervising it. */
  public void start() {
    thread.start();
  }

  /** Returns the role of the child. */
  public String name() {
    return name;
  }

  /** Returns what the child is doing. */
  public ChildState state() {
    lock.lock();
    try {
      return state;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the process id of the child, -1 while there is none. */
  public long pid() {
    lock.lock();
    try {
      return child == null ? -1 : child.pid();
    } finally {
      lock.unlock();
    }
  }

  /** Returns how the last process ended, empty if none has by itself. */
  public String detail() {
    lock.lock();
    try {
      return detail;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the child and starts it again at once. Returns before that has happened. */
  public void restart() {
    lock.lock();
    try {
      if (stopping) {
        return;
      }
      restartAsked = true;
      if (child == null) {
        wake.signalAll();
      } else {
        setState(ChildState.RESTARTING);
        sayGoodbye();
      }
    } finally {
      lock.unlock();
    }
    tellChanged();
  }

  /** Asks the child to end and starts no other. Returns at once; {@link #close} waits. */
  public void stop() {
    lock.lock();
    try {
      if (stopping) {
        return;
      }
      stopping = true;
      setState(ChildState.STOPPING);
      sayGoodbye();
      wake.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the child and waits for that; a child that does not end by itself is killed. */
  @Override
  public void close() {
    stop();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // The end of the connection is what a child takes as the request to end. Before there is a
  // connection, only a signal reaches it.
  private void sayGoodbye() {
    if (connection != null) {
      connection.close();
    } else if (child != null) {
      child.terminate();
    }
  }

  private void setState(ChildState next) {
    state = next;
  }

  private void supervise() {
    BackOff backOff = new BackOff(FIRST_WAIT_MILLIS, LAST_WAIT_MILLIS, HEALTHY_MILLIS);
    boolean firstRun = true;
    try {
      while (!isStopping()) {
        long began = System.nanoTime();
        Run run = runOnceWhateverComes();
        long ranMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        if (isStopping()) {
          return;
        }
        if (run.status() == 0 && !isRestartAsked() && listener.endedInOrder()) {
          change(ChildState.STOPPING);
          return;
        }
        boolean duringStart = firstRun && !run.started() && ranMillis < START_MILLIS;
        if (duringStart && !run.error().isEmpty()) {
          change(ChildState.FAILED);
          listener.startFailed(run.error());
          return;
        }
        firstRun = false;
        waitBeforeRestart(backOff.after(ranMillis));
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread but a virtual machine that ends.
      Thread.currentThread().interrupt();
    }
  }

  private record Run(int status, String error, boolean started) {}

  /** A child is supervised as long as this process runs, whatever goes wrong with one run of it. */
  private Run runOnceWhateverComes() throws InterruptedException {
    try {
      return runOnce();
    } catch (RuntimeException | Error e) {
      log.error("The {} process could not be supervised", name, e);
      ChildProcess left = running();
      if (left != null) {
        left.terminate();
        killUnlessItEnds(left);
      }
      return ended("failed: " + e, new Run(-1, "", false));
    }
  }

  private @Nullable ChildProcess running() {
    lock.lock();
    try {
      return child;
    } finally {
      lock.unlock();
    }
  }

  private Run runOnce() throws InterruptedException {
    ChildProcess process;
    byte[] handedOver;
    try {
      handedOver = options.get();
      process = ChildProcess.start(name, command, listener::warning);
    } catch (StartException e) {
      return ended("cannot be started: " + e.text(), new Run(-1, e.text(), false));
    } catch (IOException e) {
      log.error("Cannot start the {} process: {}", name, e.getMessage());
      return ended("cannot be started: " + e.getMessage(), new Run(-1, "", false));
    }
    if (adopt(process)) {
      connect(process, handedOver);
    }
    int status = awaitEnd(process);
    if (isGivenUp() && (status == 0 || process.error().isEmpty())) {
      // Its status is the answer to our signal: it has neither failed nor ended in order.
      log.warn(
          "The {} process {} was ended, as there was no connection to it", name, process.pid());
      return ended("", new Run(-1, "", false));
    }
    String how =
        "ended with status " + status + (process.error().isEmpty() ? "" : ": " + process.error());
    if (status == 0 || isStopping()) {
      log.info("The {} process {} {}", name, process.pid(), how);
    } else {
      log.warn("The {} process {} {}", name, process.pid(), how);
    }
    return ended(how, new Run(status, process.error(), process.isStarted()));
  }

  private boolean adopt(ChildProcess process) {
    lock.lock();
    try {
      child = process;
      givenUp = false;
      if (stopping) {
        process.terminate();
        return false;
      }
      setState(ChildState.STARTING);
    } finally {
      lock.unlock();
    }
    tellChanged();
    return true;
  }

  private void connect(ChildProcess process, byte[] handedOver) throws InterruptedException {
    Connection made;
    try {
      process.control().send(handedOver);
      made =
          link.connect(process.control(), Authentication.inherited(), Link.Kind.SPAWNED, end -> {});
    } catch (IOException | RuntimeException | Error e) {
      if (!isStopping()) {
        log.warn("No connection to the {} process {}: {}", name, process.pid(), e.toString());
      }
      // The usual reason is that it ended at once; then its end says more than this.
      if (!process.awaitEnd(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
        giveUp(process);
      }
      process.control().close();
      return;
    }
    lock.lock();
    try {
      connection = made;
      if (stopping) {
        made.close();
        return;
      }
      setState(ChildState.RUNNING);
    } finally {
      lock.unlock();
    }
    tellChanged();
  }

  private void giveUp(ChildProcess process) {
    lock.lock();
    try {
      givenUp = true;
    } finally {
      lock.unlock();
    }
    process.terminate();
  }

  private int awaitEnd(ChildProcess process) throws InterruptedException {
    while (!process.awaitEnd(1, TimeUnit.SECONDS)) {
      boolean asked;
      boolean signalled;
      lock.lock();
      try {
        asked =
            stopping
                || state == ChildState.RESTARTING
                || (connection != null && connection.end().isPresent());
        // Without a connection it has got the signal already.
        signalled = givenUp || (asked && connection == null);
      } finally {
        lock.unlock();
      }
      if (signalled) {
        killUnlessItEnds(process);
      } else if (asked && !process.awaitEnd(stopSeconds(), TimeUnit.SECONDS)) {
        process.terminate();
        killUnlessItEnds(process);
      }
    }
    return process.awaitEnd();
  }

  private long stopSeconds() {
    return name.equals(Role.NODE.id()) ? STOP_NODE_SECONDS : STOP_SECONDS;
  }

  private static void killUnlessItEnds(ChildProcess process) throws InterruptedException {
    if (!process.awaitEnd(TERMINATE_SECONDS, TimeUnit.SECONDS)) {
      process.kill();
    }
  }

  private Run ended(String how, Run run) {
    lock.lock();
    try {
      child = null;
      if (connection != null) {
        connection.close();
        connection = null;
      }
      detail = how;
      setState(stopping ? ChildState.STOPPING : ChildState.RESTARTING);
    } finally {
      lock.unlock();
    }
    tellChanged();
    return run;
  }

  private void waitBeforeRestart(long millis) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (!stopping && !restartAsked && left > 0) {
        left = wake.awaitNanos(left);
      }
      restartAsked = false;
    } finally {
      lock.unlock();
    }
  }

  private void tellChanged() {
    try {
      listener.changed();
    } catch (RuntimeException | Error e) {
      log.error("A listener to the state of the {} process failed", name, e);
    }
  }

  private void change(ChildState next) {
    lock.lock();
    try {
      setState(next);
    } finally {
      lock.unlock();
    }
    tellChanged();
  }

  private boolean isRestartAsked() {
    lock.lock();
    try {
      return restartAsked;
    } finally {
      lock.unlock();
    }
  }

  private boolean isGivenUp() {
    lock.lock();
    try {
      return givenUp;
    } finally {
      lock.unlock();
    }
  }

  private boolean isStopping() {
    lock.lock();
    try {
      return stopping;
    } finally {
      lock.unlock();
    }
  }
}
