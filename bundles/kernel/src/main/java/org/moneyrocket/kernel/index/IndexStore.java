// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.index;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.blockfile.BlockFileInfo;
import org.moneyrocket.kernel.coins.VarInt;
import org.moneyrocket.kernel.database.Batch;
import org.moneyrocket.kernel.database.Database;
import org.moneyrocket.kernel.database.DatabaseOptions;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.DecodeException;

/** The block index on disk: headers, what is known about block files, and a few flags. */
public final class IndexStore implements AutoCloseable {
  private static final byte BLOCK = 'b';
  private static final byte FILE = 'f';
  private static final byte FLAG = 'F';
  private static final byte[] LAST_FILE = {'l'};
  private static final byte[] REINDEXING = {'R'};
  private static final byte[] YES = {'1'};
  // The number of the version that introduced this form; readers ignore it.
  private static final int VERSION = 259900;

  private final Database database;

  /**
   * Opens the index. If it is wiped, now or in an earlier run that ended too soon, all block files
   * are to be read again.
   */
  public IndexStore(Path directory, long cacheBytes, boolean wipe) {
    this.database =
        Database.openMarked(new DatabaseOptions(directory, cacheBytes, cacheBytes, wipe));
    if (database.wasWiped()) {
      setReindexing(true);
      database.endWiping();
    }
  }

  /** Tells whether it was wiped when it was opened. */
  public boolean wasWiped() {
    return database.wasWiped();
  }

  /**
   * A header as it is stored.
   *
   * @param undoOffset 0 if there is no undo data
   */
  record Row(
      BlockHeader header,
      int height,
      int status,
      int transactions,
      int file,
      int dataOffset,
      int undoOffset) {}

  /**
   * Reads all entries in their stored form; there are a million of them.
   *
   * @param interrupted ends it early
   */
  List<byte[]> readAll(BooleanSupplier interrupted) {
    List<byte[]> values = new ArrayList<>();
    try (Database.Cursor cursor = database.cursor()) {
      boolean there = cursor.seek(new byte[] {BLOCK});
      while (there && cursor.key()[0] == BLOCK && !interrupted.getAsBoolean()) {
        values.add(cursor.value());
        there = cursor.next();
      }
    }
    return values;
  }

  /** Reads the height alone. */
  int height(byte[] value) {
    try {
      ByteReader in = new ByteReader(value);
      VarInt.read(in);
      return VarInt.readInt(in);
    } catch (DecodeException e) {
      throw damaged("entry of a block: " + e.getMessage(), e);
    }
  }

  Row decode(byte[] value) {
    ByteReader in = new ByteReader(value);
    try {
      VarInt.read(in);
      int height = VarInt.readInt(in);
      int status = VarInt.readInt(in);
      int transactions = VarInt.readInt(in);
      boolean data = (status & BlockStatus.HAVE_DATA) != 0;
      boolean undo = (status & BlockStatus.HAVE_UNDO) != 0;
      int file = data || undo ? VarInt.readInt(in) : 0;
      int dataOffset = data ? VarInt.readInt(in) : 0;
      int undoOffset = undo ? VarInt.readInt(in) : 0;
      return new Row(
          BlockHeader.read(in), height, status, transactions, file, dataOffset, undoOffset);
    } catch (DecodeException e) {
      throw damaged("entry of a block: " + e.getMessage(), e);
    }
  }

  private StorageException damaged(String what, @Nullable Exception cause) {
    String message = "database " + database.directory() + ": " + what;
    return cause == null
        ? new StorageException(StorageException.Kind.DAMAGED, message)
        : new StorageException(StorageException.Kind.DAMAGED, message, cause);
  }

  private static byte[] encode(BlockEntry entry) {
    ByteWriter out = new ByteWriter(128);
    int status = entry.status();
    VarInt.write(out, VERSION);
    VarInt.write(out, entry.height());
    VarInt.write(out, status);
    VarInt.write(out, entry.transactionCount());
    if ((status & (BlockStatus.HAVE_DATA | BlockStatus.HAVE_UNDO)) != 0) {
      VarInt.write(out, entry.file);
    }
    if ((status & BlockStatus.HAVE_DATA) != 0) {
      VarInt.write(out, entry.dataOffset);
    }
    if ((status & BlockStatus.HAVE_UNDO) != 0) {
      VarInt.write(out, entry.undoOffset);
    }
    entry.header().write(out);
    return out.toArray();
  }

  private static byte[] fileKey(int number) {
    return new ByteWriter(5).u8(FILE).i32(number).toArray();
  }

  private static byte[] flagKey(String name) {
    return new ByteWriter(32).u8(FLAG).text(name).toArray();
  }

  /** Writes changed entries and file facts together, to disk before it returns. */
  public void write(
      Map<Integer, BlockFileInfo> files, int lastFile, Collection<BlockEntry> entries) {
    Batch batch = new Batch();
    files.forEach(
        (number, info) -> {
          ByteWriter out = new ByteWriter(32);
          info.write(out);
          batch.put(fileKey(number), out.toArray());
        });
    batch.put(LAST_FILE, new ByteWriter(4).i32(lastFile).toArray());
    for (BlockEntry entry : entries) {
      ByteWriter key = new ByteWriter(1 + BlockHash.BYTES).u8(BLOCK);
      entry.hash().write(key);
      batch.put(key.toArray(), encode(entry));
    }
    database.write(batch, true);
  }

  /** Returns what is known about a pair of files, or null. */
  public @Nullable BlockFileInfo readFile(int number) {
    byte[] value = database.get(fileKey(number));
    if (value == null) {
      return null;
    }
    try {
      return BlockFileInfo.read(new ByteReader(value));
    } catch (DecodeException e) {
      throw damaged("facts about block file " + number + ": " + e.getMessage(), e);
    }
  }

  /** Returns the greatest number of a file, 0 if none was written. */
  public int readLastFile() {
    byte[] value = database.get(LAST_FILE);
    if (value == null) {
      return 0;
    }
    try {
      int number = new ByteReader(value).i32();
      if (number < 0) {
        throw damaged("number of the last block file is " + number, null);
      }
      return number;
    } catch (DecodeException e) {
      throw damaged("number of the last block file: " + e.getMessage(), e);
    }
  }

  public boolean isReindexing() {
    return database.has(REINDEXING);
  }

  public void setReindexing(boolean reindexing) {
    Batch batch = new Batch();
    if (reindexing) {
      batch.put(REINDEXING, YES);
    } else {
      batch.delete(REINDEXING);
    }
    database.write(batch, true);
  }

  public boolean readFlag(String name) {
    byte[] value = database.get(flagKey(name));
    return value != null && new String(value, StandardCharsets.US_ASCII).equals("1");
  }

  public void writeFlag(String name, boolean value) {
    database.write(new Batch().put(flagKey(name), new byte[] {(byte) (value ? '1' : '0')}), true);
  }

  @Override
  public void close() {
    database.close();
  }
}
