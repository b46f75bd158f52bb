// SPDX-License-Identifier: MIT
package org.moneyrocket.node.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.blockfile.NumberedFiles;
import org.moneyrocket.kernel.blockfile.XorKey;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;

/**
 * The files {@code fltr?????.dat} with the filters themselves: block hash, length, filter. One
 * writer; readers may come from any thread.
 */
final class FilterFiles implements AutoCloseable {
  private static final int MAX_FILE_BYTES = 16 << 20;
  private static final int CHUNK_BYTES = 1 << 20;

  /** Hash and length are read with as much of the filter; most are shorter. */
  private static final int FIRST_READ = 4096;

  private final NumberedFiles files;

  /** A place in the files. */
  record Position(int file, int offset) {}

  private Position next;

  private FilterFiles(NumberedFiles files, Position next) {
    this.files = files;
    this.next = next;
  }

  /**
   * Opens the files of a directory.
   *
   * @param next where the next filter is written
   */
  static FilterFiles open(Path directory, Position next) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw StorageException.of("cannot make " + directory, e);
    }
    return new FilterFiles(new NumberedFiles(directory, "fltr", CHUNK_BYTES, XorKey.NONE), next);
  }

  Position next() {
    return next;
  }

  /** Writes a filter and returns where. */
  Position append(BlockFilter filter) {
    ByteWriter out = new ByteWriter(BlockHash.BYTES + 5 + filter.encoded().size());
    out.bytes(filter.block().hash()).varBytes(filter.encoded());
    byte[] data = out.toArray();
    try {
      if (next.offset() + (long) data.length > MAX_FILE_BYTES) {
        files.flush(next.file(), next.offset(), true);
        next = new Position(next.file() + 1, 0);
      }
      Position at = next;
      files.reserve(at.file(), at.offset(), data.length);
      files.write(at.file(), at.offset(), data, data.length);
      next = new Position(at.file(), at.offset() + data.length);
      return at;
    } catch (IOException e) {
      throw files.failed("cannot write", next.file(), e);
    }
  }

  /** Brings what was written to disk. */
  void flush() {
    try {
      files.flush(next.file(), next.offset(), false);
    } catch (IOException e) {
      throw files.failed("cannot write", next.file(), e);
    }
  }

  /**
   * Reads the bytes of a filter.
   *
   * @param hash the double SHA-256 they must have
   * @return empty if other bytes are there
   */
  Optional<Bytes> read(Position at, BlockHash block, Bytes hash) {
    try {
      long length = files.length(at.file());
      byte[] data = new byte[Math.clamp(length - at.offset(), 0, FIRST_READ)];
      files.read(at.file(), at.offset(), data);
      ByteReader in = new ByteReader(data);
      boolean right = BlockHash.read(in).equals(block);
      long size = in.compactSize();
      int start = in.position();
      if (!right || size > length - at.offset() - start) {
        return Optional.empty();
      }
      byte[] filter = new byte[(int) size];
      if (size <= in.remaining()) {
        System.arraycopy(data, start, filter, 0, filter.length);
      } else {
        files.read(at.file(), (long) at.offset() + start, filter);
      }
      return Bytes.wrap(Hashes.sha256d(filter)).equals(hash)
          ? Optional.of(Bytes.wrap(filter))
          : Optional.empty();
    } catch (DecodeException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw files.failed("cannot read", at.file(), e);
    }
  }

  @Override
  public void close() {
    try {
      files.close();
    } catch (IOException e) {
      throw files.failed("cannot close", next.file(), e);
    }
  }
}
