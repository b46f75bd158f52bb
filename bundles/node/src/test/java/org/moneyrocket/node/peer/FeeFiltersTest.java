// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.Test;

public class FeeFiltersTest {
  private final Random random = new Random(1);

  @Test
  public void theHighestStepIsThatOfBitcoinCore() {
    assertThat(FeeFilters.nothingWanted()).isEqualTo(9_936_506);
    assertThat(FeeFilters.rounded(2_100_000_000_000_000L, random)).isEqualTo(9_936_506);
    assertThat(FeeFilters.rounded(0, random)).isZero();
  }

  @Test
  public void aRateBecomesTheStepAboveItOrMoreOftenTheOneBelow() {
    Map<Long, Integer> seen = new HashMap<>();
    for (int i = 0; i < 3000; i++) {
      seen.merge(FeeFilters.rounded(1234, random), 1, Integer::sum);
    }
    // 50 times 1.1 to the 33rd and 34th.
    assertThat(seen.keySet()).containsExactlyInAnyOrder(1161L, 1277L);
    assertThat(seen.get(1161L)).isBetween(1800, 2200);
  }
}
