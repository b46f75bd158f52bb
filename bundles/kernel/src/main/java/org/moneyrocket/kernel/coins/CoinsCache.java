// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.coins;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.TxOut;

/**
 * The coins of a chain: a database and, over it, a table of what was read or changed since the last
 * write. Changes go straight into the table; {@link #begin} remembers how to take them back until
 * {@link #commit}.
 *
 * <p>Not safe for several threads: the chain lock guards it. {@link #readAhead} may be called by
 * several threads while nothing is changed.
 */
public final class CoinsCache implements CoinsView, AutoCloseable {
  private static final Coin NO_COIN = new Coin(new TxOut(0, Bytes.EMPTY), 0, false);
  private static final byte OP_RETURN = 0x6a;
  private static final long JOURNAL_ENTRY_BYTES = 256;

  private final CoinsDatabase database;
  private final CoinTable table = new CoinTable();
  private BlockHash bestBlock;
  private long generation;

  private boolean journaling;
  private final List<Change> journal = new ArrayList<>();
  private BlockHash bestBefore = BlockHash.ZERO;

  /** An entry as it was before a change; without a coin it was spent, null if there was none. */
  private record Change(OutPoint outpoint, @Nullable Entry before) {}

  private record Entry(int flags, Coin coin) {}

  public CoinsCache(CoinsDatabase database) {
    this.database = database;
    this.bestBlock = database.bestBlock();
  }

  /** Tells whether an output can never be spent and is therefore not kept. */
  public static boolean isUnspendable(Bytes script) {
    return (!script.isEmpty() && script.get(0) == OP_RETURN)
        || script.size() > CoinCodec.MAX_SCRIPT_BYTES;
  }

  @Override
  public @Nullable Coin get(OutPoint outpoint) {
    long entry = table.find(outpoint);
    if (entry != 0) {
      return isSpent(entry) ? null : table.coin(entry);
    }
    Coin coin = database.get(outpoint);
    if (coin != null) {
      table.insert(outpoint, coin, 0);
    }
    return coin;
  }

  private boolean isSpent(long entry) {
    return (table.flags(entry) & CoinTable.SPENT) != 0;
  }

  @Override
  public boolean has(OutPoint outpoint) {
    long entry = table.find(outpoint);
    return entry != 0 ? !isSpent(entry) : database.has(outpoint);
  }

  @Override
  public boolean isCached(OutPoint outpoint) {
    long entry = table.find(outpoint);
    return entry != 0 && !isSpent(entry);
  }

  @Override
  public void uncache(OutPoint outpoint) {
    long entry = table.find(outpoint);
    if (entry != 0 && table.flags(entry) == 0) {
      table.remove(entry);
    }
  }

  @Override
  public BlockHash bestBlock() {
    return bestBlock;
  }

  /** Says up to which block the changes have been made. */
  public void setBestBlock(BlockHash block) {
    bestBlock = block;
  }

  // ---- changes

  /** Starts to remember changes. */
  public void begin() {
    if (journaling) {
      throw new IllegalStateException("changes of coins within changes of coins");
    }
    journaling = true;
    bestBefore = bestBlock;
  }

  /** Keeps what was changed since {@link #begin}. */
  public void commit() {
    journaling = false;
    journal.clear();
  }

  /** Takes back what was changed since {@link #begin}. */
  public void rollback() {
    journaling = false;
    for (int i = journal.size() - 1; i >= 0; i--) {
      Change change = journal.get(i);
      long entry = table.find(change.outpoint());
      if (entry != 0) {
        table.remove(entry);
      }
      Entry before = change.before();
      if (before != null) {
        table.insert(change.outpoint(), before.coin(), before.flags());
      }
    }
    journal.clear();
    bestBlock = bestBefore;
  }

  /**
   * Spends an output.
   *
   * @return what it was, or null if it is not unspent
   */
  public @Nullable Coin spend(OutPoint outpoint) {
    long entry = table.find(outpoint);
    Coin coin;
    if (entry == 0) {
      coin = database.get(outpoint);
      if (coin == null) {
        return null;
      }
      table.insert(outpoint, NO_COIN, CoinTable.SPENT | CoinTable.DIRTY);
      remember(outpoint, 0, coin);
      return coin;
    }
    int flags = table.flags(entry);
    if ((flags & CoinTable.SPENT) != 0) {
      return null;
    }
    coin = table.coin(entry);
    remember(outpoint, flags, coin);
    if ((flags & CoinTable.FRESH) != 0) {
      table.remove(entry);
    } else {
      table.setFlags(entry, CoinTable.SPENT | CoinTable.DIRTY);
    }
    return coin;
  }

  private void remember(OutPoint outpoint, int flags, Coin coin) {
    if (journaling) {
      journal.add(new Change(outpoint, new Entry(flags, coin)));
    }
  }

  /**
   * Adds an unspent output, unless it can never be spent.
   *
   * @param mayOverwrite whether there may be such an unspent output already; otherwise that is our
   *     own bug
   */
  public void add(OutPoint outpoint, Coin coin, boolean mayOverwrite) {
    if (isUnspendable(coin.output().script())) {
      return;
    }
    int flags = CoinTable.DIRTY;
    long entry = table.find(outpoint);
    if (entry == 0) {
      if (journaling) {
        journal.add(new Change(outpoint, null));
      }
      if (!mayOverwrite || database.isKnownEmpty()) {
        flags |= CoinTable.FRESH;
      }
    } else {
      int old = table.flags(entry);
      boolean spent = (old & CoinTable.SPENT) != 0;
      if (!spent && !mayOverwrite) {
        throw new IllegalStateException("coin " + outpoint + " exists already");
      }
      remember(outpoint, old, spent ? NO_COIN : table.coin(entry));
      // Still not in the database if it was not there before.
      flags |= old & CoinTable.FRESH;
      table.remove(entry);
    }
    table.insert(outpoint, coin, flags);
  }

  // ---- reading ahead

  /** Reads a coin from disk for {@link #offer} if the table does not have it. Changes nothing. */
  public @Nullable Coin readAhead(OutPoint outpoint) {
    return table.find(outpoint) != 0 ? null : database.get(outpoint);
  }

  /** Tells whether spending or reading this output would need the disk. */
  public boolean needsDisk(OutPoint outpoint) {
    return !database.isKnownEmpty() && table.find(outpoint) == 0;
  }

  /** Returns a number that changes when results of {@link #readAhead} become worthless. */
  public long generation() {
    return generation;
  }

  /** Puts a coin that was read ahead into the table, if nothing is known of it there. */
  public void offer(OutPoint outpoint, Coin coin, long readInGeneration) {
    if (readInGeneration == generation && table.find(outpoint) == 0) {
      table.insert(outpoint, coin, 0);
    }
  }

  // ---- writing

  /** Writes all changes and keeps the coins in memory. */
  public void sync() {
    requireNoJournal();
    database.write(table, bestBlock);
    generation++;
    table.markClean();
  }

  /** Writes all changes and forgets all coins. */
  public void flush() {
    requireNoJournal();
    database.write(table, bestBlock);
    generation++;
    table.clear();
  }

  private void requireNoJournal() {
    if (journaling) {
      throw new IllegalStateException("coins written in the middle of a change");
    }
  }

  /** Returns the memory in use. */
  public long bytes() {
    return table.bytes();
  }

  /** Returns the part of {@link #bytes} that lies in the heap; the rest lies outside. */
  public long heapBytes() {
    return table.heapBytes();
  }

  /** Returns about how much memory is needed to take back the changes since {@link #begin}. */
  public long journalBytes() {
    return journal.size() * JOURNAL_ENTRY_BYTES;
  }

  /** Returns the number of entries in memory, spent ones included. */
  public long size() {
    return table.size();
  }

  /** Returns how many entries would be written. */
  public long dirtyEntries() {
    return table.dirtyEntries();
  }

  public CoinsDatabase database() {
    return database;
  }

  /** Gives the memory back without writing. */
  @Override
  public void close() {
    table.close();
  }
}
