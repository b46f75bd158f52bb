// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.Test;

public class DeadlineTest {
  @Test
  public void interruptsWorkThatTakesTooLong() {
    long start = System.nanoTime();
    assertThatThrownBy(
            () ->
                Deadline.within(
                    Duration.ofMillis(50),
                    () -> {
                      Thread.sleep(20_000);
                      return "never";
                    }))
        .isInstanceOf(DeadlineExceededException.class)
        .hasMessage("no answer within 50 ms");
    assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  public void leavesWorkThatIsInTimeAlone() throws Exception {
    assertThat(Deadline.within(Duration.ofSeconds(30), () -> "done")).isEqualTo("done");
  }

  @Test
  public void letsOtherFailuresThrough() {
    assertThatThrownBy(
            () ->
                Deadline.within(
                    Duration.ofSeconds(30),
                    () -> {
                      throw new IllegalArgumentException("bad");
                    }))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  public void aTokenOfALocalCallFollowsTheInterruption() {
    assertThat(CallToken.current().isCancelled()).isFalse();
    Thread.currentThread().interrupt();
    assertThat(CallToken.current().isCancelled()).isTrue();
    assertThat(Thread.interrupted()).isTrue();
  }
}
