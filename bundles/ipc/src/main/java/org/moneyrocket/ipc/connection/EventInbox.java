// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.ipc.codec.MethodSpec;
import org.moneyrocket.ipc.codec.UnsupportedTypeException;
import org.moneyrocket.ipc.lane.Descriptor;
import org.moneyrocket.ipc.lane.Transport;
import org.moneyrocket.ipc.lane.UnixTransport;
import org.moneyrocket.ipc.reference.Given;
import org.moneyrocket.ipc.wire.Frame;
import org.moneyrocket.ipc.wire.MessageReader;
import org.moneyrocket.ipc.wire.MessageWriter;
import org.moneyrocket.ipc.wire.WireException;
import org.moneyrocket.primitives.DecodeException;

/**
 * The listener's end of an event lane: reads events and delivers them, one at a time and in order,
 * on a thread of its own.
 */
final class EventInbox implements Given.Delivery {
  private static final long END_PATIENCE_SECONDS = 10;

  private final Connection connection;
  private final Given given;
  private final Transport transport;
  private final MessageReader in;
  private final MessageWriter out;
  private final LaneReferences references;
  private final int creditStep;

  /** Held while an event is delivered. */
  private final ReentrantLock delivering = new ReentrantLock();

  private volatile boolean ended;
  private int delivered;

  EventInbox(Connection connection, Given given, Descriptor socket) {
    this.connection = connection;
    this.given = given;
    this.transport = new UnixTransport(socket);
    this.in = new MessageReader(transport, connection.messageLimits());
    this.out = new MessageWriter(transport, connection.messageLimits());
    this.references = new LaneReferences(connection);
    this.creditStep = Math.max(1, connection.limits().eventWindow() / 8);
  }

  /** Closes the lane, which nobody reads. Instead of {@link #start}. */
  void refuse() {
    transport.close();
    in.close();
    out.close();
  }

  void start(String name) {
    Thread.ofPlatform().daemon().name(name).start(this::run);
  }

  private void run() {
    try {
      while (!ended && in.next()) {
        boolean flush = one();
        boolean caughtUp = !in.hasMore();
        if (delivered >= creditStep || (delivered > 0 && (flush || caughtUp))) {
          out.begin(Frame.CREDIT, 0, 0, given.id());
          out.putInt(delivered);
          delivered = 0;
          out.finish(0);
        }
      }
    } catch (IOException e) {
      CallLog.LOG.debug(
          "events of {} from {} ended: {}", given, connection.peerName(), e.getMessage());
    } finally {
      transport.close();
      in.close();
      out.close();
      connection.lanes().remove(this);
    }
  }

  /** Handles the frame whose head was read; true if the emitter wants to know at once. */
  private boolean one() throws IOException {
    try {
      switch (in.kind()) {
        case Frame.EVENT -> event();
        case Frame.LAGGED -> {
          long made = in.getLong();
          in.expectEnd();
          delivered++;
          lagged(made);
        }
        case Frame.FLUSH -> {
          in.getLong();
          in.expectEnd();
          return true;
        }
        default -> throw new WireException("frame of kind " + in.kind() + " on an event lane");
      }
    } catch (DecodeException | UnsupportedTypeException e) {
      // Later events may depend on this one, so the listener must not just miss it.
      throw new WireException("event makes no sense: " + e.getMessage());
    }
    return false;
  }

  private void event() throws IOException, DecodeException {
    MethodSpec method = given.contract().method(in.method());
    if (method == null || !method.oneWay()) {
      throw new WireException(given.contract().name() + " has no event " + in.method());
    }
    Object[] arguments = method.readArguments(in, references);
    in.expectEnd();
    delivered++;
    given.counter(method.index()).add(0, 0, in.received(), false);
    if (CallLog.LOG.isDebugEnabled()) {
      CallLog.LOG.debug(
          "from {} thread \"{}\" event {} {}, {} bytes",
          connection.peerName(),
          Thread.currentThread().getName(),
          in.call(),
          method.name(),
          in.received());
    }
    deliver(method.name(), () -> method.invoke(given.object(), arguments));
  }

  private void lagged(long made) {
    Method lagged;
    try {
      lagged = given.contract().type().getMethod("lagged", long.class);
    } catch (NoSuchMethodException e) {
      CallLog.LOG.warn("{} misses events and has no way to hear of it", given);
      return;
    }
    MethodSpec spec = given.contract().method(given.contract().indexOf(lagged));
    if (spec != null) {
      deliver(spec.name(), () -> spec.invoke(given.object(), new Object[] {made}));
    }
  }

  private interface Delivery {
    @Nullable Object run() throws Throwable;
  }

  private void deliver(String name, Delivery delivery) {
    delivering.lock();
    try {
      if (ended) {
        return;
      }
      delivery.run();
    } catch (Throwable t) {
      // As in one process: a listener that throws keeps its subscription.
      CallLog.LOG.warn("listener failed in {}", name, t);
    } finally {
      delivering.unlock();
    }
  }

  /** Delivers nothing more; waits for a delivery in progress unless it is what calls this. */
  @Override
  public void end() {
    ended = true;
    transport.shutdown();
    boolean interrupted = false;
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_PATIENCE_SECONDS);
    while (true) {
      try {
        if (delivering.tryLock(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          delivering.unlock();
        } else {
          CallLog.LOG.warn("listener {} is still busy after its end", given);
        }
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the lane because the connection ends. */
  void shutdown() {
    transport.shutdown();
  }
}
