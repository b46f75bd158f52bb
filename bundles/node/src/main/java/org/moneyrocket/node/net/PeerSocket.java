// SPDX-License-Identifier: MIT
package org.moneyrocket.node.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.node.message.Message;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.settings.memory.MemoryBudget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP connection to a peer. The net thread reads frames into a bounded queue and writes what
 * was queued, a bounded turn at a time; it does not look into a message. Nothing more is read while
 * the queue is full or memory is short, so a peer that sends faster than it is served waits.
 */
public final class PeerSocket {
  /** What a connection reports. */
  public interface Events {
    /** Frames have come, or there is room again for what is to be sent. On the net thread. */
    void workArrived(PeerSocket socket);

    /** The connection is over; called once, on the thread that ended it. */
    void closed(PeerSocket socket);
  }

  /**
   * What a connection may hold in memory.
   *
   * @param receiveBytes bytes queued before reading stops ({@code -maxreceivebuffer})
   * @param sendBytes bytes queued before {@link #sendQueueFull} ({@code -maxsendbuffer})
   * @param received what all connections together hold of what came
   * @param sent what all connections together hold of what is to go
   * @param exempt whether this one goes on, a message at a time, when all together hold too much
   */
  public record Limits(
      long receiveBytes,
      long sendBytes,
      MemoryBudget.Account received,
      MemoryBudget.Account sent,
      boolean exempt) {}

  /** Most bytes that are written in one turn. */
  private static final int WRITE_TURN = 256 * 1024;

  /** What may wait to be sent on every connection, whatever the others do. */
  private static final int OWN_SEND_BYTES = 32 * 1024;

  private static final long PROGRESS_BYTES = 64 * 1024;
  private static final ByteBuffer NO_REST = ByteBuffer.allocate(0);
  private static final Logger log = LoggerFactory.getLogger("net");

  private final long id;
  private final ByteChannel channel;
  private final NetAddress remote;
  private final NetAddress local;
  private final Framing framing;
  private final Set<String> knownTypes;
  private final Limits limits;
  private final Held received;
  private final Held toSend;
  private final FrameQueue inbound;
  private final SendQueue outbound;
  private final Intake intake;
  private final LongSupplier microClock;
  private final Events events;
  private final long connectedAtMicros;
  private final Traffic receivedTraffic = new Traffic();
  private final Traffic sentTraffic = new Traffic();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile long lastReceiveMicros;
  private volatile long lastSendMicros;

  /** Set once it is watched by a net thread. */
  private volatile @Nullable Attention attention;

  /** Whether the net thread waits until there is room in the queue. */
  private volatile boolean awaitsRoom;

  /** Counts what was taken out of the queue, to tell who holds memory and does nothing. */
  private volatile long polled;

  /** What was read and found no room yet; the net thread's. */
  private ByteBuffer rest = NO_REST;

  /** Where a connection asks its net thread to look at it. */
  interface Attention {
    void look(PeerSocket socket);
  }

  /**
   * @param channel to the peer, not blocking
   * @param magic the four bytes that open every frame
   * @param knownTypes types that are counted under their own name
   * @param microClock microseconds since 1970
   */
  public PeerSocket(
      long id,
      ByteChannel channel,
      NetAddress remote,
      NetAddress local,
      Bytes magic,
      Set<String> knownTypes,
      Limits limits,
      LongSupplier microClock,
      Events events) {
    this.id = id;
    this.channel = channel;
    this.remote = remote;
    this.local = local;
    this.framing = new V1Framing(magic, new TypeNames(knownTypes), id);
    this.knownTypes = Set.copyOf(knownTypes);
    this.limits = limits;
    this.received = new Held(limits.received());
    this.toSend = new Held(limits.sent());
    this.inbound = new FrameQueue(limits.receiveBytes());
    this.outbound = new SendQueue(toSend, microClock);
    this.intake = new Intake(received, inbound, limits.exempt());
    this.microClock = microClock;
    this.events = events;
    this.connectedAtMicros = microClock.getAsLong();
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
    return receivedTraffic;
  }

  public Traffic sent() {
    return sentTraffic;
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
    Frame frame = inbound.poll();
    if (frame != null) {
      received.give(frame.heapBytes());
      polled++;
      if (awaitsRoom && inbound.hasMuchRoom()) {
        awaitsRoom = false;
        callAttention();
      }
    }
    return frame;
  }

  /** Tells whether frames are waiting. */
  public boolean hasFrames() {
    return !inbound.isEmpty();
  }

  /** Counts memory that is kept of what this peer sent, after its frame was taken. */
  public void hold(long bytes) {
    received.take(bytes);
  }

  /** Ends what {@link #hold} began. */
  public void release(long bytes) {
    received.give(bytes);
  }

  /** Queues a message for sending. Does not block; does nothing once the connection is closed. */
  public void send(Message message) {
    Bytes payload = message.toBytes();
    String type = message.type();
    if (log.isDebugEnabled()) {
      log.debug("sending {} ({} bytes) peer={}", type, payload.size(), id);
    }
    byte[] frame = framing.encode(type, payload);
    if (!outbound.add(frame)) {
      return;
    }
    sentTraffic.count(frame.length);
    sentTraffic.assign(knownTypes.contains(type) ? type : Traffic.OTHER, frame.length);
    callAttention();
  }

  /**
   * Tells whether so much waits to be sent that nothing should be added: as much as one peer may
   * have, or more than half of what is left for all.
   */
  public boolean sendQueueFull() {
    long bytes = outbound.bytes();
    return bytes > limits.sendBytes()
        || (!limits.exempt() && bytes > OWN_SEND_BYTES && bytes > toSend.left() / 2);
  }

  /** Tells whether all connections together have so much to send that this one has to wait. */
  public boolean mustWaitForOthers() {
    return !limits.exempt() && limits.sent().isShort();
  }

  /** Returns for how long the peer has not taken what is being sent, 0 if nothing is. */
  public long stuckMicros() {
    return outbound.stuckMicros();
  }

  /** Ends the connection; what is queued is lost. Does not block. */
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      log.debug("closing socket of peer={}: {}", id, e.getMessage());
    }
    outbound.close();
    received.close();
    toSend.close();
    inbound.clear();
    callAttention();
    events.closed(this);
  }

  private void callAttention() {
    Attention watching = attention;
    if (watching != null) {
      watching.look(this);
    }
  }

  // ---- for the net thread

  /** Tells whom to ask for attention from now on. */
  void watchedBy(Attention watching) {
    attention = watching;
  }

  /** Tells whether something waits to be sent. */
  boolean wantsToWrite() {
    return !outbound.isEmpty();
  }

  /** Tells whether bytes should be read when they come. Else {@link #resume} has to be tried. */
  boolean wantsToRead(int turnBytes) {
    return !isHeldUp() && intake.mayRead(turnBytes, framing.insideFrame()) > 0;
  }

  private boolean isHeldUp() {
    return awaitsRoom || rest.hasRemaining() || intake.wasRefused();
  }

  /** Tells whether it waits for memory that others hold, not for its own queue. */
  boolean isShort(int turnBytes) {
    return !awaitsRoom && !wantsToRead(turnBytes);
  }

  /** Returns what is held of what came, in bytes. */
  long heldBytes() {
    return received.bytes();
  }

  /**
   * Returns a number that changes when a message of the peer is taken, or a good piece of one has
   * come: who sends a byte now and then makes no progress.
   */
  long progress() {
    return polled + receivedTraffic.total() / PROGRESS_BYTES;
  }

  boolean isExempt() {
    return limits.exempt();
  }

  /** Goes on with what was read and found no room. */
  void resume() throws FrameException {
    if (isHeldUp() && !awaitsRoom) {
      decode(rest, true);
    }
  }

  /**
   * Takes a turn in reading, at most as much as {@code buffer} has room for.
   *
   * @return false at the end of the stream
   */
  boolean read(ByteBuffer buffer) throws IOException, FrameException {
    int most = intake.mayRead(buffer.capacity(), framing.insideFrame());
    if (isHeldUp() || most == 0) {
      return true;
    }
    buffer.clear().limit(most);
    int count = channel.read(buffer);
    if (count > 0) {
      receivedTraffic.count(count);
      lastReceiveMicros = microClock.getAsLong();
      decode(buffer.flip(), false);
    }
    return count >= 0;
  }

  /**
   * @param isRest whether {@code in} is what was kept before
   */
  private void decode(ByteBuffer in, boolean isRest) throws FrameException {
    boolean any = false;
    try {
      while (!fills()) {
        Frame frame = framing.read(in, microClock, intake);
        if (frame == null) {
          break;
        }
        String type = frame.type();
        receivedTraffic.assign(knownTypes.contains(type) ? type : Traffic.OTHER, frame.wireSize());
        inbound.add(frame);
        any = true;
      }
    } finally {
      long refused = framing.takeRejectedBytes();
      if (refused > 0) {
        receivedTraffic.assign(Traffic.OTHER, refused);
      }
      if (isRest && !in.hasRemaining()) {
        received.give(in.capacity());
        rest = NO_REST;
      } else if (!isRest && in.hasRemaining()) {
        rest = ByteBuffer.allocate(in.remaining()).put(in).flip();
        received.take(rest.capacity());
      }
      if (any) {
        events.workArrived(this);
      }
    }
  }

  /** Tells whether the queue is full, and if so that {@link #poll} has to call. */
  private boolean fills() {
    if (!inbound.isFull()) {
      return false;
    }
    awaitsRoom = true;
    if (inbound.hasMuchRoom()) {
      // It was emptied between the two.
      awaitsRoom = false;
      return false;
    }
    return true;
  }

  /** Takes a turn in writing. */
  void write(ByteBuffer buffer) throws IOException {
    boolean wasFull = sendQueueFull();
    int left = WRITE_TURN;
    while (left > 0 && !outbound.isEmpty()) {
      outbound.copyTo(buffer.clear());
      buffer.flip();
      int count = channel.write(buffer);
      if (count > 0) {
        lastSendMicros = microClock.getAsLong();
        outbound.sent(count);
        left -= count;
      }
      if (count <= 0 || buffer.hasRemaining()) {
        break;
      }
    }
    if (wasFull && !sendQueueFull()) {
      events.workArrived(this);
    }
  }
}
