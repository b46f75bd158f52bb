// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Test;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;

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
}
