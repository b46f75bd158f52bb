// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.moneyrocket.ipc.lane.NativeBuffers;
import org.moneyrocket.ipc.lane.Transport;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.settings.memory.MemoryBudget;

/**
 * Reads one message after the other. A receive asks for the whole buffer, so a small message costs
 * one; what follows it is kept for the next. Nothing is allocated by a size the peer claims before
 * that size was compared with the limits, and large arrays grow only as their bytes arrive.
 *
 * <p>Values that make no sense throw {@link DecodeException} and leave the lane in step after
 * {@link #skip}; a stream that makes no sense throws {@link IOException} and is lost.
 *
 * <p>Used by one thread at a time.
 */
public final class MessageReader implements AutoCloseable {
  /** An array this large is allocated at once. */
  private static final int TRUSTED_ARRAY = 1 << 20;

  /** Smaller arrays and collections are not counted: there is one message per lane at a time. */
  private static final int COUNTED_BYTES = 64 * 1024;

  private static final int COUNTED_ELEMENTS = 4096;

  private final Transport transport;
  private final MessageLimits limits;
  private MemorySegment buffer = NativeBuffers.take(NativeBuffers.SMALL);
  private int capacity = NativeBuffers.SMALL;

  /** Next byte to read and first byte that was not received yet. */
  private int position;

  private int filled;

  /** First byte that does not belong to what is buffered of this chunk. */
  private int end;

  /** Bytes of this chunk that lie behind {@link #end}. */
  private long behind;

  private long received;

  /** What was taken from the account for this message. */
  private long held;

  private int elements;
  private int depth;
  private int kind;
  private int flags;
  private int method;
  private int call;
  private int object;

  public MessageReader(Transport transport, MessageLimits limits) {
    this.transport = transport;
    this.limits = limits;
  }

  /**
   * Waits for the next message.
   *
   * @return false at the end of the stream
   */
  public boolean next() throws IOException {
    received = 0;
    elements = 0;
    depth = 0;
    giveBack();
    if (capacity != NativeBuffers.SMALL && filled - position <= NativeBuffers.SMALL) {
      resize(NativeBuffers.SMALL);
    }
    do {
      if (!chunk()) {
        return false;
      }
      kind = buffer.get(MessageWriter.BYTE, position - Frame.HEADER + (long) Frame.KIND_AT);
      method =
          buffer.get(MessageWriter.SHORT, position - Frame.HEADER + (long) Frame.METHOD_AT)
              & 0xffff;
      call = buffer.get(MessageWriter.INT, position - Frame.HEADER + (long) Frame.CALL_AT);
      object = buffer.get(MessageWriter.INT, position - Frame.HEADER + (long) Frame.OBJECT_AT);
    } while ((flags & Frame.ABORT) != 0);
    return true;
  }

  /** Reads the header of a chunk; false at the end of the stream. */
  private boolean chunk() throws IOException {
    if (position == filled) {
      position = 0;
      filled = 0;
    }
    while (filled - position < Frame.HEADER) {
      if (capacity - position < Frame.HEADER) {
        compact();
      }
      int n = transport.receive(buffer, filled, capacity - filled);
      if (n < 0) {
        if (filled != position) {
          throw new EOFException("stream ended inside a header");
        }
        return false;
      }
      filled += n;
    }
    long length = Integer.toUnsignedLong(buffer.get(MessageWriter.INT, position));
    flags = buffer.get(MessageWriter.BYTE, position + (long) Frame.FLAGS_AT);
    received += length;
    if (length < Frame.HEADER || received > limits.bytes() + Frame.HEADER) {
      throw new WireException("frame of " + length + " bytes, limit " + limits.bytes());
    }
    position += Frame.HEADER;
    long body = length - Frame.HEADER;
    end = (int) Math.min(filled, position + body);
    behind = body - (end - position);
    return true;
  }

  private void compact() {
    MemorySegment.copy(buffer, position, buffer, 0, filled - position);
    end -= position;
    filled -= position;
    position = 0;
  }

  private void resize(int size) {
    MemorySegment other = NativeBuffers.take(size);
    MemorySegment.copy(buffer, position, other, 0, filled - position);
    end -= position;
    filled -= position;
    position = 0;
    NativeBuffers.give(buffer);
    buffer = other;
    capacity = size;
  }

  /** Makes at least {@code bytes} readable at {@link #position}. */
  private void need(int bytes) throws IOException, DecodeException {
    if (end - position < bytes) {
      fill(bytes);
    }
  }

  private void fill(int bytes) throws IOException, DecodeException {
    while (end == position && behind == 0) {
      followingChunk();
    }
    if (end - position + behind < bytes) {
      throw new DecodeException("message ends inside a value");
    }
    while (end - position < bytes) {
      receiveMore();
    }
  }

  private void followingChunk() throws IOException, DecodeException {
    if ((flags & Frame.MORE) == 0) {
      throw new DecodeException("message ends inside a value");
    }
    if (!chunk()) {
      throw new EOFException("stream ended inside a message");
    }
    if ((flags & Frame.ABORT) != 0) {
      throw new DecodeException("sender broke the message off");
    }
  }

  /** Receives more of this chunk, at the cost of a larger buffer when there is much to come. */
  private void receiveMore() throws IOException {
    if (behind > capacity && capacity < NativeBuffers.LARGE) {
      resize(NativeBuffers.LARGE);
    } else if (filled == capacity) {
      compact();
    }
    int n = transport.receive(buffer, filled, capacity - filled);
    if (n < 0) {
      throw new EOFException("stream ended inside a message");
    }
    filled += n;
    int mine = (int) Math.min(n, behind);
    end += mine;
    behind -= mine;
  }

  /** Reads and forgets what is left of the message. */
  public void skip() throws IOException {
    while (true) {
      position = end;
      while (behind > 0) {
        if (position == filled) {
          position = 0;
          end = 0;
          filled = 0;
        }
        receiveMore();
        position = end;
      }
      if ((flags & (Frame.MORE | Frame.ABORT)) != Frame.MORE) {
        return;
      }
      if (!chunk()) {
        throw new EOFException("stream ended inside a message");
      }
    }
  }

  /**
   * Checks that the message was read to its end.
   *
   * @throws DecodeException if something is left
   */
  public void expectEnd() throws IOException, DecodeException {
    while (end == position && behind == 0) {
      if ((flags & Frame.MORE) == 0) {
        return;
      }
      followingChunk();
    }
    throw new DecodeException("message is longer than its values");
  }

  public int kind() {
    return kind;
  }

  /** Returns the flags of the last chunk. */
  public int flags() {
    return flags;
  }

  public int method() {
    return method;
  }

  public int call() {
    return call;
  }

  public int object() {
    return object;
  }

  /** Returns the size of the message so far, headers included. */
  public long received() {
    return received;
  }

  /** Tells whether bytes of a following message are here already. */
  public boolean hasMore() {
    return filled > end;
  }

  public byte getByte() throws IOException, DecodeException {
    need(1);
    byte value = buffer.get(MessageWriter.BYTE, position);
    position += 1;
    return value;
  }

  public boolean getBoolean() throws IOException, DecodeException {
    byte value = getByte();
    if (value != 0 && value != 1) {
      throw new DecodeException("boolean is " + value);
    }
    return value == 1;
  }

  public short getShort() throws IOException, DecodeException {
    need(2);
    short value = buffer.get(MessageWriter.SHORT, position);
    position += 2;
    return value;
  }

  public int getInt() throws IOException, DecodeException {
    need(4);
    int value = buffer.get(MessageWriter.INT, position);
    position += 4;
    return value;
  }

  public long getLong() throws IOException, DecodeException {
    need(8);
    long value = buffer.get(MessageWriter.LONG, position);
    position += 8;
    return value;
  }

  public float getFloat() throws IOException, DecodeException {
    return Float.intBitsToFloat(getInt());
  }

  public double getDouble() throws IOException, DecodeException {
    return Double.longBitsToDouble(getLong());
  }

  /** Reads the number of elements that follow. */
  public int getCount() throws IOException, DecodeException {
    int count = getInt();
    if (count < 0 || count > limits.elements() - elements) {
      throw new DecodeException(
          "message has more than "
              + limits.elements()
              + " elements: collection of "
              + Integer.toUnsignedString(count));
    }
    elements += count;
    if (count > COUNTED_ELEMENTS) {
      hold((long) count * MemoryBudget.OBJECT_BYTES);
    }
    return count;
  }

  /** Reads length and bytes. */
  public byte[] getBytes() throws IOException, DecodeException {
    int length = getInt();
    if (length < 0 || length > limits.bytes()) {
      throw new DecodeException(
          "array of " + Integer.toUnsignedString(length) + " bytes, limit " + limits.bytes());
    }
    if (length > COUNTED_BYTES) {
      hold(length);
    }
    if (end - position >= length) {
      byte[] bytes = new byte[length];
      MemorySegment.copy(buffer, MessageWriter.BYTE, position, bytes, 0, length);
      position += length;
      return bytes;
    }
    return getLargeBytes(length);
  }

  private byte[] getLargeBytes(int length) throws IOException, DecodeException {
    byte[] bytes = new byte[Math.min(length, TRUSTED_ARRAY)];
    int done = 0;
    while (done < length) {
      if (done == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * bytes.length));
      }
      while (end == position && behind == 0) {
        followingChunk();
      }
      int room = bytes.length - done;
      int step = Math.min(room, end - position);
      if (step > 0) {
        MemorySegment.copy(buffer, MessageWriter.BYTE, position, bytes, done, step);
        position += step;
      } else {
        // All that was received is read, so the rest of the chunk can go straight to the heap.
        step = (int) Math.min(room, behind);
        transport.receive(bytes, done, step);
        behind -= step;
      }
      done += step;
    }
    return bytes;
  }

  /** Takes room before something large is allocated; it is held until the next message. */
  private void hold(long bytes) throws DecodeException {
    MemoryBudget.Account account = limits.memory();
    if (account == null) {
      return;
    }
    if (!account.tryTake(bytes)) {
      throw new DecodeException(
          "there is no memory left for " + bytes + " bytes from other processes");
    }
    held += bytes;
  }

  private void giveBack() {
    MemoryBudget.Account account = limits.memory();
    if (account != null && held > 0) {
      account.give(held);
    }
    held = 0;
  }

  /** Reads text. */
  public String getString() throws IOException, DecodeException {
    return new String(getBytes(), UTF_8);
  }

  /** As {@link #getBytes}, and leaves no copy in the buffer. */
  public byte[] getSecret() throws IOException, DecodeException {
    byte[] bytes = getBytes();
    int from = Math.max(0, position - bytes.length);
    buffer.asSlice(from, position - from).fill((byte) 0);
    return bytes;
  }

  /** Goes one level deeper into a value. */
  public void enter() throws DecodeException {
    if (++depth > limits.depth()) {
      throw new DecodeException("values are nested more than " + limits.depth() + " deep");
    }
  }

  /** Comes back from {@link #enter}. */
  public void leave() {
    depth--;
  }

  /** Gives the buffer back; the reader cannot be used any more. */
  @Override
  public void close() {
    giveBack();
    NativeBuffers.give(buffer);
    capacity = 0;
    buffer = MemorySegment.NULL;
  }
}
