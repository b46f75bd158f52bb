// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.crypto.SipHash;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.settings.memory.MemoryBudget;

/**
 * Remembers about the last {@code capacity} hashes: two sets, of which the older is forgotten when
 * the newer is full. Of each hash only 64 secret bits are kept, which nobody else can foresee, so
 * that a thousand peers that announce everything there is do not fill the memory. When memory is
 * short, fewer are remembered.
 */
final class RecentHashes {
  private static final SecureRandom SECRETS = new SecureRandom();
  private static final int SMALLEST = 16;

  /** So many cells a table may have although memory is short. */
  private static final int FREE_CELLS = 1024;

  private final SipHash secret = new SipHash(SECRETS.nextLong(), SECRETS.nextLong());
  private final int half;
  private Table newer = new Table();
  private Table older = new Table();
  private MemoryBudget.@Nullable Account memory;

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

    /** Returns what is counted of it, after it has grown if the next number makes it grow. */
    long bytes(boolean afterNext) {
      long count = cells.length;
      if (afterNext && size >= cells.length / 5 * 4) {
        count *= 2;
      }
      return count <= FREE_CELLS ? 0 : count * Long.BYTES;
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
    if (newer.size >= half || !mayGrow()) {
      give(older);
      older = newer;
      newer = new Table();
    }
    newer.add(number);
    return true;
  }

  /** Takes room for one number more. */
  private boolean mayGrow() {
    long more = newer.bytes(true) - newer.bytes(false);
    return more == 0 || memory == null || memory.tryTake(more);
  }

  private void give(Table table) {
    if (memory != null) {
      memory.give(table.bytes(false));
    }
  }

  /** Takes the memory from an account from now on; {@link #forget} gives it back. */
  void countIn(MemoryBudget.Account account) {
    memory = account;
    account.take(newer.bytes(false) + older.bytes(false));
  }

  /** Forgets everything and gives the memory back. */
  void forget() {
    give(newer);
    give(older);
    memory = null;
    clear();
  }

  boolean contains(Bytes hash) {
    long number = number(hash);
    return newer.contains(number) || older.contains(number);
  }

  private long number(Bytes hash) {
    long number = secret.hash(hash.unsafeArray());
    return number == 0 ? 1 : number;
  }

  /** Forgets everything; only for those that are not counted. */
  void clear() {
    newer = new Table();
    older = new Table();
  }
}
