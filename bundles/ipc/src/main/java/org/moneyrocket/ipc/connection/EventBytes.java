// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.moneyrocket.ipc.lane.Transport;

/** Collects what a writer sends, to be taken away all at once. Not thread safe. */
final class EventBytes implements Transport {
  private static final int KEEP = 64 * 1024;

  private byte[] bytes = new byte[1024];
  private int size;

  int size() {
    return size;
  }

  /** Forgets everything from {@code mark} on. */
  void truncate(int mark) {
    size = mark;
  }

  /** Swaps contents with {@code other}, which must be empty. */
  void moveTo(EventBytes other) {
    byte[] b = other.bytes;
    other.bytes = bytes;
    other.size = size;
    bytes = b;
    size = 0;
  }

  byte[] array() {
    return bytes;
  }

  /** Empties, and lets go of a large array. */
  void clear() {
    size = 0;
    if (bytes.length > KEEP) {
      bytes = new byte[1024];
    }
  }

  private void need(long more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.max(size + more, Math.min(2L * size, 1L << 30)));
    }
  }

  @Override
  public void send(MemorySegment from, long offset, long length) {
    need(length);
    MemorySegment.copy(from, ValueLayout.JAVA_BYTE, offset, bytes, size, (int) length);
    size += (int) length;
  }

  @Override
  public void send(byte[] from, int offset, int length) {
    need(length);
    System.arraycopy(from, offset, bytes, size, length);
    size += length;
  }

  @Override
  public int receive(MemorySegment into, long offset, long length) {
    return -1;
  }

  @Override
  public boolean hasInput() {
    return true;
  }

  @Override
  public void receive(byte[] into, int offset, int length) {
    throw new UnsupportedOperationException("nothing to receive here");
  }

  @Override
  public void shutdown() {}

  @Override
  public void close() {}
}
