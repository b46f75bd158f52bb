// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.lane;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One open file descriptor and the right to close it. Closing twice is harmless. A thread that
 * blocks on the descriptor must be its closer; all others only {@link #shutdown} it, because a
 * number that was closed may be given to another file at once.
 */
public final class Descriptor implements AutoCloseable {
  private static final AtomicInteger OPEN = new AtomicInteger();
  private static final int SEND_STEP = 64 * 1024;

  private final int fd;

  /** Guarded by this, so that {@link #shutdown} never meets a number that was given away. */
  private boolean closed;

  private Descriptor(int fd) {
    this.fd = fd;
    OPEN.incrementAndGet();
  }

  /** Takes over the descriptor number {@code fd}. */
  public static Descriptor adopt(int fd) {
    if (fd < 0) {
      throw new IllegalArgumentException("no descriptor: " + fd);
    }
    return new Descriptor(fd);
  }

  /** Returns two connected stream sockets of the Unix family. */
  public static Descriptor[] pair() throws IOException {
    int[] fds = Posix.socketpair();
    return new Descriptor[] {new Descriptor(fds[0]), new Descriptor(fds[1])};
  }

  /**
   * Moves the socket a parent process left at descriptor 0 to a number of its own and puts the null
   * device at 0. To be called once, before anything else uses standard input or starts a process.
   */
  public static Descriptor takeInherited() throws IOException {
    if (!Posix.isUnixStream(0)) {
      throw new IOException("descriptor 0 is no Unix stream socket");
    }
    int fd = Posix.duplicate(0);
    Posix.nullDevice(0);
    return new Descriptor(fd);
  }

  /** How many descriptors this class holds open; for tests and status lines. */
  public static int openCount() {
    return OPEN.get();
  }

  /** Returns the number, valid until closed. */
  public int fd() {
    return fd;
  }

  /** Tells whether this is a stream socket of the Unix family. */
  public boolean isUnixStream() {
    return Posix.isUnixStream(fd);
  }

  /** Returns who is at the other end, as the system recorded it when the socket was connected. */
  public PeerCredentials credentials() throws IOException {
    return PeerCredentials.of(this);
  }

  /**
   * Sends all bytes. Blocks while the other side does not read; {@link #shutdown} ends that.
   *
   * @throws IOException when the other side is gone
   */
  public void send(byte[] bytes) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment capture = arena.allocate(Posix.CAPTURE);
      MemorySegment step = arena.allocate(Math.clamp(bytes.length, 1, SEND_STEP));
      int done = 0;
      while (done < bytes.length) {
        int length = Math.min(bytes.length - done, SEND_STEP);
        MemorySegment.copy(bytes, done, step, ValueLayout.JAVA_BYTE, 0, length);
        long n = Posix.send(capture, fd, step, length, 0);
        if (n < 0) {
          throw new PosixException("send", (int) -n);
        }
        done += (int) n;
      }
    }
  }

  /** Ends the conversation: readers and writers on both sides return. Any thread may call it. */
  public synchronized void shutdown() {
    if (!closed) {
      Posix.shutdown(fd);
    }
  }

  public synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      OPEN.decrementAndGet();
      Posix.close(fd);
    }
  }

  @Override
  public String toString() {
    return "descriptor " + fd;
  }
}
