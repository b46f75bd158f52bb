// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.codec;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.moneyrocket.ipc.lane.Transport;

/** A lane that gives the bytes of an array, and keeps what is sent. */
final class ByteLane implements Transport {
  private final byte[] bytes;
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private int position;

  ByteLane(byte[] bytes) {
    this.bytes = bytes;
  }

  byte[] sent() {
    return sent.toByteArray();
  }

  @Override
  public int receive(MemorySegment into, long offset, long length) {
    int count = (int) Math.min(length, bytes.length - position);
    if (count == 0) {
      return -1;
    }
    MemorySegment.copy(bytes, position, into, ValueLayout.JAVA_BYTE, offset, count);
    position += count;
    return count;
  }

  @Override
  public boolean hasInput() {
    return true;
  }

  @Override
  public void receive(byte[] into, int offset, int length) throws IOException {
    if (bytes.length - position < length) {
      throw new EOFException("end of the bytes");
    }
    System.arraycopy(bytes, position, into, offset, length);
    position += length;
  }

  @Override
  public void send(MemorySegment from, long offset, long length) {
    byte[] part = from.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
    sent.write(part, 0, part.length);
  }

  @Override
  public void send(byte[] from, int offset, int length) {
    sent.write(from, offset, length);
  }

  @Override
  public void shutdown() {
    position = bytes.length;
  }

  @Override
  public void close() {
    shutdown();
  }
}
