// SPDX-License-Identifier: MIT
package org.moneyrocket.primitives;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.Test;

public class KeyedHashTest {
  private static final long KEY0 = 0x0706050403020100L;
  private static final long KEY1 = 0x0f0e0d0c0b0a0908L;

  @Test
  public void isSipHashOneThree() {
    // From the vectors of the hash's authors: 0, 1, … 63 cut to 0, 1, 2 and 8 bytes.
    assertThat(KeyedHash.hash(KEY0, KEY1, bytes(0))).isEqualTo(0xabac0158050fc4dcL);
    assertThat(KeyedHash.hash(KEY0, KEY1, bytes(1))).isEqualTo(0xc9f49bf37d57ca93L);
    assertThat(KeyedHash.hash(KEY0, KEY1, bytes(2))).isEqualTo(0x82cb9b024dc7d44dL);
    assertThat(KeyedHash.hash(KEY0, KEY1, bytes(8))).isEqualTo(0x369095118d299a8eL);
  }

  @Test
  public void bytesThatCollideInASumOfPowersDoNotCollide() {
    Set<Integer> codes = new HashSet<>();
    int many = 50_000;
    for (int number = 0; number < many; number++) {
      byte[] chosen = new byte[32];
      for (int i = 0; i < 16; i++) {
        boolean one = (number >> i & 1) == 1;
        chosen[2 * i] = (byte) (one ? 1 : 0);
        chosen[2 * i + 1] = (byte) (one ? 69 : 100);
      }
      codes.add(Bytes.wrap(chosen).hashCode());
    }

    assertThat(codes).hasSizeGreaterThan(many - 100);
  }

  @Test
  public void equalBytesHaveEqualCodes() {
    assertThat(Bytes.wrap(bytes(40)).hashCode()).isEqualTo(Bytes.wrap(bytes(40)).hashCode());
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }
}
