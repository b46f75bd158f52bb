// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Test;

public class TimeOffsetsTest {
  private final TimeOffsets offsets = new TimeOffsets();

  @Test
  public void fewPeersSayNothing() {
    for (int i = 0; i < 4; i++) {
      offsets.add(100);
      assertThat(offsets.median()).isZero();
    }
    offsets.add(100);
    assertThat(offsets.median()).isEqualTo(100);
  }

  @Test
  public void theMedianIsNotBentByFewWhoAreFarOff() {
    for (long offset : new long[] {3, -1_000_000, 1, 1_000_000_000, 2}) {
      offsets.add(offset);
    }
    assertThat(offsets.median()).isEqualTo(2);
  }

  @Test
  public void onlyTheLastFiftyCount() {
    for (int i = 0; i < 50; i++) {
      offsets.add(7);
    }
    for (int i = 0; i < 26; i++) {
      offsets.add(9);
    }
    assertThat(offsets.median()).isEqualTo(9);
  }
}
