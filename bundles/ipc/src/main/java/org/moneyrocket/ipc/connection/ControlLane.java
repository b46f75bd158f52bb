// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.ipc.lane.ControlSocket;
import org.moneyrocket.ipc.lane.Descriptor;
import org.moneyrocket.ipc.wire.Frame;
import org.moneyrocket.ipc.wire.WireException;

/**
 * Frames over the control socket. One thread reads; any thread sends, and none ever waits for the
 * peer to read: what does not fit into the socket is kept, up to a bound, and sent by a thread made
 * for the purpose. So two control threads can never wait for each other.
 */
final class ControlLane {
  private static final int KEPT_BYTES = 8 << 20;
  private static final int PENDING_DESCRIPTORS = 256;

  private final ControlSocket socket;
  private final int maxFrame;

  /** Guards everything below that is about sending. */
  private final Object sending = new Object();

  private record Unsent(byte[] bytes, int offset, @Nullable Descriptor passed) {}

  private final ArrayDeque<Unsent> unsent = new ArrayDeque<>();
  private long unsentBytes;
  private boolean flushing;
  private boolean closed;

  // Only the reading thread touches these.
  private byte[] input = new byte[4096];
  private int from;
  private int to;

  ControlLane(Descriptor descriptor, int maxFrame) {
    this.socket = new ControlSocket(descriptor, PENDING_DESCRIPTORS);
    this.maxFrame = maxFrame;
  }

  Descriptor descriptor() {
    return socket.descriptor();
  }

  /**
   * Sends a frame, now or as soon as the peer reads.
   *
   * @param passed goes with the frame and is closed here afterwards
   * @throws IOException if the peer is gone or does not read at all
   */
  void send(byte kind, int number, int object, byte[] body, @Nullable Descriptor passed)
      throws IOException {
    byte[] bytes = ControlFrame.encode(kind, number, object, body);
    synchronized (sending) {
      if (closed) {
        if (passed != null) {
          passed.close();
        }
        throw new IOException("control lane is closed");
      }
      int done = 0;
      Descriptor left = passed;
      if (unsent.isEmpty()) {
        try {
          while (done < bytes.length) {
            int n = socket.sendNow(bytes, done, bytes.length - done, left);
            if (n == 0) {
              break;
            }
            done += n;
            if (left != null) {
              left.close();
              left = null;
            }
          }
        } catch (IOException e) {
          if (left != null) {
            left.close();
          }
          throw e;
        }
      }
      if (done < bytes.length) {
        keep(new Unsent(bytes, done, left));
      }
    }
  }

  private void keep(Unsent rest) throws IOException {
    unsentBytes += rest.bytes().length;
    unsent.add(rest);
    if (unsentBytes > KEPT_BYTES) {
      throw new IOException("peer does not read its control lane");
    }
    if (!flushing) {
      flushing = true;
      Thread.ofPlatform().daemon().name("ipc-control-flush").start(this::flush);
    }
  }

  private void flush() {
    try {
      while (true) {
        synchronized (sending) {
          sendKept();
          if (unsent.isEmpty() || closed) {
            flushing = false;
            return;
          }
        }
        socket.awaitWritable(100);
      }
    } catch (IOException e) {
      // The reading thread meets the same end of the stream and reports it.
      socket.descriptor().shutdown();
    }
  }

  private void sendKept() throws IOException {
    while (!closed) {
      Unsent first = unsent.peek();
      if (first == null) {
        return;
      }
      int length = first.bytes().length - first.offset();
      int n = socket.sendNow(first.bytes(), first.offset(), length, first.passed());
      if (n == 0) {
        return;
      }
      if (first.passed() != null) {
        first.passed().close();
      }
      unsent.remove();
      if (n < length) {
        unsent.addFirst(new Unsent(first.bytes(), first.offset() + n, null));
      } else {
        unsentBytes -= first.bytes().length;
      }
    }
  }

  /** Waits at most {@code millis} for something to read. */
  boolean awaitReadable(int millis) throws IOException {
    return to - from >= Frame.HEADER || socket.awaitReadable(millis);
  }

  /**
   * Waits for the next frame.
   *
   * @return null at the end of the stream
   * @throws WireException if what comes is no frame
   */
  @Nullable ControlFrame next() throws IOException {
    if (!fill(Frame.HEADER)) {
      return null;
    }
    long length = u32(Frame.LENGTH_AT);
    if (length < Frame.HEADER || length > maxFrame) {
      throw new WireException("control frame of " + length + " bytes, limit " + maxFrame);
    }
    if (!fill((int) length)) {
      throw new WireException("stream ended inside a control frame");
    }
    byte kind = input[from + Frame.KIND_AT];
    int number = (int) u32(Frame.CALL_AT);
    int object = (int) u32(Frame.OBJECT_AT);
    byte[] body = Arrays.copyOfRange(input, from + Frame.HEADER, from + (int) length);
    from += (int) length;
    Descriptor descriptor = null;
    if (ControlFrame.carriesDescriptor(kind)) {
      Optional<Descriptor> taken = socket.takeDescriptor();
      if (taken == null) {
        throw new WireException("frame of kind " + kind + " came without its descriptor");
      }
      descriptor = taken.orElse(null);
    }
    return new ControlFrame(kind, number, object, body, descriptor);
  }

  private long u32(int at) {
    int i = from + at;
    return (input[i] & 0xffL)
        | (input[i + 1] & 0xffL) << 8
        | (input[i + 2] & 0xffL) << 16
        | (input[i + 3] & 0xffL) << 24;
  }

  /** Receives until {@code bytes} are here; false if the stream ended before the first. */
  private boolean fill(int bytes) throws IOException {
    while (to - from < bytes) {
      if (from > 0) {
        System.arraycopy(input, from, input, 0, to - from);
        to -= from;
        from = 0;
      }
      if (input.length < bytes) {
        // Grows with what has come, not with what was announced.
        input = Arrays.copyOf(input, Math.min(bytes, Math.max(2 * to, 4096)));
      } else if (to == input.length) {
        input = Arrays.copyOf(input, 2 * to);
      }
      byte[] part = new byte[Math.min(input.length - to, 16 * 1024)];
      int n = socket.receive(part);
      if (n < 0) {
        if (to == from) {
          return false;
        }
        throw new WireException("stream ended inside a control frame");
      }
      System.arraycopy(part, 0, input, to, n);
      to += n;
    }
    if (to == from) {
      from = 0;
      to = 0;
    }
    return true;
  }

  /** Ends reading and sending. Any thread may call it. */
  void shutdown() {
    socket.descriptor().shutdown();
  }

  /** Closes the socket. Only for the reading thread, or before one is started. */
  void close() {
    synchronized (sending) {
      closed = true;
      for (Unsent u : unsent) {
        if (u.passed() != null) {
          u.passed().close();
        }
      }
      unsent.clear();
      socket.close();
    }
  }
}
