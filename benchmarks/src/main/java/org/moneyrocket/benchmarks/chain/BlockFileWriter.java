// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.chain;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;

/** Writes blocks to {@code blk00000.dat} and so on, as both programs read them, without a key. */
final class BlockFileWriter implements AutoCloseable {
  private static final long MAX_FILE_BYTES = 0x8000000;

  private final Path directory;
  private final Bytes magic;
  private @Nullable OutputStream file;
  private int files;
  private long fileBytes;
  private long bytes;

  BlockFileWriter(Path directory, Bytes magic) {
    this.directory = directory;
    this.magic = magic;
  }

  void write(Block block) throws IOException {
    int size = block.totalSize();
    OutputStream out = file;
    if (out == null || fileBytes + size + 8 > MAX_FILE_BYTES) {
      close();
      String name = String.format(Locale.ROOT, "blk%05d.dat", files++);
      out = new BufferedOutputStream(Files.newOutputStream(directory.resolve(name)), 1 << 20);
      file = out;
      fileBytes = 0;
    }
    ByteWriter record = new ByteWriter(size + 8);
    record.bytes(magic).i32(size);
    block.write(record);
    out.write(record.unsafeArray(), 0, record.size());
    fileBytes += record.size();
    bytes += record.size();
  }

  /** Returns how much was written to all files. */
  long bytes() {
    return bytes;
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
      file = null;
    }
  }
}
