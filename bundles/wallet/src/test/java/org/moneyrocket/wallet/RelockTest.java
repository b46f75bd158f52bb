// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.After;
import org.junit.Test;

public class RelockTest {
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

  @After
  public void end() {
    timer.shutdownNow();
  }

  @Test
  public void anAppointmentThatIsBeingKeptLocksNothingOnceAnotherWasMade() throws Exception {
    CountDownLatch keeping = new CountDownLatch(1);
    CountDownLatch replaced = new CountDownLatch(1);
    CountDownLatch kept = new CountDownLatch(1);
    AtomicInteger locked = new AtomicInteger();
    Relock relock =
        new Relock(
            timer,
            due -> {
              keeping.countDown();
              await(replaced);
              if (due.getAsBoolean()) {
                locked.incrementAndGet();
              }
              return true;
            });
    relock.schedule(Duration.ZERO, 1);
    keeping.await();
    relock.schedule(Duration.ofHours(1), 3600);
    replaced.countDown();
    timer.execute(kept::countDown);
    kept.await();

    assertThat(locked).hasValue(0);
    assertThat(relock.unlockedUntil()).isEqualTo(3600);
  }

  @Test
  public void anAppointmentThatHasToWaitIsTriedAgain() throws Exception {
    CountDownLatch tries = new CountDownLatch(3);
    Relock relock =
        new Relock(
            timer,
            due -> {
              tries.countDown();
              return tries.getCount() == 0;
            });
    relock.schedule(Duration.ZERO, 1);
    tries.await();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
