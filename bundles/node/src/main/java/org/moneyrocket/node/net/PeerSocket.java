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

  /**
   * What a connection may hold in memory.
   *
   * @param receiveBytes bytes queued before reading stops ({@code -maxreceivebuffer})
   * @param sendBytes bytes queued before {@link #sendQueueFull} ({@code -maxsendbuffer})
   * @param allReceived what all connections together hold of what came
   * @param allSent what all connections together hold of what is to go
   * @param exempt whether this one goes on when all together hold too much
   */
  public record Limits(
      long receiveBytes,
      long sendBytes,
      SharedLimit allReceived,
      SharedLimit allSent,
      boolean exempt) {}

  private static final Logger log = LoggerFactory.getLogger("net");

  private final long id;
  private final Socket socket;
  // A closed socket has forgotten them.
  private final NetAddress remote;
  private final NetAddress local;
  private final V1Frames incoming;
  private final V1Frames outgoing;
  private final Set<String> knownTypes;
  private final Limits limits;
  private final SharedLimit.Share receivedShare;
  private final SharedLimit.Share sentShare;
  private final LongSupplier microClock;
  private final Events events;
  private final long connectedAtMicros;
  private final Traffic received = new Traffic();
  private final Traffic sent = new Traffic();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile long lastReceiveMicros;
  private volatile long lastSendMicros;

  /** Since when the frame that is being sent waits for the peer to take it; 0 for none. */
  private volatile long sendingSinceMicros;

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
   * @param microClock microseconds since 1970
   */
  public PeerSocket(
      long id,
      Socket socket,
      Bytes magic,
      Set<String> knownTypes,
      Limits limits,
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
    this.limits = limits;
    this.receivedShare = limits.allReceived().new Share();
    this.sentShare = limits.allSent().new Share();
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
        receivedShare.give(frame.payload().size());
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
      sentShare.take(frame.length);
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
      return outboundBytes > limits.sendBytes();
    } finally {
      outboundLock.unlock();
    }
  }

  /** Tells whether all connections together have so much to send that this one has to wait. */
  public boolean mustWaitForOthers() {
    return !limits.exempt() && limits.allSent().isShort();
  }

  /** Returns for how long the peer has not taken what is being sent, 0 if nothing is. */
  public long stuckMicros() {
    long since = sendingSinceMicros;
    return since == 0 ? 0 : Math.max(0, microClock.getAsLong() - since);
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
    receivedShare.close();
    sentShare.close();
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
      var room = new SharedRoom();
      var in = new DataInputStream(new BufferedInputStream(counted, 64 * 1024));
      while (!closed.get()) {
        Frame frame = incoming.read(in, microClock, room);
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

  /** Room for what comes, of which all connections together have only so much. */
  private final class SharedRoom implements V1Frames.Room {
    @Override
    public void take(long bytes) throws FrameException {
      if (!receivedShare.take(bytes) && !limits.exempt()) {
        throw new FrameException(
            "all peers together have sent more than can be kept, disconnecting peer=" + id);
      }
    }

    @Override
    public void give(long bytes) {
      receivedShare.give(bytes);
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
      while (inboundBytes > limits.receiveBytes() && !closed.get()) {
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
        sendingSinceMicros = microClock.getAsLong();
        out.write(frame);
        lastSendMicros = microClock.getAsLong();
        sendingSinceMicros = 0;
        sentShare.give(frame.length);
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
