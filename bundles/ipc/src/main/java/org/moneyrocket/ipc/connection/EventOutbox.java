// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.RemoteCallException;
import org.moneyrocket.interfaces.RemoteCallException.Reason;
import org.moneyrocket.ipc.codec.MethodSpec;
import org.moneyrocket.ipc.lane.Descriptor;
import org.moneyrocket.ipc.lane.Transport;
import org.moneyrocket.ipc.lane.UnixTransport;
import org.moneyrocket.ipc.reference.Held;
import org.moneyrocket.ipc.wire.Frame;
import org.moneyrocket.ipc.wire.LimitException;
import org.moneyrocket.ipc.wire.MessageReader;
import org.moneyrocket.ipc.wire.MessageWriter;
import org.moneyrocket.ipc.wire.WireException;
import org.moneyrocket.primitives.DecodeException;

/**
 * The emitting end of an event lane: one for each listener. Emitters put events into a bounded
 * window and go on; a thread of this lane sends them, many in one system call. The listener's side
 * says now and then how many it has delivered. When the window is full, events are left out until
 * there is room again, and the listener is told once, at that place in the order.
 */
final class EventOutbox implements AutoCloseable {
  /** How long the sender lets events gather after it was woken: a wake-up costs more than that. */
  private static final long GATHER_NANOS = 50_000;

  private final Connection connection;
  private final Held held;
  private final Transport transport;
  private final MessageReader credits;
  private final int window;
  private final long windowBytes;

  /** Guards everything below. Never held during a system call that may block. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition work = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final EventBytes pending = new EventBytes();
  private final MessageWriter writer;
  private final LaneReferences references;

  /** Sizes of the events that were not reported as delivered, oldest first. */
  private final ArrayDeque<Integer> unconfirmed = new ArrayDeque<>();

  /** Stand-ins that go home with events under way; they stay alive until those are confirmed. */
  private final ArrayDeque<List<Object>> sentHome = new ArrayDeque<>();

  private long unconfirmedBytes;

  /** Events put into the window, and of these reported as delivered, since the beginning. */
  private long put;

  private long confirmed;

  /** Events made, those left out included. */
  private long made;

  private boolean behind;
  private boolean flushWanted;
  private int waiting;
  private boolean ended;
  private boolean idle;

  EventOutbox(Connection connection, Held held, Descriptor socket) {
    this.connection = connection;
    this.held = held;
    this.transport = new UnixTransport(socket);
    this.credits = new MessageReader(transport, connection.messageLimits());
    this.writer = new MessageWriter(pending, connection.messageLimits());
    this.references = new LaneReferences(connection);
    this.window = connection.limits().eventWindow();
    this.windowBytes = connection.limits().eventBytes();
  }

  void start(String name) {
    Thread.ofPlatform().daemon().name(name).start(this::run);
  }

  /** Puts an event into the window, or leaves it out. Never waits. */
  void emit(MethodSpec method, Object @Nullable [] arguments) {
    lock.lock();
    try {
      if (ended) {
        throw connection.lost(method.name());
      }
      made++;
      if (idle && unconfirmed.size() >= window / 4) {
        readCreditsForEmitter();
      }
      if (behind || isFull()) {
        behind = true;
      } else {
        put(method, arguments);
      }
      if (idle) {
        work.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** While the sender sleeps nobody else reads what was delivered; it must not look undelivered. */
  private void readCreditsForEmitter() {
    try {
      readCredits(false);
    } catch (IOException e) {
      transport.shutdown(); // the sender meets the end too, and reports it
    }
  }

  private boolean isFull() {
    return unconfirmed.size() >= window || unconfirmedBytes >= windowBytes;
  }

  private void put(MethodSpec method, Object @Nullable [] arguments) {
    int mark = pending.size();
    try {
      references.begin(false);
      writer.begin(Frame.EVENT, method.index(), (int) made, held.id());
      method.writeArguments(writer, arguments, references);
      writer.finish(0);
    } catch (RuntimeException e) {
      references.undo();
      pending.truncate(mark);
      if (e instanceof LimitException) {
        throw new RemoteCallException(Reason.LIMIT, method.name() + ": " + e.getMessage(), "", e);
      }
      throw e;
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    count(pending.size() - mark);
    held.counter(method.index()).add(0, pending.size() - mark, 0, false);
    if (CallLog.LOG.isDebugEnabled()) {
      CallLog.LOG.debug(
          "to {} event {} {} object {}, {} bytes",
          connection.peerName(),
          made,
          method.name(),
          Integer.toUnsignedString(held.id()),
          pending.size() - mark);
    }
  }

  private void count(int bytes) {
    put++;
    unconfirmed.add(bytes);
    unconfirmedBytes += bytes;
    sentHome.add(references.sentHome());
  }

  /** Puts a frame without values into the window. */
  private void putPlain(byte kind, long number) {
    int mark = pending.size();
    references.begin(false);
    try {
      writer.begin(kind, 0, 0, held.id());
      writer.putLong(number);
      writer.finish(0);
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    if (kind == Frame.LAGGED) {
      count(pending.size() - mark);
    }
  }

  /** Waits until the window has room. */
  boolean awaitRoom(Duration limit) throws InterruptedException {
    return await(limit, () -> !behind && !isFull());
  }

  /** Waits until everything put into the window was delivered. */
  boolean awaitDelivered(Duration limit) throws InterruptedException {
    long target;
    lock.lock();
    try {
      flushWanted = true;
      target = put + (behind ? 1 : 0);
    } finally {
      lock.unlock();
    }
    return await(limit, () -> confirmed >= target);
  }

  private boolean await(Duration limit, java.util.function.BooleanSupplier reached)
      throws InterruptedException {
    long left = limit.toNanos();
    lock.lock();
    try {
      waiting++;
      work.signal();
      while (!reached.getAsBoolean()) {
        if (ended) {
          throw connection.lost(held.contract().name());
        }
        if (left <= 0) {
          return false;
        }
        left = room.awaitNanos(left);
      }
      return true;
    } finally {
      waiting--;
      lock.unlock();
    }
  }

  /** Sends what is in the window and reads what was delivered, until the end. */
  private void run() {
    EventBytes batch = new EventBytes();
    try {
      while (true) {
        boolean listen;
        lock.lock();
        try {
          listen = next();
          if (ended) {
            return;
          }
          if (pending.size() > 0) {
            pending.moveTo(batch);
          }
        } finally {
          lock.unlock();
        }
        if (batch.size() > 0) {
          transport.send(batch.array(), 0, batch.size());
          batch.clear();
          readCredits(false);
        } else if (listen) {
          readCredits(true);
        }
      }
    } catch (IOException e) {
      CallLog.LOG.debug(
          "events of {} to {} ended: {}", held, connection.peerName(), e.getMessage());
    } finally {
      close();
      transport.close();
      credits.close();
      connection.lanes().remove(this);
    }
  }

  /** Waits for work; true if the only work is to wait for the listener's side. */
  private boolean next() {
    while (!ended) {
      if (behind && !isFull()) {
        behind = false;
        putPlain(Frame.LAGGED, made);
      }
      if (flushWanted && !behind && !unconfirmed.isEmpty()) {
        flushWanted = false;
        putPlain(Frame.FLUSH, 0);
      }
      if (pending.size() > 0) {
        return false;
      }
      if (behind || (waiting > 0 && !unconfirmed.isEmpty())) {
        return true;
      }
      if (unconfirmed.size() > window / 2) {
        // Emitters must not find the window full only because nobody read what was delivered.
        return true;
      }
      idle = true;
      work.awaitUninterruptibly();
      idle = false;
      gather();
    }
    return false;
  }

  private void gather() {
    if (ended || waiting > 0) {
      return;
    }
    lock.unlock();
    try {
      LockSupport.parkNanos(GATHER_NANOS);
    } finally {
      lock.lock();
    }
  }

  private void readCredits(boolean wait) throws IOException {
    while (wait || credits.hasMore() || transport.hasInput()) {
      if (!credits.next()) {
        throw new WireException("listener is gone");
      }
      if (credits.kind() != Frame.CREDIT) {
        throw new WireException("frame of kind " + credits.kind() + " from a listener");
      }
      int delivered;
      try {
        delivered = credits.getInt();
        credits.expectEnd();
      } catch (DecodeException e) {
        throw new WireException("credit makes no sense: " + e.getMessage());
      }
      confirm(delivered);
      wait = false;
    }
  }

  private void confirm(int delivered) throws WireException {
    lock.lock();
    try {
      if (delivered < 0 || delivered > unconfirmed.size()) {
        throw new WireException("more events delivered than sent: " + delivered);
      }
      confirmed += delivered;
      for (int i = 0; i < delivered; i++) {
        unconfirmedBytes -= unconfirmed.remove();
        sentHome.remove();
      }
      if (waiting > 0) {
        room.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isEnded() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the lane; what was not sent is dropped. Any thread may call it. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (ended) {
        return;
      }
      ended = true;
      pending.clear();
      work.signal();
      room.signalAll();
      writer.close();
    } finally {
      lock.unlock();
    }
    transport.shutdown();
  }
}
