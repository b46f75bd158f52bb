// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.moneyrocket.interfaces.RemoteCallException;
import org.moneyrocket.ipc.lane.Descriptor;

/** Which thread runs what. */
public class ThreadsTest {
  public interface Hop {
    int down(Hop back, int depth);
  }

  public interface Threads {
    long current();

    int remember(int value);

    void waitFor(int millis) throws InterruptedException;

    long throughBack(Hop back);

    boolean lockedNested(Hop back);

    void keep(Hop later);

    long callKeptOnNewThread() throws InterruptedException;
  }

  private static final class Service implements Threads {
    final ThreadLocal<Integer> remembered = ThreadLocal.withInitial(() -> 0);
    final ReentrantLock lock = new ReentrantLock();
    volatile Hop kept;

    @Override
    public long current() {
      return Thread.currentThread().threadId();
    }

    @Override
    public int remember(int value) {
      int before = remembered.get();
      remembered.set(value);
      return before;
    }

    @Override
    public void waitFor(int millis) throws InterruptedException {
      Thread.sleep(millis);
    }

    @Override
    public long throughBack(Hop back) {
      back.down(null, 0);
      return Thread.currentThread().threadId();
    }

    @Override
    public boolean lockedNested(Hop back) {
      lock.lock();
      try {
        return back.down(null, 0) == 1;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void keep(Hop later) {
      kept = later;
    }

    @Override
    public long callKeptOnNewThread() throws InterruptedException {
      AtomicInteger result = new AtomicInteger();
      Thread thread = new Thread(() -> result.set(kept.down(null, 0)), "keeper");
      thread.start();
      thread.join();
      return result.get();
    }
  }

  private Pair pair;
  private Service service;
  private Threads threads;

  @Before
  public void connect() throws Exception {
    pair = new Pair();
    service = new Service();
    threads = pair.offer(Threads.class, service);
  }

  @After
  public void disconnect() {
    pair.close();
  }

  @Test
  public void allCallsOfAThreadRunOnOneThreadOfThePeerAndThoseOfAnotherOnAnother()
      throws Exception {
    long first = threads.current();
    assertThat(first).isNotEqualTo(Thread.currentThread().threadId());
    assertThat(threads.current()).isEqualTo(first);
    assertThat(CompletableFuture.supplyAsync(threads::current, r -> new Thread(r).start()).get())
        .isNotEqualTo(first);
    assertThat(threads.current()).isEqualTo(first);
  }

  @Test
  public void threadLocalsOfTheServingThreadStay() throws Exception {
    assertThat(threads.remember(7)).isZero();
    assertThat(threads.remember(8)).isEqualTo(7);
    CompletableFuture<Integer> other =
        CompletableFuture.supplyAsync(() -> threads.remember(9), r -> new Thread(r).start());
    assertThat(other.get()).isZero();
    assertThat(threads.remember(0)).isEqualTo(8);
  }

  @Test
  public void theServingThreadIsNamedAfterTheCaller() throws Exception {
    AtomicReference<String> seen = new AtomicReference<>();
    Hop hop =
        pair.offer(
            Hop.class,
            (back, depth) -> {
              seen.set(Thread.currentThread().getName());
              return 0;
            });
    Thread caller = new Thread(() -> hop.down(null, 0), "wallet-scan");
    caller.start();
    caller.join();
    assertThat(seen).hasValue("ipc-gui-wallet-scan");
  }

  @Test
  public void aCallbackRunsOnTheThreadThatWaits() {
    AtomicReference<Thread> ranOn = new AtomicReference<>();
    threads.throughBack(
        (back, depth) -> {
          ranOn.set(Thread.currentThread());
          return 0;
        });
    assertThat(ranOn.get()).isSameAs(Thread.currentThread());
  }

  @Test
  public void aCallInsideACallbackRunsOnTheThreadOfTheOuterCall() {
    long server = threads.current();
    AtomicReference<Long> nested = new AtomicReference<>();
    threads.throughBack(
        (back, depth) -> {
          nested.set(threads.current());
          return 0;
        });
    assertThat(nested.get()).isEqualTo(server);
  }

  @Test
  public void nestingGoesToAnyDepthOnTheSameTwoThreads() throws Exception {
    List<Long> there = new CopyOnWriteArrayList<>();
    List<Long> here = new CopyOnWriteArrayList<>();
    Hop remote =
        pair.offer(
            Hop.class,
            new Hop() {
              @Override
              public int down(Hop back, int depth) {
                there.add(Thread.currentThread().threadId());
                return depth == 0 ? 0 : 1 + back.down(this, depth - 1);
              }
            });
    Hop local =
        new Hop() {
          @Override
          public int down(Hop back, int depth) {
            here.add(Thread.currentThread().threadId());
            return depth == 0 ? 0 : 1 + back.down(this, depth - 1);
          }
        };
    assertThat(remote.down(local, 30)).isEqualTo(30);
    assertThat(there).hasSize(16).containsOnly(there.get(0));
    assertThat(here).hasSize(15).containsOnly(Thread.currentThread().threadId());
  }

  @Test
  public void nestingBeyondTheLimitIsRefusedAndTheLaneStaysUsable() throws Exception {
    Hop remote =
        pair.offer(
            Hop.class,
            new Hop() {
              @Override
              public int down(Hop back, int depth) {
                return back.down(this, depth);
              }
            });
    Hop local =
        new Hop() {
          @Override
          public int down(Hop back, int depth) {
            return back.down(this, depth);
          }
        };
    assertThatThrownBy(() -> remote.down(local, 1))
        .isInstanceOf(RemoteCallException.class)
        .hasMessageContaining("nested more than 64 deep");
    assertThat(threads.remember(1)).isZero();
  }

  @Test
  public void locksTakenBeforeACallbackCanBeTakenAgainInsideIt() {
    ReentrantLock mine = new ReentrantLock();
    mine.lock();
    try {
      boolean result =
          threads.lockedNested(
              (back, depth) -> {
                assertThat(mine.isHeldByCurrentThread()).isTrue();
                return threads.lockedNested((b, d) -> 1) ? 1 : 0;
              });
      assertThat(result).isTrue();
    } finally {
      mine.unlock();
    }
  }

  @Test
  public void aStoredCallbackCalledByAnotherThreadRunsOnAThreadMadeForIt() throws Exception {
    AtomicReference<Thread> ranOn = new AtomicReference<>();
    threads.keep(
        (back, depth) -> {
          ranOn.set(Thread.currentThread());
          return 5;
        });
    assertThat(threads.callKeptOnNewThread()).isEqualTo(5);
    assertThat(ranOn.get()).isNotSameAs(Thread.currentThread());
    assertThat(ranOn.get().getName()).isEqualTo("ipc-node-keeper");
  }

  @Test
  public void aThreadMayCallOverSeveralConnections() throws Exception {
    try (Pair other = new Pair()) {
      Threads second = other.offer(Threads.class, new Service());
      assertThat(second.current()).isNotEqualTo(threads.current());
      assertThat(second.remember(1)).isZero();
      assertThat(threads.remember(2)).isZero();
      assertThat(second.remember(1)).isEqualTo(1);
    }
  }

  @Test
  public void callsOfDifferentThreadsDoNotWaitForEachOther() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    Hop slow =
        pair.offer(
            Hop.class,
            (back, depth) -> {
              inside.countDown();
              try {
                leave.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return 0;
            });
    Thread waiting = new Thread(() -> slow.down(null, 0));
    waiting.start();
    assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(threads.remember(1)).isZero();
    leave.countDown();
    waiting.join();
  }

  @Test
  public void requestsOfOneThreadAreAnsweredInOrder() throws Exception {
    List<Integer> order = new ArrayList<>();
    Hop hop =
        pair.offer(
            Hop.class,
            (back, depth) -> {
              order.add(depth);
              return depth;
            });
    for (int i = 0; i < 100; i++) {
      assertThat(hop.down(null, i)).isEqualTo(i);
    }
    assertThat(order).hasSize(100).isSorted();
  }

  @Test
  public void aVirtualThreadIsRefusedWithAClearError() throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                threads.current();
              } catch (RemoteCallException e) {
                thrown.set(e);
              }
            })
        .join();
    assertThat(thrown.get())
        .hasMessage(
            "Threads.current: a virtual thread cannot call another process,"
                + " only a platform thread can");
  }

  @Test
  public void threadsThatComeAndGoLeaveNothingBehind() throws Exception {
    threads.current();
    int descriptors = Descriptor.openCount();
    int before = Thread.activeCount();
    int clients = 1000;
    AtomicInteger answers = new AtomicInteger();
    for (int i = 0; i < clients; i++) {
      int number = i;
      Thread client =
          new Thread(
              () -> {
                threads.throughBack((back, depth) -> 0);
                threads.remember(number);
                answers.incrementAndGet();
              });
      client.start();
      if (i % 8 == 0) {
        client.join();
      }
    }
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (System.nanoTime() < until
        && (answers.get() < clients
            || pair.client.lanes().open() > 1
            || pair.server.lanes().open() > 1)) {
      Thread.sleep(20);
    }
    assertThat(answers).hasValue(clients);
    assertThat(pair.client.lanes().open()).isEqualTo(1);
    assertThat(pair.server.lanes().open()).isEqualTo(1);
    assertThat(pair.client.statistics().lanesOpened()).isGreaterThanOrEqualTo(clients);
    assertThat(Descriptor.openCount()).isLessThanOrEqualTo(descriptors);
    while (System.nanoTime() < until && Thread.activeCount() > before + 2) {
      Thread.sleep(20);
    }
    assertThat(Thread.activeCount()).isLessThanOrEqualTo(before + 2);
    while (System.nanoTime() < until && pair.client.given().size() > 0) {
      System.gc();
      Thread.sleep(50);
    }
    assertThat(pair.client.given().size()).isZero();
    assertThat(pair.server.statistics().objectsHeld()).isZero();
  }
}
