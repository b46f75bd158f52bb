// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.coins;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.database.Batch;
import org.moneyrocket.kernel.database.Database;
import org.moneyrocket.kernel.database.DatabaseOptions;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Txid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All unspent outputs on disk, as of one block. While a change is being written the database says
 * so and between which two blocks it is, so that it can be completed after a crash.
 */
public final class CoinsDatabase implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger("coindb");

  private static final byte COIN = 'C';
  private static final byte[] BEST_BLOCK = {'B'};
  private static final byte[] HEADS = {'H'};
  private static final byte[] COINS_END = {COIN + 1};
  private static final int MAX_KEY = 1 + Txid.BYTES + 5;
  private static final int MANY_COINS = 10_000_000;
  // A batch exists twice in memory, and a larger one is not written any faster.
  private static final int MAX_BATCH_BYTES = 1 << 20;
  private static final ThreadLocal<byte[]> VALUE = ThreadLocal.withInitial(() -> new byte[256]);

  private final Database database;
  private final int batchBytes;
  private final BatchObserver observer;
  private volatile boolean noCoins;

  /** Hears of each batch that was written; tests crash the process there. */
  public interface BatchObserver {
    BatchObserver NONE = toDisk -> {};

    /**
     * Hears that part of a change was written.
     *
     * @param toDisk brings it to disk now; otherwise that happens at some time
     */
    void batchWritten(Runnable toDisk);
  }

  /**
   * Opens the database.
   *
   * @param batchBytes most bytes to write at once
   */
  public CoinsDatabase(DatabaseOptions options, int batchBytes, BatchObserver observer) {
    this.database = Database.open(options);
    this.batchBytes = Math.min(batchBytes, MAX_BATCH_BYTES);
    this.observer = observer;
    try (Database.Cursor cursor = database.cursor()) {
      noCoins = !(cursor.seek(new byte[] {COIN}) && cursor.key()[0] == COIN);
    }
  }

  private static int key(OutPoint outpoint, byte[] target) {
    target[0] = COIN;
    outpoint.txid().hash().copyTo(0, target, 1, Txid.BYTES);
    return VarInt.encode(Integer.toUnsignedLong(outpoint.index()), target, 1 + Txid.BYTES);
  }

  private static byte[] key(OutPoint outpoint) {
    byte[] key = new byte[1 + Txid.BYTES + VarInt.length(Integer.toUnsignedLong(outpoint.index()))];
    key(outpoint, key);
    return key;
  }

  /** Tells whether there is certainly no coin; false says nothing. */
  public boolean isKnownEmpty() {
    return noCoins;
  }

  /** Reads a coin, or null if it is not unspent. Safe for several threads. */
  public @Nullable Coin get(OutPoint outpoint) {
    if (noCoins) {
      return null;
    }
    byte[] key = key(outpoint);
    byte[] buffer = VALUE.get();
    int length = database.get(key, buffer);
    if (length == Database.NOT_FOUND) {
      return null;
    }
    if (length > buffer.length) {
      buffer = database.get(key);
      if (buffer == null) {
        return null;
      }
      length = buffer.length;
    }
    return decode(outpoint, buffer, length);
  }

  private Coin decode(OutPoint outpoint, byte[] value, int length) {
    try {
      return CoinCodec.read(new ByteReader(value, 0, length));
    } catch (DecodeException e) {
      throw new StorageException(
          StorageException.Kind.DAMAGED,
          "database " + database.directory() + ": coin " + outpoint + ": " + e.getMessage(),
          e);
    }
  }

  public boolean has(OutPoint outpoint) {
    return !noCoins && database.has(key(outpoint));
  }

  /** Returns the block up to which the coins are complete, zero if there is none. */
  public BlockHash bestBlock() {
    byte[] value = database.get(BEST_BLOCK);
    return value == null ? BlockHash.ZERO : blockHash(value, 0);
  }

  private BlockHash blockHash(byte[] value, int offset) {
    if (value.length < offset + BlockHash.BYTES) {
      throw new StorageException(
          StorageException.Kind.DAMAGED,
          "database " + database.directory() + ": block hash of " + value.length + " bytes");
    }
    return new BlockHash(Bytes.of(value, offset, BlockHash.BYTES));
  }

  /**
   * Returns the two blocks between which the database is after an interrupted write: the new one,
   * then the old one (zero if there was none). Empty if all is well.
   */
  public List<BlockHash> heads() {
    byte[] value = database.get(HEADS);
    if (value == null || value.length == 0) {
      return List.of();
    }
    if (value.length != 1 + 2 * BlockHash.BYTES || value[0] != 2) {
      throw new StorageException(
          StorageException.Kind.DAMAGED,
          "database " + database.directory() + ": list of heads has " + value.length + " bytes");
    }
    return List.of(blockHash(value, 1), blockHash(value, 1 + BlockHash.BYTES));
  }

  /** Writes the dirty entries of a table, so that the coins are those of {@code newBest}. */
  void write(CoinTable table, BlockHash newBest) {
    List<BlockHash> heads = heads();
    BlockHash old = heads.isEmpty() ? bestBlock() : heads.get(1);
    if (!heads.isEmpty() && !heads.get(0).equals(newBest)) {
      throw new IllegalStateException(
          "coins were being written for " + heads.get(0) + ", now for " + newBest);
    }
    if (table.dirtyEntries() > MANY_COINS) {
      log.warn(
          "Flushing large ({} entries) UTXO set to disk, it may take several minutes",
          table.dirtyEntries());
    }
    Session session = new Session(newBest, old);
    noCoins = false;
    table.forEachDirty(
        (entry, flags) -> {
          if ((flags & CoinTable.SPENT) == 0) {
            session.put(table.outpoint(entry), table.coin(entry));
          } else if ((flags & CoinTable.FRESH) == 0) {
            session.delete(table.outpoint(entry));
          }
        });
    session.finish();
    log.debug(
        "Committed {} changed transaction outputs (out of {}) to coin database...",
        table.dirtyEntries(),
        table.size());
  }

  /** One change from a block to another. */
  private final class Session {
    private final BlockHash newBest;
    private final Batch batch = new Batch();
    private final byte[] keyBuffer = new byte[MAX_KEY];
    private final ByteWriter value = new ByteWriter(128);
    private boolean unlogged;

    Session(BlockHash newBest, BlockHash old) {
      this.newBest = newBest;
      ByteWriter heads = new ByteWriter(1 + 2 * BlockHash.BYTES);
      heads.compactSize(2);
      newBest.write(heads);
      old.write(heads);
      batch.delete(BEST_BLOCK).put(HEADS, heads.toArray());
    }

    void put(OutPoint outpoint, Coin coin) {
      int keyLength = key(outpoint, keyBuffer);
      value.reset();
      CoinCodec.write(value, coin);
      batch.put(keyBuffer, 0, keyLength, value.unsafeArray(), 0, value.size());
      full();
    }

    void delete(OutPoint outpoint) {
      batch.delete(keyBuffer, 0, key(outpoint, keyBuffer));
      full();
    }

    private void full() {
      if (batch.size() >= batchBytes && !unlogged) {
        // This much costs less in tables at once than in a log first. What waits in the log must
        // reach the tables first: without a log only the end of what
        // was written may be lost.
        database.flush();
        unlogged = true;
      }
      if (batch.size() >= batchBytes) {
        log.debug("Writing partial batch of {} MiB", mib(batch.size()));
        database.writeUnlogged(batch);
        batch.clear();
        observer.batchWritten(database::flush);
      }
    }

    void finish() {
      batch.delete(HEADS).put(BEST_BLOCK, newBest.hash().unsafeArray());
      log.debug("Writing final batch of {} MiB", mib(batch.size()));
      if (unlogged) {
        database.writeUnlogged(batch);
        database.flush();
      } else {
        database.write(batch, false);
      }
    }

    private static String mib(int bytes) {
      return String.format(java.util.Locale.ROOT, "%.2f", bytes / 1048576.0);
    }
  }

  /** Brings everything written so far to disk. */
  public void flush() {
    database.flush();
  }

  /** Estimates the bytes that the coins take on disk. */
  public long estimateSize() {
    return database.approximateSize(new byte[] {COIN}, COINS_END);
  }

  /** Rewrites the database in good order. Takes long. */
  public void compact() {
    database.compact();
  }

  /** Opens a view of what is on disk now. */
  public CoinsCursor cursor() {
    return new DatabaseCursor();
  }

  @Override
  public void close() {
    database.close();
  }

  private final class DatabaseCursor implements CoinsCursor {
    private final Database.Cursor cursor = database.cursor();
    private final BlockHash best;
    private boolean started;
    private @Nullable OutPoint outpoint;

    DatabaseCursor() {
      byte[] value = cursor.get(BEST_BLOCK);
      best = value == null ? BlockHash.ZERO : blockHash(value, 0);
    }

    @Override
    public BlockHash bestBlock() {
      return best;
    }

    @Override
    public boolean next() {
      boolean there = started ? cursor.next() : cursor.seek(new byte[] {COIN});
      started = true;
      if (!there) {
        return false;
      }
      byte[] key = cursor.key();
      if (key[0] != COIN) {
        return false;
      }
      try {
        ByteReader in = new ByteReader(key, 1, key.length - 1);
        outpoint = new OutPoint(Txid.read(in), (int) VarInt.read(in));
      } catch (DecodeException e) {
        throw new StorageException(
            StorageException.Kind.DAMAGED,
            "database " + database.directory() + ": key of a coin: " + e.getMessage(),
            e);
      }
      return true;
    }

    @Override
    public OutPoint outpoint() {
      if (outpoint == null) {
        throw new IllegalStateException("no coin at the cursor");
      }
      return outpoint;
    }

    @Override
    public Coin coin() {
      byte[] value = cursor.value();
      return decode(outpoint(), value, value.length);
    }

    @Override
    public void close() {
      cursor.close();
    }
  }
}
