// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Test;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.settings.memory.MemoryBudget;

public class RecentHashesTest {
  private static Bytes hash(int number) {
    return new ByteWriter().i32(number).bytes(new byte[28]).toBytes();
  }

  @Test
  public void whatIsKnownIsNotNew() {
    RecentHashes hashes = new RecentHashes(100);
    assertThat(hashes.contains(hash(1))).isFalse();
    assertThat(hashes.add(hash(1))).isTrue();
    assertThat(hashes.add(hash(1))).isFalse();
    assertThat(hashes.contains(hash(1))).isTrue();
  }

  @Test
  public void halfOfTheCapacityIsNeverForgottenAndOldOnesAre() {
    RecentHashes hashes = new RecentHashes(2000);
    for (int i = 0; i < 10_000; i++) {
      assertThat(hashes.add(hash(i))).isTrue();
      assertThat(hashes.contains(hash(Math.max(0, i - 999)))).isTrue();
      assertThat(i >= 2000 && hashes.contains(hash(i - 2000))).isFalse();
    }
  }

  @Test
  public void clearedItKnowsNothing() {
    RecentHashes hashes = new RecentHashes(100);
    hashes.add(hash(1));
    hashes.clear();
    assertThat(hashes.contains(hash(1))).isFalse();
  }

  @Test
  public void whenMemoryIsShortFewerAreRememberedAndAllIsGivenBack() {
    MemoryBudget budget = new MemoryBudget(100_000);
    MemoryBudget.Account account = budget.open("known", 0, 1);
    RecentHashes hashes = new RecentHashes(50_000);
    hashes.countIn(account);
    for (int i = 0; i < 100_000; i++) {
      assertThat(hashes.add(hash(i))).isTrue();
      assertThat(hashes.contains(hash(Math.max(0, i - 500)))).isTrue();
    }
    assertThat(budget.takenBytes()).isBetween(1L, 100_000L);
    hashes.forget();
    assertThat(budget.takenBytes()).isZero();
  }

  @Test
  public void withRoomEverythingIsRememberedAndCounted() {
    MemoryBudget budget = new MemoryBudget(1 << 20);
    RecentHashes hashes = new RecentHashes(50_000);
    hashes.countIn(budget.open("known", 0, 1));
    for (int i = 0; i < 50_000; i++) {
      hashes.add(hash(i));
    }
    assertThat(hashes.contains(hash(0))).isTrue();
    assertThat(budget.takenBytes()).isEqualTo(2L * 32_768 * Long.BYTES);
  }
}
