// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.moneyrocket.ipc.lane.NativeBuffers;
import org.moneyrocket.ipc.lane.Transport;

/**
 * Builds one message after the other and sends it. A message that fits the buffer leaves in one
 * send; a larger one goes in chunks while it is being written, and large arrays straight from the
 * heap. A primitive value is never divided between chunks, a run of bytes may be.
 *
 * <p>Used by one thread at a time.
 */
public final class MessageWriter implements AutoCloseable {
  static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

  /** Arrays from this size on leave without being copied into the buffer. */
  private static final int DIRECT = 16 * 1024;

  private final Transport transport;
  private final MessageLimits limits;
  private MemorySegment buffer = NativeBuffers.take(NativeBuffers.SMALL);
  private int capacity = NativeBuffers.SMALL;
  private int position;
  private long flushed;
  private boolean secret;
  private byte kind;
  private int method;
  private int call;
  private int object;

  public MessageWriter(Transport transport, MessageLimits limits) {
    this.transport = transport;
    this.limits = limits;
  }

  /** Begins a message; what was begun and not finished before is forgotten. */
  public void begin(byte messageKind, int methodNumber, int callNumber, int objectNumber) {
    kind = messageKind;
    method = methodNumber;
    call = callNumber;
    object = objectNumber;
    flushed = 0;
    position = Frame.HEADER;
  }

  /** Sends the message, or what is left of it. */
  public void finish(int flags) throws IOException {
    header(0, position, flags);
    long length = position;
    transport.send(buffer, 0, length);
    flushed += length;
    if (secret) {
      wipe();
    }
    if (capacity != NativeBuffers.SMALL) {
      resize(NativeBuffers.SMALL);
    }
  }

  /**
   * Forgets the message that was begun. If a part of it is with the peer already, the peer is told
   * to forget it too.
   */
  public void abort() throws IOException {
    wipe();
    if (flushed > 0) {
      position = Frame.HEADER;
      header(0, position, Frame.ABORT);
      transport.send(buffer, 0, position);
    }
  }

  /** Tells whether a part of the message that was begun is with the peer already. */
  public boolean hasSentPart() {
    return flushed > 0;
  }

  /** Returns the size of the message so far, headers included. */
  public long size() {
    return flushed + position;
  }

  /** Returns the size of the message just finished. */
  public long sent() {
    return flushed;
  }

  private void header(int at, int length, int flags) {
    buffer.set(INT, at, length);
    // Kind, flags and method in one store.
    buffer.set(INT, at + 4L, (kind & 0xff) | (flags & 0xff) << 8 | method << 16);
    buffer.set(INT, at + 8L, call);
    buffer.set(INT, at + 12L, object);
  }

  private void need(int bytes) throws IOException {
    if (position + bytes > capacity) {
      makeRoom(bytes);
    }
  }

  private void makeRoom(int bytes) throws IOException {
    if (capacity < NativeBuffers.LARGE) {
      int size = capacity;
      while (size < NativeBuffers.LARGE && position + bytes > size) {
        size *= 2;
      }
      grow(size);
    }
    if (position + bytes > capacity) {
      checkSize(position);
      header(0, position, Frame.MORE);
      transport.send(buffer, 0, position);
      flushed += position;
      position = Frame.HEADER;
    }
  }

  private void grow(int size) {
    MemorySegment larger = NativeBuffers.take(size);
    MemorySegment.copy(buffer, 0, larger, 0, position);
    if (secret) {
      buffer.fill((byte) 0);
    }
    NativeBuffers.give(buffer);
    buffer = larger;
    capacity = size;
  }

  private void resize(int size) {
    NativeBuffers.give(buffer);
    buffer = NativeBuffers.take(size);
    capacity = size;
  }

  private void checkSize(long more) {
    if (flushed + more > limits.bytes()) {
      throw new LimitException("message is larger than " + limits.bytes() + " bytes");
    }
  }

  public void putByte(int value) throws IOException {
    need(1);
    buffer.set(BYTE, position, (byte) value);
    position += 1;
  }

  public void putBoolean(boolean value) throws IOException {
    putByte(value ? 1 : 0);
  }

  public void putShort(int value) throws IOException {
    need(2);
    buffer.set(SHORT, position, (short) value);
    position += 2;
  }

  public void putInt(int value) throws IOException {
    need(4);
    buffer.set(INT, position, value);
    position += 4;
  }

  public void putLong(long value) throws IOException {
    need(8);
    buffer.set(LONG, position, value);
    position += 8;
  }

  public void putFloat(float value) throws IOException {
    putInt(Float.floatToRawIntBits(value));
  }

  public void putDouble(double value) throws IOException {
    putLong(Double.doubleToRawLongBits(value));
  }

  /** Writes the number of elements that follow. */
  public void putCount(int count) throws IOException {
    if (count > limits.elements()) {
      throw new LimitException("collection of " + count + " elements, limit " + limits.elements());
    }
    putInt(count);
  }

  /** Writes length and bytes. */
  public void putBytes(byte[] bytes) throws IOException {
    int length = bytes.length;
    if (position + 4 + length <= capacity) {
      buffer.set(INT, position, length);
      MemorySegment.copy(bytes, 0, buffer, BYTE, position + 4L, length);
      position += 4 + length;
      return;
    }
    checkSize(position + 4L + length);
    putInt(length);
    if (length >= DIRECT) {
      sendDirect(bytes);
    } else {
      putRun(bytes);
    }
  }

  private void putRun(byte[] bytes) throws IOException {
    int done = 0;
    while (done < bytes.length) {
      need(Math.min(bytes.length - done, NativeBuffers.LARGE - Frame.HEADER));
      int step = Math.min(bytes.length - done, capacity - position);
      MemorySegment.copy(bytes, done, buffer, BYTE, position, step);
      position += step;
      done += step;
    }
  }

  /** What is in the buffer and the header of the array's own chunk leave in one send. */
  private void sendDirect(byte[] bytes) throws IOException {
    if (position + Frame.HEADER > capacity) {
      makeRoom(Frame.HEADER);
    }
    header(0, position, Frame.MORE);
    header(position, Frame.HEADER + bytes.length, Frame.MORE);
    position += Frame.HEADER;
    transport.send(buffer, 0, position);
    transport.send(bytes, 0, bytes.length);
    flushed += position + (long) bytes.length;
    position = Frame.HEADER;
  }

  /** Writes text as its UTF-8 bytes. */
  public void putString(String text) throws IOException {
    int length = text.length();
    // Short plain text goes straight into the buffer.
    if (length <= 256 && position + 4 + length <= capacity) {
      long at = position + 4L;
      for (int i = 0; i < length; i++) {
        char c = text.charAt(i);
        if (c >= 0x80) {
          putBytes(text.getBytes(UTF_8));
          return;
        }
        buffer.set(BYTE, at + i, (byte) c);
      }
      buffer.set(INT, position, length);
      position += 4 + length;
      return;
    }
    putBytes(text.getBytes(UTF_8));
  }

  /** As {@link #putBytes}, and leaves no copy in the buffer once the message is sent. */
  public void putSecret(byte[] bytes) throws IOException {
    secret = true;
    putBytes(bytes);
  }

  private void wipe() {
    if (secret) {
      buffer.fill((byte) 0);
      secret = false;
    }
  }

  /** Gives the buffer back; the writer cannot be used any more. */
  @Override
  public void close() {
    wipe();
    NativeBuffers.give(buffer);
    capacity = 0;
    buffer = MemorySegment.NULL;
  }
}
