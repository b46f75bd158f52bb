// SPDX-License-Identifier: MIT
package org.moneyrocket.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.Test;

public class AllocationCheckTest {
  private static volatile byte[] kept = {};

  @Test
  public void letsPassWhatStaysBelowTheMultiple() {
    AllocationCheck.hold("copy", 100_000, 2, 1000, () -> kept = new byte[100_000]);

    assertThat(kept).hasSize(100_000);
  }

  @Test
  public void failsIfALengthIsBelievedBeforeItIsThere() {
    assertThatThrownBy(
            () -> AllocationCheck.hold("liar", 10, 100, 1000, () -> kept = new byte[1 << 20]))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("liar: 10");
  }

  @Test
  public void countsWhatWasAllocatedBeforeARefusal() {
    var outcome =
        AllocationCheck.measure(
            () -> {
              kept = new byte[1 << 20];
              throw new IOException("refused");
            });

    assertThat(outcome.failed()).isTrue();
    assertThat(outcome.allocatedBytes()).isGreaterThan(1 << 20);
  }
}
