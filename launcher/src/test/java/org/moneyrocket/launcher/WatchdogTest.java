// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;

public class WatchdogTest {
  @Rule public final Timeout timeout = Timeout.seconds(30);

  private final AtomicLong parent = new AtomicLong(1);
  private final AtomicInteger orphaned = new AtomicInteger();
  private final CountDownLatch told = new CountDownLatch(1);
  private final CountDownLatch halted = new CountDownLatch(1);

  private Watchdog watchdog(OptionalLong firstParent) {
    return new Watchdog(
        () -> OptionalLong.of(parent.get()),
        firstParent,
        () -> {
          orphaned.incrementAndGet();
          told.countDown();
        },
        halted::countDown);
  }

  @Test
  public void haltsWhenTheTimeIsUp() throws Exception {
    long start = System.nanoTime();
    watchdog(OptionalLong.empty()).arm(Duration.ofMillis(50));

    assertThat(halted.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(50_000_000L);
  }

  @Test
  public void ofSeveralLimitsTheEarliestCounts() throws Exception {
    Watchdog watchdog = watchdog(OptionalLong.empty());
    watchdog.arm(Duration.ofHours(1));
    watchdog.arm(Duration.ofMillis(20));
    watchdog.arm(Duration.ofHours(1));

    assertThat(halted.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  public void whatWasTakenBackHaltsNothing() throws Exception {
    Watchdog watchdog = watchdog(OptionalLong.empty());
    watchdog.arm(Duration.ofMillis(300));
    watchdog.disarm();

    assertThat(halted.await(600, TimeUnit.MILLISECONDS)).isFalse();
    watchdog.arm(Duration.ofMillis(20));
    assertThat(halted.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  public void tellsOnceThatTheParentIsGone() throws Exception {
    Watchdog watchdog = watchdog(OptionalLong.of(1));
    parent.set(77);

    assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
    watchdog.arm(Duration.ofMillis(500));
    assertThat(halted.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(orphaned).hasValue(1);
  }

  @Test
  public void aParentThatWasGoneBeforeTheFirstLookIsMissedToo() throws Exception {
    watchdog(OptionalLong.of(4711));

    assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  public void whoIsNobodysChildIsNoOrphan() throws Exception {
    Watchdog watchdog = watchdog(OptionalLong.empty());
    parent.set(77);
    watchdog.arm(Duration.ofMillis(500));

    assertThat(halted.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(orphaned).hasValue(0);
  }

  @Test
  public void aTellThatFailsDoesNotEndTheWatch() throws Exception {
    Watchdog watchdog =
        new Watchdog(
            () -> OptionalLong.of(2),
            OptionalLong.of(1),
            () -> {
              told.countDown();
              throw new IllegalStateException("told and failed");
            },
            halted::countDown);
    assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
    watchdog.arm(Duration.ofMillis(10));

    assertThat(halted.await(20, TimeUnit.SECONDS)).isTrue();
  }
}
