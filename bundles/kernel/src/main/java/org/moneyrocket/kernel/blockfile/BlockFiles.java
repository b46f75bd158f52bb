// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.blockfile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.WriteObserver;
import org.moneyrocket.kernel.coins.BlockUndo;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.settings.IoText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The block files {@code blkNNNNN.dat} and the undo files {@code revNNNNN.dat} beside them.
 *
 * <p>A record is the chain's magic, a length, and the data; undo data is followed by a checksum.
 * Blocks lie in the order in which they came. Reading is safe for any thread; the rest needs the
 * chain lock.
 */
public final class BlockFiles implements AutoCloseable {
  /** Bytes before the data of a record: magic and length. */
  public static final int HEADER_BYTES = 8;

  /** What an undo record takes beside the undo data. */
  public static final int UNDO_OVERHEAD = HEADER_BYTES + 32;

  /** A block file never reaches this size. */
  public static final int MAX_FILE_BYTES = 128 << 20;

  /** Files grow by this much at a time. */
  public static final int BLOCK_CHUNK = 16 << 20;

  public static final int UNDO_CHUNK = 1 << 20;

  private static final int FAST_PRUNE_FILE_BYTES = 64 << 10;
  private static final int FAST_PRUNE_CHUNK = 16 << 10;
  private static final int MAX_BLOCK_BYTES = 4_000_000;
  private static final Logger log = LoggerFactory.getLogger(BlockFiles.class);
  private static final Logger storage = LoggerFactory.getLogger("blockstorage");

  private final Bytes magic;
  private final boolean fastPrune;
  private final NumberedFiles blocks;
  private final NumberedFiles undos;
  private final Consumer<String> flushErrors;

  private final List<BlockFileInfo> infos = new ArrayList<>(List.of(BlockFileInfo.EMPTY));
  private final TreeSet<Integer> dirty = new TreeSet<>();

  /** Files that were written to since they were last brought to disk. */
  private final TreeSet<Integer> unsyncedBlocks = new TreeSet<>();

  private final TreeSet<Integer> unsyncedUndos = new TreeSet<>();
  private @Nullable Cursor normal = new Cursor(0);
  private @Nullable Cursor assumed;
  private int snapshotHeight = Integer.MAX_VALUE;
  private boolean grew;

  /** Where blocks are being appended. */
  private static final class Cursor {
    final int file;
    int undoHeight;

    Cursor(int file) {
      this.file = file;
    }
  }

  /**
   * Works on the files in {@code directory}.
   *
   * @param magic four bytes before each record
   * @param key what the files are XORed with
   * @param fastPrune use small files, for tests
   * @param flushErrors hears that data could not be brought to disk
   * @param writes hears of each write
   */
  public BlockFiles(
      Path directory,
      Bytes magic,
      XorKey key,
      boolean fastPrune,
      Consumer<String> flushErrors,
      WriteObserver writes) {
    this.magic = magic;
    this.fastPrune = fastPrune;
    this.blocks =
        new NumberedFiles(
            directory, "blk", fastPrune ? FAST_PRUNE_CHUNK : BLOCK_CHUNK, key, writes);
    this.undos = new NumberedFiles(directory, "rev", UNDO_CHUNK, key, writes);
    this.flushErrors = flushErrors;
  }

  // ---- facts about files

  /**
   * Takes over what is known about the files of an earlier run.
   *
   * @param snapshotHeight blocks from this height on are kept in files of their own; {@code
   *     Integer.MAX_VALUE} if no snapshot is in use
   */
  public void load(List<BlockFileInfo> known, int snapshotHeight) {
    infos.clear();
    infos.addAll(known.isEmpty() ? List.of(BlockFileInfo.EMPTY) : known);
    this.snapshotHeight = snapshotHeight;
    normal = new Cursor(0);
    assumed = null;
    for (int i = 0; i < infos.size(); i++) {
      if (isAssumed(infos.get(i).lastHeight())) {
        assumed = new Cursor(i);
      } else {
        normal = new Cursor(i);
      }
    }
  }

  /** Says that a snapshot with this base was loaded or is no longer needed. */
  public void setSnapshotHeight(int height) {
    snapshotHeight = height;
  }

  private boolean isAssumed(int height) {
    return height >= snapshotHeight;
  }

  /** Returns the greatest number of a file. */
  public int lastFile() {
    return infos.size() - 1;
  }

  public BlockFileInfo info(int file) {
    return infos.get(file);
  }

  /** Returns the bytes in use of all files. */
  public long usage() {
    long sum = 0;
    for (BlockFileInfo info : infos) {
      sum += (long) info.size() + info.undoSize();
    }
    return sum;
  }

  /** Returns what is not on disk yet of the facts about files. */
  public Map<Integer, BlockFileInfo> dirty() {
    Map<Integer, BlockFileInfo> changed = new LinkedHashMap<>();
    for (int file : dirty) {
      changed.put(file, infos.get(file));
    }
    return changed;
  }

  /** Says that all facts about files are on disk. */
  public void clearDirty() {
    dirty.clear();
  }

  /** Tells whether files took more disk space since the last call. */
  public boolean takeGrew() {
    boolean result = grew;
    grew = false;
    return result;
  }

  public void setGrew() {
    grew = true;
  }

  public boolean exists(int file) {
    return blocks.exists(file);
  }

  public Path path(int file) {
    return blocks.path(file);
  }

  private void update(int file, BlockFileInfo info) {
    while (infos.size() <= file) {
      infos.add(BlockFileInfo.EMPTY);
    }
    infos.set(file, info);
    dirty.add(file);
  }

  // ---- writing blocks

  /**
   * Appends a block.
   *
   * @param data the serialized block
   * @param time of the block, Unix seconds
   */
  public FilePosition write(Bytes data, int height, long time) {
    int add = data.size() + HEADER_BYTES;
    int file = fileFor(height, add);
    BlockFileInfo info = infos.get(file);
    int offset = info.size();
    try {
      grew |= blocks.reserve(file, offset, add);
      ByteWriter record = new ByteWriter(add);
      record.bytes(magic).i32(data.size()).bytes(data);
      unsyncedBlocks.add(file);
      blocks.write(file, offset, record.unsafeArray(), add);
    } catch (IOException e) {
      throw blocks.failed("cannot write", file, e);
    }
    update(file, info.withBlock(height, time).withSize(offset + add));
    return new FilePosition(file, offset + HEADER_BYTES);
  }

  private int fileFor(int height, int add) {
    boolean forSnapshot = isAssumed(height);
    Cursor cursor = forSnapshot ? assumed : normal;
    if (cursor == null) {
      cursor = new Cursor(infos.size());
      storage.debug("initializing blockfile cursor to {}", cursor.file);
    }
    int limit = MAX_FILE_BYTES;
    if (fastPrune) {
      limit = Math.max(FAST_PRUNE_FILE_BYTES, add + 1);
    }
    while (infos.size() <= cursor.file) {
      infos.add(BlockFileInfo.EMPTY);
    }
    BlockFileInfo info = infos.get(cursor.file);
    if (info.size() + add >= limit) {
      int next = infos.size();
      storage.debug(
          "Leaving block file {}: {} (onto {}) (height {})", cursor.file, info, next, height);
      // Undo data that lags behind is trimmed when its last block is connected.
      boolean undoComplete = info.lastHeight() == cursor.undoHeight;
      if (!flushFile(cursor.file, true, undoComplete)) {
        log.warn(
            "Failed to flush previous block file {} before opening new block file {}",
            cursor.file,
            next);
      }
      cursor = new Cursor(next);
      infos.add(BlockFileInfo.EMPTY);
    }
    if (forSnapshot) {
      assumed = cursor;
    } else {
      normal = cursor;
    }
    return cursor.file;
  }

  /** Notes a block that lies in a file already, during a reindex. */
  public void noteExisting(FilePosition position, int size, int height, long time) {
    int file = position.file();
    boolean forSnapshot = isAssumed(height);
    Cursor cursor = forSnapshot ? assumed : normal;
    if (cursor == null || cursor.file < file) {
      cursor = new Cursor(file);
      if (forSnapshot) {
        assumed = cursor;
      } else {
        normal = cursor;
      }
    }
    BlockFileInfo info = file < infos.size() ? infos.get(file) : BlockFileInfo.EMPTY;
    update(
        file,
        info.withBlock(height, time).withSize(Math.max(info.size(), position.offset() + size)));
  }

  // ---- writing undo data

  /**
   * Appends undo data to the undo file that belongs to a block file.
   *
   * @param file the number of the block's file
   * @param parent the hash of the block before, which the checksum covers
   * @return where the data begins
   */
  public int writeUndo(int file, BlockHash parent, BlockUndo undo, int height) {
    ByteWriter record = new ByteWriter(1024);
    record.bytes(magic).i32(0);
    undo.write(record);
    int size = record.size() - HEADER_BYTES;
    byte[] checksum = checksum(parent, record.unsafeArray(), HEADER_BYTES, size);
    record.bytes(checksum);
    byte[] data = record.unsafeArray();
    for (int i = 0; i < 4; i++) {
      data[4 + i] = (byte) (size >>> (8 * i));
    }
    BlockFileInfo info = infos.get(file);
    int offset = info.undoSize();
    try {
      grew |= undos.reserve(file, offset, record.size());
      unsyncedUndos.add(file);
      undos.write(file, offset, data, record.size());
    } catch (IOException e) {
      throw undos.failed("cannot write", file, e);
    }
    update(file, info.withUndoSize(offset + record.size()));
    noteUndo(file, height);
    return offset + HEADER_BYTES;
  }

  private void noteUndo(int file, int height) {
    Cursor cursor = isAssumed(height) ? assumed : normal;
    if (cursor == null) {
      return;
    }
    if (file < cursor.file && height == infos.get(file).lastHeight()) {
      if (!flushUndo(file, true)) {
        log.warn("Failed to flush undo file {}", file);
      }
    } else if (file == cursor.file && height > cursor.undoHeight) {
      cursor.undoHeight = height;
    }
  }

  private static byte[] checksum(BlockHash parent, byte[] data, int offset, int length) {
    var sha = Hashes.newSha256();
    sha.update(parent.hash().unsafeArray());
    sha.update(data, offset, length);
    return Hashes.finishTwice(sha);
  }

  // ---- reading

  /** Returns the length of the record at {@code position}, after checking its header. */
  private int recordLength(NumberedFiles files, FilePosition position, int max) {
    if (position.offset() < HEADER_BYTES) {
      throw new StorageException(
          StorageException.Kind.DAMAGED,
          "cannot read " + files.path(position.file()) + ": no record at " + position.offset());
    }
    byte[] header = new byte[HEADER_BYTES];
    try {
      files.read(position.file(), position.offset() - HEADER_BYTES, header);
    } catch (IOException e) {
      throw files.failed("cannot read", position.file(), e);
    }
    for (int i = 0; i < 4; i++) {
      if (header[i] != magic.get(i)) {
        throw damaged(files, position, "no record begins there");
      }
    }
    int length =
        header[4] & 0xff
            | (header[5] & 0xff) << 8
            | (header[6] & 0xff) << 16
            | (header[7] & 0xff) << 24;
    if (length < 0 || length > max) {
      throw damaged(
          files, position, "the record says it has " + Integer.toUnsignedString(length) + " bytes");
    }
    return length;
  }

  private static StorageException damaged(NumberedFiles files, FilePosition position, String what) {
    return new StorageException(
        StorageException.Kind.DAMAGED,
        files.path(position.file()) + " is damaged at offset " + position.offset() + ": " + what);
  }

  private static byte[] read(NumberedFiles files, FilePosition position, long skip, int length) {
    byte[] data = new byte[length];
    try {
      files.read(position.file(), position.offset() + skip, data);
    } catch (IOException e) {
      throw files.failed("cannot read", position.file(), e);
    }
    return data;
  }

  /**
   * Reads a block without decoding it.
   *
   * @throws StorageException if it is not there; the message names file and offset
   */
  public Bytes read(FilePosition position) {
    int length = recordLength(blocks, position, (int) ByteReader.MAX_SIZE);
    return Bytes.wrap(read(blocks, position, 0, length));
  }

  /**
   * Reads part of a block.
   *
   * @return empty if the block has no such bytes
   */
  public Optional<Bytes> readPart(FilePosition position, long offset, long size) {
    int length = recordLength(blocks, position, (int) ByteReader.MAX_SIZE);
    if (size <= 0 || offset < 0 || size > length || offset > length - size) {
      return Optional.empty();
    }
    return Optional.of(Bytes.wrap(read(blocks, position, offset, (int) size)));
  }

  /** Reads undo data and compares its checksum. */
  public BlockUndo readUndo(FilePosition position, BlockHash parent) {
    // Spent scripts may each be 10,000 bytes long, so undo data may be larger than its block.
    int length = recordLength(undos, position, Integer.MAX_VALUE - UNDO_OVERHEAD);
    try {
      if (length + 32L > undos.length(position.file()) - position.offset()) {
        throw damaged(undos, position, "the record says it has " + length + " bytes");
      }
    } catch (IOException e) {
      throw undos.failed("cannot read", position.file(), e);
    }
    byte[] data = read(undos, position, 0, length + 32);
    byte[] expected = checksum(parent, data, 0, length);
    for (int i = 0; i < 32; i++) {
      if (data[length + i] != expected[i]) {
        log.error("Checksum mismatch at {} while reading block undo", position);
        throw damaged(undos, position, "checksum mismatch");
      }
    }
    try {
      ByteReader in = new ByteReader(data, 0, length);
      BlockUndo undo = BlockUndo.read(in);
      in.expectEnd("undo data");
      return undo;
    } catch (DecodeException e) {
      throw new StorageException(
          StorageException.Kind.DAMAGED,
          undos.path(position.file())
              + " is damaged at offset "
              + position.offset()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /** Opens a block file for scanning from its start. */
  public RecordScanner scan(int file) throws IOException {
    return RecordScanner.ofBlockFile(blocks, file, magic, MAX_BLOCK_BYTES);
  }

  /**
   * Tells whether the first file begins with a block that is known; otherwise it or the key is
   * damaged.
   */
  public boolean fitsKey(Predicate<BlockHash> known) {
    int first = 0;
    while (first < lastFile() && !exists(first)) {
      first++;
    }
    byte[] start = new byte[HEADER_BYTES + BlockHeader.BYTES];
    try {
      blocks.read(first, 0, start);
    } catch (IOException e) {
      return false;
    }
    return Bytes.of(start, 0, 4).equals(magic)
        && known.test(
            new BlockHash(Bytes.wrap(Hashes.sha256d(start, HEADER_BYTES, BlockHeader.BYTES))));
  }

  // ---- flushing and removing

  private boolean flushFile(int file, boolean trim, boolean trimUndo) {
    boolean ok = true;
    try {
      syncBlocks(file, trim);
    } catch (IOException e) {
      log.error("{}", blocks.failed("cannot flush", file, e).getMessage());
      flushErrors.accept(
          "Flushing block file to disk failed. This is likely the result of an I/O error.");
      ok = false;
    }
    if (!trim || trimUndo) {
      ok &= flushUndo(file, trimUndo);
    }
    return ok;
  }

  private boolean flushUndo(int file, boolean trim) {
    try {
      syncUndo(file, trim);
      return true;
    } catch (IOException e) {
      log.error("{}", undos.failed("cannot flush", file, e).getMessage());
      flushErrors.accept(
          "Flushing undo file to disk failed. This is likely the result of an I/O error.");
      return false;
    }
  }

  private void syncBlocks(int file, boolean trim) throws IOException {
    blocks.flush(file, infos.get(file).size(), trim);
    unsyncedBlocks.remove(file);
  }

  private void syncUndo(int file, boolean trim) throws IOException {
    undos.flush(file, infos.get(file).undoSize(), trim);
    unsyncedUndos.remove(file);
  }

  /**
   * Brings everything that was written to disk, and the pair of files that is being appended to for
   * a chain of this height in any case. Undo data may have gone to older files than blocks.
   *
   * @throws StorageException if that is not possible: nothing may point to the data then
   */
  public void flush(int tipHeight) {
    Cursor cursor = isAssumed(tipHeight) ? assumed : normal;
    Set<Integer> blockFiles = new TreeSet<>(unsyncedBlocks);
    Set<Integer> undoFiles = new TreeSet<>(unsyncedUndos);
    if (cursor != null && cursor.file < infos.size()) {
      blockFiles.add(cursor.file);
      undoFiles.add(cursor.file);
    }
    for (int file : blockFiles) {
      try {
        syncBlocks(file, false);
      } catch (IOException e) {
        throw blocks.failed("cannot flush", file, e);
      }
    }
    for (int file : undoFiles) {
      try {
        syncUndo(file, false);
      } catch (IOException e) {
        throw undos.failed("cannot flush", file, e);
      }
    }
  }

  /**
   * Brings a pair of files to disk that an earlier process may have written to.
   *
   * @throws StorageException if that is not possible
   */
  public void sync(int file) {
    for (NumberedFiles files : List.of(blocks, undos)) {
      try {
        if (files.exists(file)) {
          files.flush(file, 0, false);
        }
      } catch (IOException e) {
        throw files.failed("cannot flush", file, e);
      }
    }
  }

  /** Says that the blocks of a file are no longer known; {@link #unlink} removes it. */
  public void forget(int file) {
    update(file, BlockFileInfo.EMPTY);
  }

  /** Removes files that were forgotten. */
  public void unlink(Collection<Integer> files) {
    for (int file : files) {
      try {
        unsyncedBlocks.remove(file);
        unsyncedUndos.remove(file);
        boolean removed = blocks.delete(file);
        removed |= undos.delete(file);
        if (removed) {
          storage.debug(
              "Prune: UnlinkPrunedFiles deleted blk/rev ({})",
              String.format(java.util.Locale.ROOT, "%05d", file));
        }
      } catch (IOException e) {
        log.warn("cannot remove {}: {}", blocks.path(file), IoText.reason(e));
      }
    }
  }

  @Override
  public void close() {
    try (NumberedFiles first = blocks;
        NumberedFiles second = undos) {
      storage.debug("closing block files");
    } catch (IOException e) {
      log.warn("closing block files: {}", IoText.reason(e));
    }
  }
}
