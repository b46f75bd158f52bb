// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.security.SecureRandom;
import org.moneyrocket.crypto.SipHash;
import org.moneyrocket.primitives.Bytes;

/**
 * Remembers about the last {@code capacity} hashes: two sets, of which the older is forgotten when
 * the newer is full. Of each hash only 64 secret bits are kept, which nobody else can foresee, so
 * that a thousand peers that announce everything there is do not fill the memory.
 */
final class RecentHashes {
  private static final SecureRandom SECRETS = new SecureRandom();
  private static final int SMALLEST = 16;

  private final SipHash secret = new SipHash(SECRETS.nextLong(), SECRETS.nextLong());
  private final int half;
  private Table newer = new Table();
  private Table older = new Table();

  /** A set of numbers other than 0, with open addressing. */
  private static final class Table {
    private long[] cells = new long[SMALLEST];
    private int size;

    boolean contains(long number) {
      return cells[find(number)] == number;
    }

    /** Returns where the number is or would be. */
    private int find(long number) {
      int at = (int) number & (cells.length - 1);
      while (cells[at] != 0 && cells[at] != number) {
        at = (at + 1) & (cells.length - 1);
      }
      return at;
    }

    void add(long number) {
      if (size >= cells.length / 5 * 4) {
        long[] before = cells;
        cells = new long[2 * before.length];
        for (long each : before) {
          if (each != 0) {
            cells[find(each)] = each;
          }
        }
      }
      cells[find(number)] = number;
      size++;
    }
  }

  RecentHashes(int capacity) {
    this.half = Math.max(1, capacity / 2);
  }

  /** Remembers {@code hash}; false if it was known. */
  boolean add(Bytes hash) {
    long number = number(hash);
    if (newer.contains(number) || older.contains(number)) {
      return false;
    }
    if (newer.size >= half) {
      older = newer;
      newer = new Table();
    }
    newer.add(number);
    return true;
  }

  boolean contains(Bytes hash) {
    long number = number(hash);
    return newer.contains(number) || older.contains(number);
  }

  private long number(Bytes hash) {
    long number = secret.hash(hash.unsafeArray());
    return number == 0 ? 1 : number;
  }

  void clear() {
    newer = new Table();
    older = new Table();
  }
}
