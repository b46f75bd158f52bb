// SPDX-License-Identifier: MIT
package org.moneyrocket.node.index;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.database.Batch;
import org.moneyrocket.kernel.database.Database;
import org.moneyrocket.kernel.database.DatabaseOptions;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;

/**
 * A database with one row for each block, with the keys of Bitcoin Core's block filter and coin
 * statistics indexes. Rows of the chain lie by height; the row of a block that is taken off the
 * chain is copied to a key of its hash and stays. One writer; readers may come from any thread.
 *
 * <p>Every failure is a {@link StorageException} that names the directory.
 */
final class BlockRows implements AutoCloseable {
  private static final int BY_HEIGHT = 't';
  private static final int BY_HASH = 's';
  private static final byte[] BEST_BLOCK = {'B'};
  private static final long CACHE_BYTES = 8L << 20;
  private static final long WRITE_BUFFER_BYTES = 4L << 20;

  private final Database database;
  private final LocatorRecord best;

  private BlockRows(Database database) {
    this.database = database;
    this.best = new LocatorRecord(database, BEST_BLOCK);
  }

  /**
   * Opens or makes the database.
   *
   * @param wipe whether to forget what is there
   */
  static BlockRows open(Path directory, boolean wipe) {
    return new BlockRows(
        Database.open(new DatabaseOptions(directory, CACHE_BYTES, WRITE_BUFFER_BYTES, wipe)));
  }

  Database database() {
    return database;
  }

  List<BlockHash> best() {
    return best.read();
  }

  void putBest(Batch batch, List<BlockHash> locator) {
    best.put(batch, locator);
  }

  private static byte[] byHeight(int height) {
    return new ByteWriter(5).u8(BY_HEIGHT).u16be(height >>> 16).u16be(height & 0xffff).toArray();
  }

  private static byte[] byHash(Bytes hash) {
    return new ByteWriter(1 + BlockHash.BYTES).u8(BY_HASH).bytes(hash).toArray();
  }

  /** Adds the row of a block that is now at its height. */
  static void put(Batch batch, BlockEntry entry, byte[] row) {
    batch.put(
        byHeight(entry.height()),
        new ByteWriter(BlockHash.BYTES + row.length)
            .bytes(entry.hash().hash())
            .bytes(row)
            .toArray());
  }

  /**
   * Keeps what lies at the height of a block that leaves it. That may be the row of another: after
   * a crash the index goes on from where it was written down last, while rows of a later
   * reorganisation are there already. Then the row of {@code entry} was kept before.
   */
  void keepAside(Batch batch, BlockEntry entry) {
    byte[] value = database.get(byHeight(entry.height()));
    if (value == null) {
      throw damaged("there is no row at height " + entry.height());
    }
    if (value.length < BlockHash.BYTES) {
      throw damaged("the row of height " + entry.height() + " is too short");
    }
    batch.put(
        byHash(Bytes.of(value, 0, BlockHash.BYTES)),
        Arrays.copyOfRange(value, BlockHash.BYTES, value.length));
  }

  private Optional<byte[]> atHeight(BlockEntry entry) {
    byte[] value = database.get(byHeight(entry.height()));
    if (value == null) {
      return Optional.empty();
    }
    if (value.length < BlockHash.BYTES) {
      throw damaged("the row of height " + entry.height() + " is too short");
    }
    byte[] hash = entry.hash().hash().unsafeArray();
    return Arrays.equals(value, 0, BlockHash.BYTES, hash, 0, BlockHash.BYTES)
        ? Optional.of(Arrays.copyOfRange(value, BlockHash.BYTES, value.length))
        : Optional.empty();
  }

  /** Returns the row of a block, wherever it is. */
  Optional<byte[]> find(BlockEntry entry) {
    return atHeight(entry).or(() -> Optional.ofNullable(database.get(byHash(entry.hash().hash()))));
  }

  StorageException damaged(String what) {
    return new StorageException(
        StorageException.Kind.DAMAGED, "database " + database.directory() + ": " + what);
  }

  @Override
  public void close() {
    database.close();
  }
}
