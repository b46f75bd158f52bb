// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.Test;
import org.moneyrocket.launcher.HeapKeeper.Advice;
import org.moneyrocket.launcher.HeapKeeper.Look;

public class HeapKeeperTest {
  private static final long MIB = 1 << 20;
  private static final long MOST = 1000;

  private final HeapKeeper keeper = new HeapKeeper();
  private int second;
  private long cpuMillis;

  @Test
  public void aLargeHeapIsCollectedOnceTheProcessRests() {
    assertThat(seconds(60, 900, 100, 280)).isEqualTo(Advice.NOTHING);
    assertThat(seconds(5, 10, 100, 280)).isEqualTo(Advice.COLLECT);
    assertThat(left(60, 80)).isEqualTo(Advice.NOTHING);
    assertThat(seconds(600, 10, 70, 80)).isEqualTo(Advice.NOTHING);
  }

  @Test
  public void aHeapThatStaysLargeAfterACollectionIsLeftAlone() {
    assertThat(seconds(60, 10, 100, 300)).isEqualTo(Advice.COLLECT);
    left(60, 300);
    assertThat(seconds(600, 10, 100, 300)).isEqualTo(Advice.NOTHING);
    assertThat(seconds(1, 10, 100, 330)).isEqualTo(Advice.COLLECT);
  }

  @Test
  public void nothingIsDoneDuringTheStart() {
    assertThat(seconds(19, 0, 100, 900)).isEqualTo(Advice.NOTHING);
  }

  @Test
  public void underLoadOnlyAHeapFarAboveWhatLivesIsCollected() {
    assertThat(seconds(600, 900, 100, 280)).isEqualTo(Advice.NOTHING);
    assertThat(seconds(1, 900, 100, 320)).isEqualTo(Advice.COLLECT);
    left(400, 600);
    assertThat(seconds(600, 900, 500, 900)).isEqualTo(Advice.NOTHING);
    assertThat(seconds(1, 900, 500, 995)).isEqualTo(Advice.COLLECT);
  }

  @Test
  public void aFullHeapIsCheckedByACollectionBeforeItCountsAsFull() {
    assertThat(seconds(4, 900, 990, 1000)).isEqualTo(Advice.NOTHING);
    assertThat(seconds(1, 900, 990, 1000)).isEqualTo(Advice.CHECK);
    assertThat(left(500, 900)).isEqualTo(Advice.NOTHING);
    assertThat(seconds(5, 900, 990, 1000)).isEqualTo(Advice.CHECK);
    assertThat(left(985, 1000)).isEqualTo(Advice.FULL);
  }

  /** Looks once a second until there is an advice, at most so many times. */
  private Advice seconds(int times, int cpuEach, long used, long heap) {
    for (int i = 0; i < times; i++) {
      second++;
      cpuMillis += cpuEach;
      Advice advice = keeper.at(look(used, heap));
      if (advice != Advice.NOTHING) {
        return advice;
      }
    }
    return Advice.NOTHING;
  }

  private Advice left(long used, long heap) {
    return keeper.collected(look(used, heap));
  }

  private Look look(long used, long heap) {
    return new Look(
        used * MIB,
        heap * MIB,
        MOST * MIB,
        Duration.ofMillis(cpuMillis),
        Duration.ofSeconds(second));
  }
}
