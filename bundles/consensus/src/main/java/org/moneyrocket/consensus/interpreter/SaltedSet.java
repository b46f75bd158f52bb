// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import org.jspecify.annotations.Nullable;

/**
 * A set of 256-bit hashes that forgets when it is full. Each hash belongs to one small bucket, so
 * nothing is ever searched; what was given up goes first, then any. Grows from almost nothing to
 * its limit. Safe for several threads.
 */
final class SaltedSet {
  private static final int PARTS = 64;
  private static final int WAYS = 8;
  private static final int WORDS = 4;
  private static final int BYTES = 32;
  private static final int FIRST_BUCKETS = 4;

  private final Part[] parts = new Part[PARTS];
  private volatile boolean used;

  /**
   * @param maxBytes memory for hashes; at least a bucket in each part is used
   */
  SaltedSet(long maxBytes) {
    long buckets = Math.max(1, maxBytes / BYTES / WAYS / PARTS);
    int limit = (int) Long.highestOneBit(Math.min(buckets, 1 << 20));
    for (int i = 0; i < PARTS; i++) {
      parts[i] = new Part(limit);
    }
  }

  /** Tells whether the hash is in the set, and gives it up if so and {@code giveUp} is set. */
  boolean contains(long[] hash, boolean giveUp) {
    return part(hash).contains(hash, giveUp);
  }

  void add(long[] hash) {
    used = true;
    part(hash).add(hash);
  }

  /** Tells whether nothing was ever added, so that no hash need be made to ask. */
  boolean isUnused() {
    return !used;
  }

  private Part part(long[] hash) {
    return parts[(int) (hash[0] & PARTS - 1)];
  }

  /** One of the independent parts; its lock guards its arrays. */
  private static final class Part {
    private final int limit;
    private int buckets;
    private long @Nullable [] words;
    private byte[] states = new byte[0];

    private static final byte FREE = 0;
    private static final byte USED = 1;
    private static final byte GIVEN_UP = 2;

    Part(int limit) {
      this.limit = limit;
    }

    private int bucket(long[] hash) {
      return (int) (hash[1] & buckets - 1);
    }

    private int find(long[] table, long[] hash) {
      int first = bucket(hash) * WAYS;
      for (int slot = first; slot < first + WAYS; slot++) {
        int at = slot * WORDS;
        if (states[slot] != FREE
            && table[at] == hash[0]
            && table[at + 1] == hash[1]
            && table[at + 2] == hash[2]
            && table[at + 3] == hash[3]) {
          return slot;
        }
      }
      return -1;
    }

    synchronized boolean contains(long[] hash, boolean giveUp) {
      long[] table = words;
      if (table == null) {
        return false;
      }
      int slot = find(table, hash);
      if (slot >= 0 && giveUp) {
        states[slot] = GIVEN_UP;
      }
      return slot >= 0;
    }

    synchronized void add(long[] hash) {
      long[] table = words;
      if (table == null) {
        table = allocate(Math.min(FIRST_BUCKETS, limit));
      }
      int slot = find(table, hash);
      if (slot < 0) {
        slot = room(hash);
        if (slot < 0 && buckets < limit) {
          table = grow(table);
          slot = room(hash);
        }
        if (slot < 0) {
          // Bits that chose neither part nor bucket are as good as random.
          slot = bucket(hash) * WAYS + (int) (hash[2] & WAYS - 1);
        }
        System.arraycopy(hash, 0, table, slot * WORDS, WORDS);
      }
      states[slot] = USED;
    }

    private int room(long[] hash) {
      int first = bucket(hash) * WAYS;
      int givenUp = -1;
      for (int slot = first; slot < first + WAYS; slot++) {
        if (states[slot] == FREE) {
          return slot;
        }
        if (states[slot] == GIVEN_UP) {
          givenUp = slot;
        }
      }
      return givenUp;
    }

    private long[] allocate(int count) {
      buckets = count;
      states = new byte[count * WAYS];
      long[] table = new long[count * WAYS * WORDS];
      words = table;
      return table;
    }

    private long[] grow(long[] old) {
      byte[] oldStates = states;
      long[] table = allocate(buckets * 2);
      long[] hash = new long[WORDS];
      for (int slot = 0; slot < oldStates.length; slot++) {
        if (oldStates[slot] == USED) {
          System.arraycopy(old, slot * WORDS, hash, 0, WORDS);
          // Twice the buckets: what shared one still fits.
          int to = room(hash);
          System.arraycopy(hash, 0, table, to * WORDS, WORDS);
          states[to] = USED;
        }
      }
      return table;
    }
  }
}
