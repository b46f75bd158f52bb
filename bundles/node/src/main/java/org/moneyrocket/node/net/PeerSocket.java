// SPDX-License-Identifier: MIT
package org.moneyrocket.node.net;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.node.message.Message;
import org.moneyrocket.primitives.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP connection to a peer. A virtual thread reads frames into a bounded queue, another writes
 * what was queued; neither looks into a message. Reading stops while the queue is full, so a peer
 * that sends faster than it is served waits.
 */
public final class PeerSocket {
  /** What a connection reports. Called on its reading thread. */
  public interface Events {
    /** A frame is in the queue. */
    void frameArrived(PeerSocket socket);

    /** The connection is over; called once. */
    void closed(PeerSocket socket);
  }

  private static final Logger log = LoggerFactory.getLogger("net");

  private final long id;
  private final Socket socket;
  // A closed socket has forgotten them.
  private final NetAddress remote;
  private final NetAddress local;
  private final V1Frames incoming;
  private final V1Frames outgoing;
  private final Set<String> knownTypes;
  private final long receiveLimit;
  private final long sendLimit;
  private final LongSupplier microClock;
  private final Events events;
  private final long connectedAtMicros;
  private final Traffic received = new Traffic();
  private final Traffic sent = new Traffic();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile long lastReceiveMicros;
  private volatile long lastSendMicros;

  /** Guards the inbound queue; no other lock is taken while it is held. */
  private final ReentrantLock inboundLock = new ReentrantLock();

  private final Condition inboundRoom = inboundLock.newCondition();
  private final Deque<Frame> inbound = new ArrayDeque<>();
  private long inboundBytes;

  /** Guards the outbound queue; no other lock is taken while it is held. */
  private final ReentrantLock outboundLock = new ReentrantLock();

  private final Condition outboundWork = outboundLock.newCondition();
  private final Deque<byte[]> outbound = new ArrayDeque<>();
  private long outboundBytes;

  /**
   * @param magic the four bytes that open every frame
   * @param knownTypes types that are counted under their own name
   * @param receiveLimit bytes queued before reading stops ({@code -maxreceivebuffer})
   * @param sendLimit bytes queued before {@link #sendQueueFull} ({@code -maxsendbuffer})
   * @param microClock microseconds since 1970
   */
  public PeerSocket(
      long id,
      Socket socket,
      Bytes magic,
      Set<String> knownTypes,
      long receiveLimit,
      long sendLimit,
      LongSupplier microClock,
      Events events) {
    this.id = id;
    this.socket = socket;
    this.remote =
        socket.getRemoteSocketAddress() instanceof InetSocketAddress address
            ? NetAddress.of(address)
            : NetAddress.NOWHERE;
    this.local = new NetAddress(socket.getLocalAddress(), socket.getLocalPort());
    this.incoming = new V1Frames(magic, id);
    this.outgoing = new V1Frames(magic, id);
    this.knownTypes = Set.copyOf(knownTypes);
    this.receiveLimit = receiveLimit;
    this.sendLimit = sendLimit;
    this.microClock = microClock;
    this.events = events;
    this.connectedAtMicros = microClock.getAsLong();
  }

  /** Starts both threads. */
  public void start() {
    Thread.ofVirtual().name("node-net-in-" + id).start(this::read);
    Thread.ofVirtual().name("node-net-out-" + id).start(this::write);
  }

  public long id() {
    return id;
  }

  public NetAddress remoteAddress() {
    return remote;
  }

  public NetAddress localAddress() {
    return local;
  }

  public Traffic received() {
    return received;
  }

  public Traffic sent() {
    return sent;
  }

  public long connectedAtMicros() {
    return connectedAtMicros;
  }

  /** Returns when the last byte came, microseconds since 1970, 0 before the first. */
  public long lastReceiveMicros() {
    return lastReceiveMicros;
  }

  /** Returns when the last byte went, microseconds since 1970, 0 before the first. */
  public long lastSendMicros() {
    return lastSendMicros;
  }

  public boolean isClosed() {
    return closed.get();
  }

  /** Takes the oldest frame, null if there is none. Does not block. */
  public @Nullable Frame poll() {
    inboundLock.lock();
    try {
      Frame frame = inbound.poll();
      if (frame != null) {
        inboundBytes -= frame.wireSize();
        inboundRoom.signal();
      }
      return frame;
    } finally {
      inboundLock.unlock();
    }
  }

  /** Tells whether frames are waiting. */
  public boolean hasFrames() {
    inboundLock.lock();
    try {
      return !inbound.isEmpty();
    } finally {
      inboundLock.unlock();
    }
  }

  /** Queues a message for sending. Does not block; does nothing once the connection is closed. */
  public void send(Message message) {
    Bytes payload = message.toBytes();
    log.debug("sending {} ({} bytes) peer={}", message.type(), payload.size(), id);
    byte[] frame;
    outboundLock.lock();
    try {
      if (closed.get()) {
        return;
      }
      frame = outgoing.encode(message.type(), payload);
      outbound.add(frame);
      outboundBytes += frame.length;
      outboundWork.signal();
    } finally {
      outboundLock.unlock();
    }
    sent.count(frame.length);
    sent.assign(knownTypes.contains(message.type()) ? message.type() : Traffic.OTHER, frame.length);
  }

  /** Tells whether so much waits to be sent that nothing big should be added. */
  public boolean sendQueueFull() {
    outboundLock.lock();
    try {
      return outboundBytes > sendLimit;
    } finally {
      outboundLock.unlock();
    }
  }

  /** Ends the connection; what is queued is lost. */
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      socket.close();
    } catch (IOException e) {
      log.debug("closing socket of peer={}: {}", id, e.getMessage());
    }
    signalAll(outboundLock, outboundWork);
    signalAll(inboundLock, inboundRoom);
    events.closed(this);
  }

  private static void signalAll(ReentrantLock lock, Condition condition) {
    lock.lock();
    try {
      condition.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void read() {
    try {
      InputStream counted = new Counted(socket.getInputStream());
      var in = new DataInputStream(new BufferedInputStream(counted, 64 * 1024));
      while (!closed.get()) {
        Frame frame = incoming.read(in, microClock);
        long rejected = incoming.takeRejectedBytes();
        if (rejected > 0) {
          received.assign(Traffic.OTHER, rejected);
        }
        if (frame == null) {
          log.debug("socket closed, disconnecting peer={}", id);
          break;
        }
        received.assign(
            knownTypes.contains(frame.type()) ? frame.type() : Traffic.OTHER, frame.wireSize());
        if (!enqueue(frame)) {
          break;
        }
        events.frameArrived(this);
      }
    } catch (FrameException e) {
      log.debug("{}", e.getMessage());
    } catch (IOException e) {
      if (!closed.get()) {
        log.debug("socket recv error, disconnecting peer={}: {}", id, e.getMessage());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
  }

  /** Notes what comes as it comes, be it part of a message or not. */
  private final class Counted extends FilterInputStream {
    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = in.read();
      note(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = in.read(target, offset, length);
      note(count);
      return count;
    }

    private void note(int count) {
      if (count > 0) {
        received.count(count);
        lastReceiveMicros = microClock.getAsLong();
      }
    }
  }

  private boolean enqueue(Frame frame) throws InterruptedException {
    inboundLock.lock();
    try {
      while (inboundBytes > receiveLimit && !closed.get()) {
        inboundRoom.await();
      }
      inbound.add(frame);
      inboundBytes += frame.wireSize();
      return !closed.get();
    } finally {
      inboundLock.unlock();
    }
  }

  private void write() {
    try {
      OutputStream out = socket.getOutputStream();
      while (true) {
        byte[] frame = nextOutbound();
        if (frame == null) {
          return;
        }
        out.write(frame);
        lastSendMicros = microClock.getAsLong();
      }
    } catch (IOException e) {
      if (!closed.get()) {
        log.debug("socket send error, disconnecting peer={}: {}", id, e.getMessage());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
  }

  private byte @Nullable [] nextOutbound() throws InterruptedException {
    outboundLock.lock();
    try {
      while (outbound.isEmpty() && !closed.get()) {
        outboundWork.await();
      }
      byte[] frame = closed.get() ? null : outbound.poll();
      if (frame != null) {
        outboundBytes -= frame.length;
      }
      return frame;
    } finally {
      outboundLock.unlock();
    }
  }
}
