// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.Test;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Txid;

public class LinearizationTest {
  private static Txid[] txids(Random random, int count) {
    Txid[] out = new Txid[count];
    for (int i = 0; i < count; i++) {
      byte[] bytes = new byte[32];
      random.nextBytes(bytes);
      out[i] = new Txid(Bytes.wrap(bytes));
    }
    return out;
  }

  @Test
  public void aParentAndAChildOfEqualRateStayTwoChunks() {
    List<int[]> chunks =
        Linearization.chunks(
            new long[] {10, 20}, new int[] {10, 20}, new long[] {0, 1}, txids(new Random(1), 2));

    assertThat(chunks).containsExactly(new int[] {0}, new int[] {1});
  }

  @Test
  public void aChildThatPaysForItsParentJoinsItsChunk() {
    List<int[]> chunks =
        Linearization.chunks(
            new long[] {0, 20}, new int[] {10, 20}, new long[] {0, 1}, txids(new Random(1), 2));

    assertThat(chunks).containsExactly(new int[] {0, 1});
  }

  @Test
  public void smallGraphsComeOutAsTryingEverySetSays() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 400; round++) {
      int n = 1 + random.nextInt(8);
      long[] fees = new long[n];
      int[] sizes = new int[n];
      long[] parents = new long[n];
      boolean huge = round % 4 == 0;
      for (int i = 0; i < n; i++) {
        sizes[i] = 1 + random.nextInt(4);
        fees[i] = (random.nextInt(6) - 1) * (huge ? 1L << 53 : 1);
        for (int p = 0; p < i; p++) {
          if (random.nextInt(3) == 0) {
            parents[i] |= 1L << p;
          }
        }
      }
      Txid[] ids = txids(random, n);

      List<Long> got = new ArrayList<>();
      for (int[] chunk : Linearization.chunks(fees, sizes, parents, ids)) {
        got.add(Arrays.stream(chunk).mapToLong(i -> 1L << i).sum());
      }

      assertThat(got)
          .as("seed %d round %d", seed, round)
          .isEqualTo(tryEverySet(fees, sizes, parents, ids));
    }
  }

  @Test
  public void aFullClusterTakesMillisecondsNotSeconds() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int n = 64;
    long[] fees = new long[n];
    int[] sizes = new int[n];
    long[] parents = new long[n];
    for (int i = 0; i < n; i++) {
      sizes[i] = 400 + random.nextInt(4000);
      fees[i] = random.nextInt(20_000);
      for (int p = 0; p < i; p++) {
        if (random.nextInt(12) == 0) {
          parents[i] |= 1L << p;
        }
      }
    }

    List<int[]> chunks = Linearization.chunks(fees, sizes, parents, txids(random, n));

    boolean[] seen = new boolean[n];
    FeeFraction before = null;
    for (int[] chunk : chunks) {
      FeeFraction rate = FeeFraction.NOTHING;
      for (int v : chunk) {
        for (int p = 0; p < n; p++) {
          assertThat((parents[v] >>> p & 1) == 0 || seen[p]).as("seed %d", seed).isTrue();
        }
        seen[v] = true;
        rate = rate.plus(new FeeFraction(fees[v], sizes[v]));
      }
      assertThat(before == null || before.compareRate(rate) >= 0).as("seed %d", seed).isTrue();
      before = rate;
    }
    for (boolean one : seen) {
      assertThat(one).isTrue();
    }
  }

  /** The definition itself: best rate, no smaller set inside that pays it, then size, then txid. */
  private static List<Long> tryEverySet(long[] fees, int[] sizes, long[] parents, Txid[] ids) {
    int n = fees.length;
    long left = (1L << n) - 1;
    List<Long> out = new ArrayList<>();
    while (left != 0) {
      long best = 0;
      for (long set = left; set != 0; set = (set - 1) & left) {
        if (closed(set, left, parents) && (best == 0 || better(set, best, fees, sizes, ids))) {
          best = set;
        }
      }
      out.add(best);
      left &= ~best;
    }
    return out;
  }

  private static boolean closed(long set, long left, long[] parents) {
    for (int i = 0; i < parents.length; i++) {
      if ((set >>> i & 1) != 0 && (parents[i] & left & ~set) != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean better(long a, long b, long[] fees, int[] sizes, Txid[] ids) {
    int byRate =
        fee(a, fees).multiply(size(b, sizes)).compareTo(fee(b, fees).multiply(size(a, sizes)));
    if (byRate != 0) {
      return byRate > 0;
    }
    int bySize = size(a, sizes).compareTo(size(b, sizes));
    if (bySize != 0) {
      return bySize < 0;
    }
    return largest(a, ids).compareTo(largest(b, ids)) < 0;
  }

  private static BigInteger fee(long set, long[] fees) {
    BigInteger sum = BigInteger.ZERO;
    for (int i = 0; i < fees.length; i++) {
      sum = (set >>> i & 1) != 0 ? sum.add(BigInteger.valueOf(fees[i])) : sum;
    }
    return sum;
  }

  private static BigInteger size(long set, int[] sizes) {
    BigInteger sum = BigInteger.ZERO;
    for (int i = 0; i < sizes.length; i++) {
      sum = (set >>> i & 1) != 0 ? sum.add(BigInteger.valueOf(sizes[i])) : sum;
    }
    return sum;
  }

  private static Txid largest(long set, Txid[] ids) {
    Txid out = Txid.ZERO;
    for (int i = 0; i < ids.length; i++) {
      out = (set >>> i & 1) != 0 && ids[i].compareTo(out) > 0 ? ids[i] : out;
    }
    return out;
  }
}
