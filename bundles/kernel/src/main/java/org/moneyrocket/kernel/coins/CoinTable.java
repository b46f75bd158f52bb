// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.coins;

import static org.moneyrocket.kernel.coins.NativeMemory.getByte;
import static org.moneyrocket.kernel.coins.NativeMemory.getInt;
import static org.moneyrocket.kernel.coins.NativeMemory.getLong;
import static org.moneyrocket.kernel.coins.NativeMemory.getUnsignedShort;
import static org.moneyrocket.kernel.coins.NativeMemory.putByte;
import static org.moneyrocket.kernel.coins.NativeMemory.putInt;
import static org.moneyrocket.kernel.coins.NativeMemory.putLong;
import static org.moneyrocket.kernel.coins.NativeMemory.putShort;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Arrays;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;

/**
 * A hash table of coins outside the heap, about 95 bytes for an ordinary coin. Entries are named by
 * their address, which stays valid until the entry is removed. Not safe for several threads, but
 * any number of threads may look up while none changes it.
 */
final class CoinTable implements AutoCloseable {
  /** The entry differs from the database. */
  static final int DIRTY = 1;

  /** The database has no such coin, so a spent entry need not be written. */
  static final int FRESH = 2;

  static final int SPENT = 4;

  // Kept while the cell is free: the cell's address is in the list of dirty cells.
  private static final int LISTED = 8;
  private static final int STATE = DIRTY | FRESH | SPENT;

  private static final int FLAGS_AT = 0;
  private static final int SCRIPT_LENGTH_AT = 2;
  private static final int CODE_AT = 4;
  private static final int VALUE_AT = 8;
  private static final int TXID_AT = 16;
  private static final int INDEX_AT = 48;
  private static final int SCRIPT_AT = 52;

  private static final long TOMBSTONE = 1;
  private static final int TAG_SHIFT = 48;
  private static final long ADDRESS = (1L << TAG_SHIFT) - 1;
  private static final long FIRST_CAPACITY = 1024;
  private static final int SORTED_AT_ONCE = 1 << 20;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final CellMemory cells = new CellMemory();
  // Secret, so that nobody can choose transactions that all land in one place.
  private final long salt0;
  private final long salt1;
  private final long salt2;
  private final long salt3;

  private long slots;
  private long capacity;
  private long used;
  private long tombstones;
  private long[] dirty = new long[64];
  private int dirtyCount;
  private long dirtyEntries;

  CoinTable() {
    SecureRandom random = new SecureRandom();
    salt0 = random.nextLong();
    salt1 = random.nextLong();
    salt2 = random.nextLong();
    salt3 = random.nextLong();
  }

  long size() {
    return used;
  }

  /** Returns how many entries differ from the database. */
  long dirtyEntries() {
    return dirtyEntries;
  }

  long bytes() {
    return cells.bytes() + capacity * 8 + dirty.length * 8L;
  }

  /** Returns the part of {@link #bytes} that lies in the heap. */
  long heapBytes() {
    return dirty.length * 8L;
  }

  private static long fold(long a, long b) {
    return Math.multiplyHigh(a, b) ^ (a * b);
  }

  private long hash(long w0, long w1, long w2, long w3, int index) {
    long h = fold(w0 ^ salt0, w1 ^ salt1) ^ fold(w2 ^ salt2, w3 ^ salt3 + index);
    return fold(h ^ salt1, 0x9e3779b97f4a7c15L);
  }

  /** Returns the entry of {@code outpoint}, or 0. */
  long find(OutPoint outpoint) {
    if (used == 0) {
      return 0;
    }
    byte[] txid = outpoint.txid().hash().unsafeArray();
    long w0 = (long) LONG.get(txid, 0);
    long w1 = (long) LONG.get(txid, 8);
    long w2 = (long) LONG.get(txid, 16);
    long w3 = (long) LONG.get(txid, 24);
    int index = outpoint.index();
    long slot = slotOf(w0, w1, w2, w3, index);
    return slot < 0 ? 0 : getLong(slots + slot * 8) & ADDRESS;
  }

  private long slotOf(long w0, long w1, long w2, long w3, int index) {
    long hash = hash(w0, w1, w2, w3, index);
    long tag = hash >>> TAG_SHIFT;
    long mask = capacity - 1;
    for (long i = hash & mask; ; i = (i + 1) & mask) {
      long slot = getLong(slots + i * 8);
      if (slot == 0) {
        return -1;
      }
      if (slot >>> TAG_SHIFT == tag && slot != TOMBSTONE) {
        long entry = slot & ADDRESS;
        if (getLong(entry + TXID_AT) == w0
            && getLong(entry + TXID_AT + 8) == w1
            && getLong(entry + TXID_AT + 16) == w2
            && getLong(entry + TXID_AT + 24) == w3
            && getInt(entry + INDEX_AT) == index) {
          return i;
        }
      }
    }
  }

  /**
   * Adds an entry for an outpoint that has none.
   *
   * @param coin may be anything if {@code flags} says spent; then only its place is kept
   */
  long insert(OutPoint outpoint, Coin coin, int flags) {
    if ((used + tombstones + 1) * 4 > capacity * 3) {
      rehash();
    }
    byte[] txid = outpoint.txid().hash().unsafeArray();
    byte[] script =
        (flags & SPENT) != 0 ? Bytes.EMPTY.unsafeArray() : coin.output().script().unsafeArray();
    long entry = cells.allocate(SCRIPT_AT + script.length);
    int listed = getByte(entry + FLAGS_AT) & LISTED;
    putByte(entry + FLAGS_AT, listed);
    putShort(entry + SCRIPT_LENGTH_AT, script.length);
    putInt(entry + CODE_AT, CoinCodec.code(coin));
    putLong(entry + VALUE_AT, coin.output().valueSats());
    long w0 = (long) LONG.get(txid, 0);
    long w1 = (long) LONG.get(txid, 8);
    long w2 = (long) LONG.get(txid, 16);
    long w3 = (long) LONG.get(txid, 24);
    putLong(entry + TXID_AT, w0);
    putLong(entry + TXID_AT + 8, w1);
    putLong(entry + TXID_AT + 16, w2);
    putLong(entry + TXID_AT + 24, w3);
    putInt(entry + INDEX_AT, outpoint.index());
    if (script.length > 0) {
      NativeMemory.copyIn(script, 0, entry + SCRIPT_AT, script.length);
    }
    place(entry, hash(w0, w1, w2, w3, outpoint.index()));
    used++;
    setFlags(entry, flags);
    return entry;
  }

  private void place(long entry, long hash) {
    long mask = capacity - 1;
    long i = hash & mask;
    while (true) {
      long slot = getLong(slots + i * 8);
      if (slot == 0 || slot == TOMBSTONE) {
        if (slot == TOMBSTONE) {
          tombstones--;
        }
        putLong(slots + i * 8, hash >>> TAG_SHIFT << TAG_SHIFT | entry);
        return;
      }
      i = (i + 1) & mask;
    }
  }

  private void rehash() {
    long oldSlots = slots;
    long oldCapacity = capacity;
    long wanted = Math.max(FIRST_CAPACITY, oldCapacity);
    while ((used + 1) * 2 > wanted) {
      wanted *= 2;
    }
    slots = NativeMemory.allocate(wanted * 8);
    capacity = wanted;
    tombstones = 0;
    for (long i = 0; i < oldCapacity; i++) {
      long slot = getLong(oldSlots + i * 8);
      if (slot != 0 && slot != TOMBSTONE) {
        long entry = slot & ADDRESS;
        place(
            entry,
            hash(
                getLong(entry + TXID_AT),
                getLong(entry + TXID_AT + 8),
                getLong(entry + TXID_AT + 16),
                getLong(entry + TXID_AT + 24),
                getInt(entry + INDEX_AT)));
      }
    }
    if (oldSlots != 0) {
      NativeMemory.free(oldSlots);
    }
  }

  void remove(long entry) {
    long slot =
        slotOf(
            getLong(entry + TXID_AT),
            getLong(entry + TXID_AT + 8),
            getLong(entry + TXID_AT + 16),
            getLong(entry + TXID_AT + 24),
            getInt(entry + INDEX_AT));
    if (slot < 0) {
      throw new IllegalStateException("coin to remove is not in the table");
    }
    setFlags(entry, 0);
    long mask = capacity - 1;
    if (getLong(slots + ((slot + 1) & mask) * 8) == 0) {
      // Nothing continues behind this place, so neither it nor tombstones before it are needed.
      putLong(slots + slot * 8, 0);
      for (long i = (slot - 1) & mask; getLong(slots + i * 8) == TOMBSTONE; i = (i - 1) & mask) {
        putLong(slots + i * 8, 0);
        tombstones--;
      }
    } else {
      putLong(slots + slot * 8, TOMBSTONE);
      tombstones++;
    }
    used--;
    cells.release(entry, SCRIPT_AT + getUnsignedShort(entry + SCRIPT_LENGTH_AT));
  }

  int flags(long entry) {
    return getByte(entry + FLAGS_AT) & STATE;
  }

  void setFlags(long entry, int flags) {
    int old = getByte(entry + FLAGS_AT);
    int now = old & ~STATE | flags;
    if ((flags & DIRTY) != 0 && (old & DIRTY) == 0) {
      dirtyEntries++;
      if ((old & LISTED) == 0) {
        now |= LISTED;
        if (dirtyCount == dirty.length) {
          dirty = Arrays.copyOf(dirty, dirtyCount * 2);
        }
        dirty[dirtyCount++] = entry;
      }
    } else if ((flags & DIRTY) == 0 && (old & DIRTY) != 0) {
      dirtyEntries--;
    }
    putByte(entry + FLAGS_AT, now);
  }

  Coin coin(long entry) {
    int length = getUnsignedShort(entry + SCRIPT_LENGTH_AT);
    byte[] script = new byte[length];
    NativeMemory.copyOut(entry + SCRIPT_AT, script, 0, length);
    int code = getInt(entry + CODE_AT);
    return new Coin(
        new TxOut(getLong(entry + VALUE_AT), Bytes.wrap(script)), code >>> 1, (code & 1) != 0);
  }

  OutPoint outpoint(long entry) {
    byte[] txid = new byte[Txid.BYTES];
    NativeMemory.copyOut(entry + TXID_AT, txid, 0, Txid.BYTES);
    return new OutPoint(new Txid(Bytes.wrap(txid)), getInt(entry + INDEX_AT));
  }

  /** Takes the dirty entries one by one. */
  interface DirtyVisitor {
    void visit(long entry, int flags);
  }

  /**
   * Shows all dirty entries. The visitor must not change the table. They come nearly in the order
   * of their txids, a million at a time: the database takes neighbours much faster than strangers.
   */
  void forEachDirty(DirtyVisitor visitor) {
    for (int from = 0; from < dirtyCount; from += SORTED_AT_ONCE) {
      int count = Math.min(SORTED_AT_ONCE, dirtyCount - from);
      long[] order = new long[count];
      for (int i = 0; i < count; i++) {
        long prefix = Long.reverseBytes(getLong(dirty[from + i] + TXID_AT)) >>> 1;
        order[i] = prefix & -SORTED_AT_ONCE | i;
      }
      Arrays.sort(order);
      for (long one : order) {
        long entry = dirty[from + (int) (one & SORTED_AT_ONCE - 1)];
        int flags = flags(entry);
        if ((flags & DIRTY) != 0) {
          visitor.visit(entry, flags);
        }
      }
    }
  }

  /** Makes all entries clean and removes spent ones: the database now has them as they are. */
  void markClean() {
    int count = dirtyCount;
    dirtyCount = 0;
    for (int i = 0; i < count; i++) {
      long entry = dirty[i];
      int flags = flags(entry);
      putByte(entry + FLAGS_AT, getByte(entry + FLAGS_AT) & ~LISTED);
      if ((flags & DIRTY) != 0) {
        if ((flags & SPENT) != 0) {
          remove(entry);
        } else {
          setFlags(entry, 0);
        }
      }
    }
  }

  /** Removes everything and gives the memory back. */
  void clear() {
    cells.clear();
    if (slots != 0) {
      NativeMemory.free(slots);
      slots = 0;
    }
    capacity = 0;
    used = 0;
    tombstones = 0;
    dirty = new long[64];
    dirtyCount = 0;
    dirtyEntries = 0;
  }

  @Override
  public void close() {
    clear();
    cells.close();
  }
}
