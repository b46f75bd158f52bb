// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.moneyrocket.interfaces.RemoteCallException;
import org.moneyrocket.interfaces.RemoteCallException.Reason;
import org.moneyrocket.interfaces.call.CallToken;
import org.moneyrocket.interfaces.call.Deadline;
import org.moneyrocket.interfaces.call.DeadlineExceededException;

/** Interrupting a caller, deadlines, and what the running method learns. */
public class CancelTest {
  @Rule public final Timeout timeout = Timeout.seconds(60);

  public interface Work {
    void sleep() throws InterruptedException;

    String sleepUndeclared();

    int spin();

    void stubborn(int millis);

    int quick(int value);

    String through(Work back);
  }

  private static final class Service implements Work {
    final CountDownLatch entered = new CountDownLatch(1);
    final AtomicInteger interruptedQuickCalls = new AtomicInteger();

    @Override
    public void sleep() throws InterruptedException {
      entered.countDown();
      Thread.sleep(30_000);
    }

    @Override
    public String sleepUndeclared() {
      entered.countDown();
      try {
        Thread.sleep(30_000);
        return "slept";
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }

    @Override
    public int spin() {
      entered.countDown();
      CallToken token = CallToken.current();
      int rounds = 0;
      while (!token.isCancelled()) {
        rounds++;
        Thread.onSpinWait();
      }
      return rounds;
    }

    @Override
    public void stubborn(int millis) {
      entered.countDown();
      long until = System.nanoTime() + millis * 1_000_000L;
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
    }

    @Override
    public int quick(int value) {
      if (Thread.currentThread().isInterrupted()) {
        interruptedQuickCalls.incrementAndGet();
      }
      return value;
    }

    @Override
    public String through(Work back) {
      return back.sleepUndeclared();
    }
  }

  private Pair pair;
  private Service service;
  private Work work;

  @Before
  public void connect() throws Exception {
    pair = new Pair(s -> s.withGrace(Duration.ofMillis(300)), s -> s);
    service = new Service();
    work = pair.offer(Work.class, service);
  }

  @After
  public void disconnect() {
    pair.close();
  }

  private interface Body {
    void run() throws Exception;
  }

  /** Runs {@code body} on a thread that is interrupted once the service is inside. */
  private Throwable interrupted(Body body, AtomicReference<Boolean> flag) throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                body.run();
              } catch (Exception e) {
                thrown.set(e);
              }
              flag.set(Thread.currentThread().isInterrupted());
            });
    caller.start();
    assertThat(service.entered.await(10, TimeUnit.SECONDS)).isTrue();
    caller.interrupt();
    caller.join();
    return thrown.get();
  }

  @Test
  public void interruptingTheCallerInterruptsTheMethod() throws Exception {
    AtomicReference<Boolean> flag = new AtomicReference<>();
    Throwable thrown = interrupted(work::sleep, flag);
    assertThat(thrown).isInstanceOf(InterruptedException.class);
    assertThat(flag.get()).isFalse();
    assertThat(work.quick(3)).isEqualTo(3);
    assertThat(service.interruptedQuickCalls).hasValue(0);
  }

  @Test
  public void whereTheInterruptionIsNotDeclaredTheCallCountsAsCancelled() throws Exception {
    AtomicReference<Boolean> flag = new AtomicReference<>();
    Throwable thrown = interrupted(work::sleepUndeclared, flag);
    assertThat(thrown)
        .isInstanceOfSatisfying(
            RemoteCallException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CANCELLED));
    assertThat(flag.get()).isTrue();
  }

  @Test
  public void theTokenOfTheRunningMethodIsSet() throws Exception {
    AtomicReference<Boolean> flag = new AtomicReference<>();
    assertThat(interrupted(work::spin, flag)).isNull();
    assertThat(flag.get()).isTrue();
  }

  @Test
  public void aCallerThatIsInterruptedBeforeItCallsCancelsAtOnce() {
    Thread.currentThread().interrupt();
    assertThat(work.spin()).isNotNegative();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  public void cancellationGoesThroughACallback() throws Exception {
    // The callback runs on the caller; its sleep is what the interruption meets.
    AtomicReference<Boolean> flag = new AtomicReference<>();
    Throwable thrown = interrupted(() -> work.through(service), flag);
    assertThat(thrown).isInstanceOf(RemoteCallException.class);
    assertThat(work.quick(1)).isEqualTo(1);
  }

  @Test
  public void aMethodThatDoesNotEndLosesItsLaneAfterTheGraceTime() throws Exception {
    AtomicReference<Boolean> flag = new AtomicReference<>();
    long start = System.nanoTime();
    Throwable thrown = interrupted(() -> work.stubborn(3000), flag);
    assertThat(System.nanoTime() - start).isLessThan(2_500_000_000L);
    assertThat(thrown)
        .isInstanceOfSatisfying(
            RemoteCallException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CANCELLED))
        .hasMessage(
            "Work.stubborn: node 2 did not end the call within 300 ms after it was cancelled");
    assertThat(pair.client.isOpen()).isTrue();
    assertThat(work.quick(1)).isEqualTo(1);
  }

  @Test
  public void aDeadlineCancelsTheCall() throws Exception {
    long start = System.nanoTime();
    assertThatThrownBy(
            () ->
                Deadline.within(
                    Duration.ofMillis(50),
                    () -> {
                      work.sleep();
                      return 0;
                    }))
        .isInstanceOf(DeadlineExceededException.class);
    assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(work.quick(2)).isEqualTo(2);
    assertThat(Deadline.within(Duration.ofSeconds(20), () -> work.quick(4))).isEqualTo(4);
  }

  @Test
  public void aLateCancellationNeverHitsTheNextCall() throws Exception {
    AtomicInteger wrong = new AtomicInteger();
    Thread caller =
        new Thread(
            () -> {
              for (int i = 0; i < 20_000; i++) {
                if (work.quick(i) != i) {
                  wrong.incrementAndGet();
                }
                Thread.interrupted();
              }
            });
    caller.start();
    while (caller.isAlive()) {
      caller.interrupt();
      Thread.sleep(0, 50_000);
    }
    assertThat(wrong).hasValue(0);
    assertThat(pair.client.isOpen()).isTrue();
    // Interruptions meant for a call that has just begun may be seen; those of others may not.
    for (int i = 0; i < 100; i++) {
      work.quick(i);
    }
    int before = service.interruptedQuickCalls.get();
    for (int i = 0; i < 1000; i++) {
      work.quick(i);
    }
    assertThat(service.interruptedQuickCalls).hasValue(before);
  }
}
