// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.blockfile;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.Bytes;

/**
 * Finds the blocks in a file that may hold anything else beside them: padding, remains of a crash,
 * damage. What is no record is passed over. One thread at a time.
 */
public final class RecordScanner implements AutoCloseable {
  private static final int STEP = 1 << 20;

  private final Path path;
  private final RandomAccessFile file;
  private final Bytes magic;
  private final int maxBytes;
  private final XorKey key;

  // Bytes of the file from bufferStart on.
  private byte[] buffer = new byte[STEP];
  private long bufferStart;
  private int bufferLength;

  private long next;
  private long recordOffset;
  private int recordSize;
  private long passedOver;

  private RecordScanner(Path path, Bytes magic, int maxBytes, XorKey key) throws IOException {
    this.path = path;
    this.file = new RandomAccessFile(path.toFile(), "r");
    this.magic = magic;
    this.maxBytes = maxBytes;
    this.key = key;
  }

  static RecordScanner ofBlockFile(NumberedFiles files, int number, Bytes magic, int maxBytes)
      throws IOException {
    return new RecordScanner(files.path(number), magic, maxBytes, files.key());
  }

  /**
   * Opens a file from elsewhere, which is not XORed.
   *
   * @param maxBytes longest record that is one
   */
  public static RecordScanner of(Path path, Bytes magic, int maxBytes) throws IOException {
    return new RecordScanner(path, magic, maxBytes, XorKey.NONE);
  }

  /** Makes the bytes from {@code from} available; false if the file has fewer. */
  private boolean load(long from, int length) throws IOException {
    if (from < bufferStart || from > bufferStart + bufferLength) {
      bufferStart = from;
      bufferLength = 0;
    }
    int skip = (int) (from - bufferStart);
    if (skip + length <= bufferLength) {
      return true;
    }
    int keep = bufferLength - skip;
    int wanted = Math.max(length, STEP);
    byte[] target = wanted > buffer.length ? new byte[wanted] : buffer;
    System.arraycopy(buffer, skip, target, 0, keep);
    buffer = target;
    bufferStart = from;
    bufferLength = keep;
    file.seek(from + keep);
    while (bufferLength < buffer.length) {
      int read = file.read(buffer, bufferLength, buffer.length - bufferLength);
      if (read < 0) {
        break;
      }
      key.apply(buffer, bufferLength, read, bufferStart + bufferLength);
      bufferLength += read;
    }
    return bufferLength >= length;
  }

  /**
   * Goes to the next record.
   *
   * @return false at the end of the file
   */
  public boolean next() throws IOException {
    long start = next;
    long at = next;
    while (load(at, BlockFiles.HEADER_BYTES)) {
      int offset = (int) (at - bufferStart);
      if (buffer[offset] != magic.get(0)) {
        at += nextMagic(offset) - offset;
        continue;
      }
      if (isMagic(offset)) {
        int size =
            buffer[offset + 4] & 0xff
                | (buffer[offset + 5] & 0xff) << 8
                | (buffer[offset + 6] & 0xff) << 16
                | (buffer[offset + 7] & 0xff) << 24;
        if (size >= BlockHeader.BYTES && size <= maxBytes) {
          passedOver = at - start;
          recordOffset = at + BlockFiles.HEADER_BYTES;
          recordSize = size;
          next = recordOffset + size;
          return true;
        }
      }
      at++;
    }
    passedOver = file.length() - start;
    next = file.length();
    return false;
  }

  /** Index in the buffer of the next byte that may begin a record. */
  private int nextMagic(int from) {
    byte first = magic.get(0);
    for (int i = from + 1; i < bufferLength; i++) {
      if (buffer[i] == first) {
        return i;
      }
    }
    return bufferLength;
  }

  private boolean isMagic(int offset) {
    for (int i = 0; i < 4; i++) {
      if (buffer[offset + i] != magic.get(i)) {
        return false;
      }
    }
    return true;
  }

  /** Returns where the data of the record begins in the file. */
  public long offset() {
    return recordOffset;
  }

  /** Returns the length the record claims. */
  public int size() {
    return recordSize;
  }

  /** Returns how many bytes before this record (or the end) belong to none. */
  public long passedOver() {
    return passedOver;
  }

  /** Returns the first 80 bytes, or none if the file ends before. */
  public byte[] header() throws IOException {
    return load(recordOffset, BlockHeader.BYTES) ? copy(BlockHeader.BYTES) : new byte[0];
  }

  /** Returns the data; fewer bytes than {@link #size} if the file ends before. */
  public byte[] data() throws IOException {
    return load(recordOffset, recordSize)
        ? copy(recordSize)
        : copy((int) Math.min(recordSize, bufferStart + bufferLength - recordOffset));
  }

  private byte[] copy(int length) {
    int from = (int) (recordOffset - bufferStart);
    return Arrays.copyOfRange(buffer, from, from + length);
  }

  /** Continues behind the first {@code used} bytes of the record instead of behind all of it. */
  public void used(int used) {
    next = recordOffset + used;
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
