// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.index;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.WriteObserver;
import org.moneyrocket.kernel.blockfile.BlockFileInfo;
import org.moneyrocket.kernel.blockfile.FilePosition;
import org.moneyrocket.kernel.coins.VarInt;
import org.moneyrocket.kernel.database.Batch;
import org.moneyrocket.kernel.database.Database;
import org.moneyrocket.kernel.database.DatabaseOptions;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;

/** The block index on disk: headers, what is known about block files, and a few flags. */
public final class IndexStore implements AutoCloseable {
  private static final byte BLOCK = 'b';
  private static final byte FILE = 'f';
  private static final byte FLAG = 'F';
  private static final byte PENDING = 'P';
  private static final byte[] LAST_FILE = {'l'};
  private static final byte[] REINDEXING = {'R'};
  private static final byte[] YES = {'1'};
  // The number of the version that introduced this form; readers ignore it.
  private static final int VERSION = 259900;

  private final Database database;

  /** Keys of rows that wait for their data to be on disk. Guarded by the chain lock. */
  private final Set<Bytes> pending = new LinkedHashSet<>();

  /**
   * Opens the index. If it is wiped, now or in an earlier run that ended too soon, all block files
   * are to be read again.
   */
  public IndexStore(Path directory, long cacheBytes, boolean wipe) {
    this(directory, cacheBytes, wipe, WriteObserver.NONE);
  }

  /**
   * Opens the index as above.
   *
   * @param writes hears of each write
   */
  public IndexStore(Path directory, long cacheBytes, boolean wipe, WriteObserver writes) {
    this.database =
        Database.openMarked(
            new DatabaseOptions(directory, cacheBytes, cacheBytes, wipe).observed(writes));
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
    return encode(
        new Row(
            entry.header(),
            entry.height(),
            entry.status(),
            entry.transactionCount(),
            entry.file,
            entry.dataOffset,
            entry.undoOffset));
  }

  private static byte[] encode(Row row) {
    ByteWriter out = new ByteWriter(128);
    int status = row.status();
    VarInt.write(out, VERSION);
    VarInt.write(out, row.height());
    VarInt.write(out, status);
    VarInt.write(out, row.transactions());
    if ((status & (BlockStatus.HAVE_DATA | BlockStatus.HAVE_UNDO)) != 0) {
      VarInt.write(out, row.file());
    }
    if ((status & BlockStatus.HAVE_DATA) != 0) {
      VarInt.write(out, row.dataOffset());
    }
    if ((status & BlockStatus.HAVE_UNDO) != 0) {
      VarInt.write(out, row.undoOffset());
    }
    row.header().write(out);
    return out.toArray();
  }

  private static byte[] fileKey(int number) {
    return new ByteWriter(5).u8(FILE).i32(number).toArray();
  }

  private static byte[] flagKey(String name) {
    return new ByteWriter(32).u8(FLAG).text(name).toArray();
  }

  /**
   * Changes of the index by key: entries of blocks, facts about files, the number of the last file.
   */
  private static Map<Bytes, byte[]> rows(
      Map<Integer, BlockFileInfo> files, int lastFile, Collection<BlockEntry> entries) {
    Map<Bytes, byte[]> rows = new LinkedHashMap<>();
    files.forEach(
        (number, info) -> {
          ByteWriter out = new ByteWriter(32);
          info.write(out);
          rows.put(Bytes.wrap(fileKey(number)), out.toArray());
        });
    rows.put(Bytes.wrap(LAST_FILE), new ByteWriter(4).i32(lastFile).toArray());
    for (BlockEntry entry : entries) {
      rows.put(Bytes.wrap(blockKey(entry.hash())), encode(entry));
    }
    return rows;
  }

  private static byte[] blockKey(BlockHash hash) {
    ByteWriter key = new ByteWriter(1 + BlockHash.BYTES).u8(BLOCK);
    hash.write(key);
    return key.toArray();
  }

  /**
   * Writes changed entries and file facts together, to disk before it returns. What they point to
   * is on disk.
   */
  public void write(
      Map<Integer, BlockFileInfo> files, int lastFile, Collection<BlockEntry> entries) {
    Batch batch = new Batch();
    rows(files, lastFile, entries).forEach((key, value) -> batch.put(key.unsafeArray(), value));
    finish(batch);
  }

  private void finish(Batch batch) {
    pending.forEach(key -> batch.delete(pendingKey(key)));
    database.write(batch, true);
    pending.clear();
  }

  // ---- what need not be on disk yet

  /**
   * Hands changes to the operating system, so that they outlast this process. What they point to
   * may not be on disk: if the machine ends too, {@link #takePending} decides about them. The next
   * {@link #write} takes their place.
   */
  public void writePending(
      Map<Integer, BlockFileInfo> files, int lastFile, Collection<BlockEntry> entries) {
    Batch batch = new Batch();
    rows(files, lastFile, entries)
        .forEach(
            (key, value) -> {
              batch.put(pendingKey(key), value);
              pending.add(key);
            });
    database.write(batch, false);
  }

  private static byte[] pendingKey(Bytes key) {
    return new ByteWriter(1 + key.size()).u8(PENDING).bytes(key).toArray();
  }

  /** Decides about a block whose entry had not been brought to disk. */
  public interface Judge {
    /** Tells whether the block is there and whole. */
    boolean hasBlock(BlockHeader header, int height, FilePosition block);

    /** Tells whether the undo data is there and whole. */
    boolean hasUndo(BlockHeader header, FilePosition undo);

    /** Brings all that was found to disk before the index says so. */
    void sync();
  }

  /**
   * Makes what an ended process left pending part of the index, as far as it points to something.
   *
   * @return how many blocks were found
   */
  public int takePending(Judge judge) {
    Map<Bytes, byte[]> left = new LinkedHashMap<>();
    try (Database.Cursor cursor = database.cursor()) {
      boolean there = cursor.seek(new byte[] {PENDING});
      while (there && cursor.key()[0] == PENDING) {
        byte[] key = cursor.key();
        left.put(Bytes.of(key, 1, key.length - 1), cursor.value());
        there = cursor.next();
      }
    }
    if (left.isEmpty()) {
      return 0;
    }
    pending.addAll(left.keySet());
    Batch batch = new Batch();
    int found = 0;
    for (Map.Entry<Bytes, byte[]> row : left.entrySet()) {
      byte[] key = row.getKey().unsafeArray();
      if (key[0] != BLOCK) {
        batch.put(key, row.getValue());
        continue;
      }
      Row judged = judged(decode(row.getValue()), judge);
      boolean data = (judged.status() & BlockStatus.HAVE_DATA) != 0;
      if (data || !database.has(key)) {
        batch.put(key, encode(judged));
      }
      found += data ? 1 : 0;
    }
    judge.sync();
    finish(batch);
    return found;
  }

  private static Row judged(Row row, Judge judge) {
    int status = row.status();
    if ((status & BlockStatus.HAVE_DATA) == 0) {
      return row;
    }
    if (!judge.hasBlock(
        row.header(), row.height(), new FilePosition(row.file(), row.dataOffset()))) {
      // The header remains, and with it the way to get the block again.
      int mark = status & BlockStatus.FAILED;
      return new Row(row.header(), row.height(), BlockStatus.VALID_TREE | mark, 0, 0, 0, 0);
    }
    if ((status & BlockStatus.HAVE_UNDO) != 0
        && !judge.hasUndo(row.header(), new FilePosition(row.file(), row.undoOffset()))) {
      return new Row(
          row.header(),
          row.height(),
          status & ~BlockStatus.HAVE_UNDO,
          row.transactions(),
          row.file(),
          row.dataOffset(),
          0);
    }
    return row;
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
