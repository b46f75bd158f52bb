// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.DecodeException;

/**
 * Reads a file of any length record by record through a window that is larger than any transaction.
 * One thread at a time.
 */
final class MempoolRecords implements AutoCloseable {
  /** More than a transaction that fits into a block, with what stands beside it. */
  private static final int RECORD = 4_100_000;

  private final InputStream in;
  private final byte[] window;
  private int end;
  private long unread;
  private ByteReader reader;
  private byte[] key = {};
  // Where the window begins in the file.
  private long base;

  MempoolRecords(Path file) throws IOException {
    this(Files.newInputStream(file), Files.size(file), 2 * RECORD);
  }

  /**
   * Reads {@code length} bytes of {@code in}.
   *
   * @param most bytes to keep in memory
   */
  MempoolRecords(InputStream in, long length, int most) {
    this.in = in;
    this.unread = length;
    this.window = new byte[(int) Math.min(length, most)];
    this.reader = new ByteReader(window, 0, 0);
  }

  /** Says that everything from the next byte on is XORed with {@code newKey}. */
  void decodeWith(byte[] newKey) {
    key = newKey.clone();
    decode(reader.position(), end);
  }

  private void decode(int from, int to) {
    if (key.length > 0) {
      for (int i = from; i < to; i++) {
        window[i] ^= key[(int) ((base + i) % key.length)];
      }
    }
  }

  /** Returns a reader at the next byte, behind which the whole of the next record lies. */
  ByteReader next() throws IOException {
    if (unread > 0 && reader.remaining() < Math.min(RECORD, window.length)) {
      fill();
    }
    return reader;
  }

  /** Returns how many bytes of the file are still to come. */
  long remaining() {
    return unread + reader.remaining();
  }

  private void fill() throws IOException {
    int from = reader.position();
    int kept = end - from;
    System.arraycopy(window, from, window, 0, kept);
    base += from;
    int wanted = (int) Math.min(unread, window.length - kept);
    int read = in.readNBytes(window, kept, wanted);
    // A file that was cut meanwhile ends here.
    unread = read < wanted ? 0 : unread - read;
    end = kept + read;
    decode(kept, end);
    reader = new ByteReader(window, 0, end);
  }

  /**
   * Reads how many elements follow.
   *
   * @param bytes of each element; more than could follow are refused
   */
  long count(int bytes) throws IOException, DecodeException {
    long count = next().compactSize();
    return require(count, bytes);
  }

  /** Refuses a number of elements that cannot follow. */
  long require(long count, int bytes) throws DecodeException {
    if (count < 0 || count > remaining() / bytes) {
      throw new DecodeException(
          Long.toUnsignedString(count) + " elements announced, " + remaining() + " bytes left");
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
