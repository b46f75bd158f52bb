// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.lane;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

/** A transport over a stream socket, by system calls. */
public final class UnixTransport implements Transport {
  /**
   * Most bytes moved in one call that touches the Java heap: the collector waits for its end, which
   * takes some tens of microseconds.
   */
  private static final int HEAP_STEP = 128 * 1024;

  private final Descriptor socket;
  private final int fd;
  private final MemorySegment captures;
  private final MemorySegment readCapture;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final MemorySegment writeCapture;

  public UnixTransport(Descriptor socket) {
    this.socket = socket;
    this.fd = socket.fd();
    this.captures = NativeBuffers.takeCapture();
    this.readCapture = captures.asSlice(0, 16);
    this.writeCapture = captures.asSlice(16, 16);
  }

  @Override
  public int receive(MemorySegment into, long offset, long length) throws IOException {
    long n = Posix.recv(readCapture, fd, into.asSlice(offset), length, 0);
    if (n > 0) {
      return (int) n;
    }
    return ended(n);
  }

  private static int ended(long n) throws IOException {
    // A reset is how a peer that dies with unread data looks: the end of the stream all the same.
    if (n == 0 || n == -Abi.HERE.econnreset()) {
      return -1;
    }
    throw new PosixException("recv", (int) -n);
  }

  @Override
  public void receive(byte[] into, int offset, int length) throws IOException {
    MemorySegment heap = MemorySegment.ofArray(into);
    int done = 0;
    while (done < length) {
      long step = Math.min(HEAP_STEP, length - done);
      long n = Posix.recvHeap(readCapture, fd, heap.asSlice(offset + done), step);
      if (n > 0) {
        done += (int) n;
      } else if (n == -Abi.HERE.eagain()) {
        Posix.poll(fd, Abi.POLLIN, -1);
      } else if (ended(n) < 0) {
        throw new EOFException("stream ended inside a message");
      }
    }
  }

  @Override
  public void send(MemorySegment from, long offset, long length) throws IOException {
    long done = 0;
    while (done < length) {
      MemorySegment rest = offset + done == 0 ? from : from.asSlice(offset + done);
      long n = Posix.send(writeCapture, fd, rest, length - done, 0);
      if (n < 0) {
        throw new PosixException("send", (int) -n);
      }
      done += n;
    }
  }

  @Override
  public void send(byte[] from, int offset, int length) throws IOException {
    MemorySegment heap = MemorySegment.ofArray(from);
    int done = 0;
    while (done < length) {
      long step = Math.min(HEAP_STEP, length - done);
      long n = Posix.sendHeap(writeCapture, fd, heap.asSlice(offset + done), step);
      if (n >= 0) {
        done += (int) n;
      } else if (n == -Abi.HERE.eagain()) {
        Posix.poll(fd, Abi.POLLOUT, -1);
      } else {
        throw new PosixException("send", (int) -n);
      }
    }
  }

  @Override
  public boolean hasInput() throws IOException {
    return Posix.poll(fd, Abi.POLLIN, 0);
  }

  @Override
  public void shutdown() {
    socket.shutdown();
  }

  @Override
  public void close() {
    socket.close();
    if (!closed.getAndSet(true)) {
      NativeBuffers.giveCapture(captures);
    }
  }
}
