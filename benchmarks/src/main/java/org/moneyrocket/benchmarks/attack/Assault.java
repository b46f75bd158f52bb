// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.attack;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** One attack under way: its threads, its sockets and what it found out. */
public final class Assault implements AutoCloseable {
  private static final long PAUSE_MILLIS = 200;

  private final Target target;
  private final int attackers;
  private final CountDownLatch over = new CountDownLatch(1);
  private final CountDownLatch scripted;
  private final List<Thread> threads = new ArrayList<>();
  private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();
  private final LongAdder sent = new LongAdder();
  private final LongAdder cutOffs = new LongAdder();
  private volatile @Nullable Finding finding;
  private volatile @Nullable String failure;
  private volatile String lastCutOff = "";

  /** What one attacker does; it may fail, then it is done again. */
  interface Turn {
    void take() throws IOException, InterruptedException;
  }

  /**
   * Something that the attack found out, beside how long the honest waited.
   *
   * @param figure the lower, the better for the node
   * @param slack may be more than the other program's figure by so much
   * @param text for people
   */
  public record Finding(double figure, double slack, String text) {}

  Assault(Target target, int attackers, boolean isScript) {
    this.target = target;
    this.attackers = attackers;
    this.scripted = new CountDownLatch(isScript ? 1 : 0);
  }

  Target target() {
    return target;
  }

  int attackers() {
    return attackers;
  }

  boolean isOver() {
    return over.getCount() == 0;
  }

  /** Sleeps, unless the attack ends meanwhile; then it returns true. */
  boolean pause(Duration time) throws InterruptedException {
    return over.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Starts one thread for each attacker, which takes its turn until the attack ends. */
  void each(Turn turn) {
    for (int i = 0; i < attackers; i++) {
      again(turn);
    }
  }

  /** Starts a thread that takes its turn until the attack ends. */
  void again(Turn turn) {
    start(
        () -> {
          while (!isOver()) {
            try {
              turn.take();
            } catch (IOException e) {
              // The node has had enough of this one; the next comes soon.
              if (!isOver()) {
                cutOffs.increment();
                lastCutOff = e.toString();
              }
              pause(Duration.ofMillis(PAUSE_MILLIS));
            }
          }
        });
  }

  /** Starts a thread that does this once, and whose end is the end of the attack. */
  void script(Turn script) {
    start(
        () -> {
          try {
            script.take();
          } catch (IOException e) {
            failure = e.toString();
          } finally {
            scripted.countDown();
          }
        });
  }

  /** Starts a thread that ends by itself, at the latest when its socket is closed. */
  void beside(Turn work) {
    start(
        () -> {
          try {
            work.take();
          } catch (IOException e) {
            pause(Duration.ZERO); // Its connection has ended: so has its work.
          }
        });
  }

  private interface Work {
    void run() throws InterruptedException, IOException;
  }

  private void start(Work work) {
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("attacker")
            .unstarted(
                () -> {
                  try {
                    work.run();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  } catch (IOException | RuntimeException e) {
                    failure = e.toString();
                  }
                });
    synchronized (threads) {
      threads.add(thread);
    }
    thread.start();
  }

  /** Takes care that a socket is closed when the attack ends, if not before. */
  Socket keep(Socket socket) throws IOException {
    open.add(socket);
    if (isOver()) {
      socket.close();
    }
    return socket;
  }

  /** Closes a socket before the end. */
  void drop(Socket socket) throws IOException {
    open.remove(socket);
    socket.close();
  }

  /** Shakes hands on a socket that is closed when the attack ends. */
  WirePeer greet(Socket socket) throws IOException {
    return WirePeer.greet(keep(socket), false);
  }

  /** Writes, and counts what was written. */
  void write(Socket socket, byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    sent.add(bytes.length);
  }

  void find(double figure, double slack, String text) {
    finding = new Finding(figure, slack, text);
  }

  Optional<Finding> finding() {
    return Optional.ofNullable(finding);
  }

  /** Returns why the attack itself did not work, if it did not. */
  Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /** Returns how often the node, or something else, ended what an attacker did; empty if never. */
  String cutOffs() {
    return cutOffs.sum() == 0 ? "" : "cut off " + cutOffs.sum() + " times, last: " + lastCutOff;
  }

  long sentBytes() {
    return sent.sum();
  }

  /** Waits for so long, or for the end of a script. */
  void await(Duration time) throws InterruptedException {
    if (scripted.getCount() == 0) {
      pause(time);
    } else {
      boolean ended = scripted.await(120, TimeUnit.SECONDS);
      if (!ended) {
        failure = "the script has not ended";
      }
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    over.countDown();
    for (AutoCloseable socket : open) {
      closeQuietly(socket);
    }
    List<Thread> all;
    synchronized (threads) {
      all = List.copyOf(threads);
    }
    for (Thread thread : all) {
      if (!thread.join(Duration.ofSeconds(10))) {
        thread.interrupt();
      }
    }
  }

  private static void closeQuietly(AutoCloseable socket) throws IOException {
    try {
      socket.close();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
