// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Test;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Wtxid;

public class CachesTest {
  private static long[] hash(Random random) {
    return new long[] {random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong()};
  }

  @Test
  public void remembersEverythingWhileThereIsRoom() {
    SaltedSet set = new SaltedSet(1 << 20);
    Random random = new Random(5);
    List<long[]> hashes = new ArrayList<>();
    // A quarter of the room, so that buckets seldom run over.
    for (int i = 0; i < 8_000; i++) {
      hashes.add(hash(random));
      set.add(hashes.get(i));
    }
    int found = 0;
    for (long[] hash : hashes) {
      found += set.contains(hash, false) ? 1 : 0;
    }
    assertThat(found).isGreaterThan(7_900);
    for (int i = 0; i < 10_000; i++) {
      assertThat(set.contains(hash(random), false)).isFalse();
    }
  }

  @Test
  public void keepsWorkingWhenItIsFull() {
    SaltedSet set = new SaltedSet(0);
    Random random = new Random(6);
    for (int i = 0; i < 10_000; i++) {
      long[] hash = hash(random);
      set.add(hash);
      assertThat(set.contains(hash, false)).isTrue();
    }
  }

  @Test
  public void whatWasGivenUpIsReplacedFirst() {
    SaltedSet set = new SaltedSet(0);
    List<long[]> hashes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      hashes.add(new long[] {0, 0, 0, i});
      set.add(hashes.get(i));
    }
    assertThat(set.contains(hashes.get(3), true)).isTrue();
    assertThat(set.contains(hashes.get(3), false)).isTrue();
    set.add(new long[] {0, 0, 0, 100});
    assertThat(set.contains(hashes.get(3), false)).isFalse();
    for (int i = 0; i < 8; i++) {
      assertThat(set.contains(hashes.get(i), false)).isEqualTo(i != 3);
    }
  }

  @Test
  public void remembersTransactionsTogetherWithTheFlags() {
    ScriptExecutionCache cache = new ScriptExecutionCache(1 << 16);
    Wtxid wtxid = new Wtxid(Bytes.wrap(new byte[32]));
    cache.add(wtxid, ScriptFlags.STANDARD);
    assertThat(cache.contains(wtxid, ScriptFlags.STANDARD, false)).isTrue();
    assertThat(cache.contains(wtxid, ScriptFlags.MANDATORY, false)).isFalse();
    assertThat(new ScriptExecutionCache(1 << 16).contains(wtxid, ScriptFlags.STANDARD, false))
        .isFalse();
  }

  @Test
  public void numbersSurviveTheirEncoding() {
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      long value = random.nextLong() >> random.nextInt(1, 64);
      Bytes bytes = ScriptNumber.encode(value);
      assertThat(ScriptNumber.decode(bytes, true, 8)).hasValue(value);
    }
    assertThat(ScriptNumber.encode(0)).isEqualTo(Bytes.EMPTY);
    assertThat(ScriptNumber.encode(-1).toHex()).isEqualTo("81");
    assertThat(ScriptNumber.encode(128).toHex()).isEqualTo("8000");
    assertThat(ScriptNumber.encode(-255).toHex()).isEqualTo("ff80");
    assertThat(ScriptNumber.encode(Long.MIN_VALUE).toHex()).isEqualTo("000000000000008080");
    assertThat(ScriptNumber.decode(Bytes.fromHex("0000"), true, 4)).isEmpty();
    assertThat(ScriptNumber.decode(Bytes.fromHex("0000"), false, 4)).hasValue(0);
    assertThat(ScriptNumber.decode(Bytes.fromHex("0000000080"), false, 4)).isEmpty();
    assertThat(ScriptNumber.decode(Bytes.fromHex("0000000080"), false, 5)).hasValue(0);
  }
}
