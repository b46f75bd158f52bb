// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.lane;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stream socket that carries descriptors beside bytes (SCM_RIGHTS). One thread reads; writers
 * take turns by a lock of their own. Received descriptors queue up in the order they came until
 * {@link #takeDescriptor}.
 */
public final class ControlSocket implements AutoCloseable {
  private static final Abi ABI = Abi.HERE;
  private static final int RECEIVE_BYTES = 16 * 1024;

  /** Room for more than one descriptor, so that surplus ones are seen and closed. */
  private static final int CONTROL_BYTES = 256;

  private static final int MSGHDR_BYTES = 56;

  private final Descriptor socket;
  private final Arena arena = Arena.ofAuto();
  private final Message reading = new Message(RECEIVE_BYTES);
  private final Message writing = new Message(0);

  /** Empty stands for one that was sent and could not be taken: no descriptors were left. */
  private final ArrayDeque<Optional<Descriptor>> received = new ArrayDeque<>();

  private final int maxPending;

  /** One msghdr with its iovec and control area. */
  private final class Message {
    final MemorySegment header = arena.allocate(MSGHDR_BYTES, 8);
    final MemorySegment iovec = arena.allocate(16, 8);
    final MemorySegment control = arena.allocate(CONTROL_BYTES, 8);
    final MemorySegment capture = arena.allocate(Posix.CAPTURE);
    final MemorySegment data;

    Message(int dataBytes) {
      data = arena.allocate(Math.max(1, dataBytes), 8);
      header.set(ADDRESS, 16, iovec);
      // The count of vectors is 8 bytes on Linux and 4 on macOS; little endian makes both right.
      header.set(JAVA_LONG, 24, 1);
    }

    void prepare(MemorySegment bytes, long length, long controlBytes) {
      iovec.set(ADDRESS, 0, bytes);
      iovec.set(JAVA_LONG, 8, length);
      header.set(ADDRESS, 32, controlBytes == 0 ? MemorySegment.NULL : control);
      if (ABI.linux()) {
        header.set(JAVA_LONG, 40, controlBytes);
        header.set(JAVA_INT, 48, 0);
      } else {
        header.set(JAVA_INT, 40, (int) controlBytes);
        header.set(JAVA_INT, 44, 0);
      }
    }

    long controlLength() {
      return ABI.linux() ? header.get(JAVA_LONG, 40) : header.get(JAVA_INT, 40);
    }

    int flags() {
      return header.get(JAVA_INT, ABI.linux() ? 48 : 44);
    }
  }

  /**
   * @param maxPending descriptors the peer may send ahead of the frames that name them
   */
  public ControlSocket(Descriptor socket, int maxPending) {
    this.socket = socket;
    this.maxPending = maxPending;
  }

  public Descriptor descriptor() {
    return socket;
  }

  /**
   * Waits for bytes.
   *
   * @return how many were put at the start of {@code into}; -1 at the end of the stream
   * @throws IOException also if the peer sent descriptors that are not acceptable
   */
  public int receive(byte[] into) throws IOException {
    int room = Math.min(into.length, RECEIVE_BYTES);
    reading.prepare(reading.data, room, CONTROL_BYTES);
    long n = Posix.recvmsg(reading.capture, socket.fd(), reading.header, 0);
    if (n < 0 && n != -ABI.econnreset()) {
      throw new PosixException("recvmsg", (int) -n);
    }
    keepDescriptors();
    if (n <= 0) {
      return -1;
    }
    MemorySegment.copy(reading.data, JAVA_BYTE, 0, into, 0, (int) n);
    return (int) n;
  }

  private void keepDescriptors() throws IOException {
    long length = reading.controlLength();
    int headerBytes = ABI.linux() ? 16 : 12;
    int align = ABI.linux() ? 8 : 4;
    boolean truncated = (reading.flags() & ABI.msgCtrunc()) != 0;
    boolean foreign = false;
    boolean any = false;
    long at = 0;
    while (at + headerBytes <= length) {
      long size =
          ABI.linux()
              ? reading.control.get(JAVA_LONG, at)
              : Integer.toUnsignedLong(reading.control.get(JAVA_INT, at));
      if (size < headerBytes || at + size > length) {
        break;
      }
      int level = reading.control.get(JAVA_INT, at + headerBytes - 8);
      int type = reading.control.get(JAVA_INT, at + headerBytes - 4);
      if (level == ABI.solSocket() && type == Abi.SCM_RIGHTS) {
        for (long i = headerBytes; i + 4 <= size; i += 4) {
          Descriptor one = Descriptor.adopt(reading.control.get(JAVA_INT, at + i));
          any = true;
          // More than one in a message, or something else than a stream socket, is never sent by
          // us. It is closed here, and the connection with it.
          if (i > headerBytes || !one.isUnixStream() || received.size() >= maxPending) {
            one.close();
            foreign = true;
          } else {
            received.add(Optional.of(one));
          }
        }
      }
      at += (size + align - 1) / align * align;
    }
    if (truncated && !any) {
      // This process has no descriptors left; whoever sent it sees its end closed.
      received.add(Optional.empty());
      return;
    }
    if (foreign || truncated) {
      throw new IOException("peer sent descriptors that are not acceptable");
    }
  }

  /**
   * Returns the next descriptor that was received; empty if it could not be taken because this
   * process has none left, null if none was sent.
   */
  public @Nullable Optional<Descriptor> takeDescriptor() {
    return received.poll();
  }

  /**
   * Sends without waiting.
   *
   * @param passed descriptor that goes with the first byte; the caller still owns its copy
   * @return how many bytes were sent; 0 if the peer must read first
   */
  public int sendNow(byte[] from, int offset, int length, @Nullable Descriptor passed)
      throws IOException {
    try (Arena here = Arena.ofConfined()) {
      MemorySegment bytes = here.allocate(length, 1);
      MemorySegment.copy(from, offset, bytes, JAVA_BYTE, 0, length);
      long n;
      if (passed == null) {
        n = Posix.send(writing.capture, socket.fd(), bytes, length, ABI.msgDontwait());
      } else {
        writing.prepare(bytes, length, putDescriptor(passed));
        n = Posix.sendmsg(writing.capture, socket.fd(), writing.header, ABI.msgDontwait());
      }
      if (n == -ABI.eagain()) {
        return 0;
      }
      if (n < 0) {
        throw new PosixException("send", (int) -n);
      }
      return (int) n;
    }
  }

  private long putDescriptor(Descriptor passed) {
    int headerBytes = ABI.linux() ? 16 : 12;
    if (ABI.linux()) {
      writing.control.set(JAVA_LONG, 0, headerBytes + 4);
    } else {
      writing.control.set(JAVA_INT, 0, headerBytes + 4);
    }
    writing.control.set(JAVA_INT, headerBytes - 8, ABI.solSocket());
    writing.control.set(JAVA_INT, headerBytes - 4, Abi.SCM_RIGHTS);
    writing.control.set(JAVA_INT, headerBytes, passed.fd());
    return ABI.linux() ? 24 : 16;
  }

  /**
   * Waits until the peer can take more, or is gone.
   *
   * @return false if neither happened in time
   */
  public boolean awaitWritable(int timeoutMillis) throws IOException {
    return Posix.poll(socket.fd(), Abi.POLLOUT, timeoutMillis);
  }

  /** Waits until there is something to read, or the end. */
  public boolean awaitReadable(int timeoutMillis) throws IOException {
    return Posix.poll(socket.fd(), Abi.POLLIN, timeoutMillis);
  }

  /** Closes the socket and what was received and not taken. Only for the reading thread. */
  @Override
  public void close() {
    received.forEach(d -> d.ifPresent(Descriptor::close));
    received.clear();
    socket.close();
  }
}
