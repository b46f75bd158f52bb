// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.RemoteCallException;
import org.moneyrocket.interfaces.RemoteCallException.Reason;
import org.moneyrocket.ipc.codec.MethodSpec;
import org.moneyrocket.ipc.lane.Descriptor;
import org.moneyrocket.ipc.lane.InterruptGate;
import org.moneyrocket.ipc.lane.PosixException;
import org.moneyrocket.ipc.lane.Transport;
import org.moneyrocket.ipc.lane.UnixTransport;
import org.moneyrocket.ipc.reference.Given;
import org.moneyrocket.ipc.reference.Held;
import org.moneyrocket.ipc.wire.Frame;
import org.moneyrocket.ipc.wire.LimitException;
import org.moneyrocket.ipc.wire.MessageReader;
import org.moneyrocket.ipc.wire.MessageWriter;
import org.moneyrocket.ipc.wire.WireException;
import org.moneyrocket.primitives.DecodeException;

/**
 * A stream socket that belongs to one thread on each side. Exactly one side writes at any time: a
 * request, then its answer, with requests in the other direction nested between. Whoever waits for
 * an answer serves the requests that come instead, on its own thread.
 *
 * <p>Only the owner reads, writes and closes; other threads {@link #shutdown} or {@link #cancel}.
 */
final class CallLane {
  private static final int IDLE = 0;
  private static final int BUSY = 1;
  private static final int CLOSED = 2;
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(CallLane.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Connection connection;
  private final int id;
  private final Thread owner;
  private final Transport transport;
  private final MessageWriter out;
  private final MessageReader in;
  private final LaneReferences references;
  private final CallLog log;
  private final int maxDepth;
  private final InterruptGate gate = new InterruptGate(this::interrupted);
  private final ServedStack served;
  private final Server server;

  private volatile int state;
  private volatile boolean broken;

  /** Number of the call the owner waits for, read by whoever interrupts it. */
  private volatile int awaited;

  /** What was cancelled and has no answer yet. */
  private final AtomicReference<@Nullable Cancellation> cancelled = new AtomicReference<>();

  /** What the peer's method threw, kept apart from what happens to the lane. */
  private @Nullable Throwable failure;

  private int lastNumber;
  private int depth;

  /** One call that was cancelled by its caller. */
  private record Cancellation(int number, AtomicReference<Boolean> gaveUp) {}

  CallLane(Connection connection, int id, Descriptor socket, Thread owner, boolean serving) {
    this.connection = connection;
    this.id = id;
    this.owner = owner;
    this.transport = new UnixTransport(socket);
    this.out = new MessageWriter(transport, connection.messageLimits());
    this.in = new MessageReader(transport, connection.messageLimits());
    this.references = new LaneReferences(connection);
    this.log = connection.log();
    this.maxDepth = connection.limits().depth();
    this.served = new ServedStack(owner, serving);
    this.server = new Server(connection, this, served, references, in, out);
    this.state = serving ? BUSY : IDLE;
  }

  int id() {
    return id;
  }

  Thread owner() {
    return owner;
  }

  /** Tells whether no call can be made any more. */
  boolean isDead() {
    return broken || state == CLOSED;
  }

  /** Tells whether the owner is in a call, or serves. */
  boolean isBusy() {
    return state == BUSY;
  }

  // ---- calling

  /** Calls a method of the peer. Only for the owner. */
  @Nullable Object call(Held held, MethodSpec method, Object @Nullable [] arguments)
      throws Throwable {
    boolean outermost = depth == 0;
    if (outermost && !STATE.compareAndSet(this, IDLE, BUSY)) {
      throw connection.lost(method.name());
    }
    depth++;
    Object result;
    Throwable thrown;
    try {
      if (depth > maxDepth) {
        throw new RemoteCallException(
            Reason.LIMIT, method.name() + ": calls are nested more than " + maxDepth + " deep");
      }
      result = exchange(held, method, arguments);
      thrown = failure;
      failure = null;
    } catch (IOException e) {
      throw broken(method.name(), e);
    } finally {
      depth--;
      if (outermost) {
        leave();
      }
    }
    if (thrown != null) {
      throw thrown;
    }
    return result;
  }

  /** Has the peer end the delivery of events to {@code held}. Only for the owner. */
  void endDelivery(Held held) throws IOException {
    boolean outermost = depth == 0;
    if (outermost && !STATE.compareAndSet(this, IDLE, BUSY)) {
      throw connection.lost("endDelivery");
    }
    depth++;
    try {
      int number = ++lastNumber;
      out.begin(Frame.CALL, Frame.END_DELIVERY, number, held.id());
      if (!finish(false)) {
        awaitAnswer(number);
      }
      in.skip();
    } catch (IOException e) {
      throw broken("endDelivery", e);
    } finally {
      depth--;
      if (outermost) {
        leave();
      }
    }
  }

  private void leave() {
    references.begin(false); // lets go of what the last call sent
    if (!STATE.compareAndSet(this, BUSY, IDLE) || broken || !connection.isOpen()) {
      close(); // whoever ended the connection meanwhile has left that to the owner
    }
  }

  private @Nullable Object exchange(Held held, MethodSpec method, Object @Nullable [] arguments)
      throws IOException {
    long start = System.nanoTime();
    int number = ++lastNumber;
    boolean debug = log.on();
    references.begin(false);
    out.begin(Frame.CALL, method.index(), number, held.id());
    boolean last = method.closes();
    try {
      method.writeArguments(out, arguments, references);
      if (last) {
        out.putInt(held.takeCount());
      }
    } catch (RuntimeException | Error e) {
      references.undo();
      out.abort();
      throw refused(method, e);
    }
    List<Given> given = references.given();
    List<Object> sentHome = references.sentHome();
    boolean refused = finish(last);
    long sent = out.sent();
    if (debug) {
      log.request(true, id, number, method.name(), held.id(), sent);
      log.values(method.name(), arguments);
    }
    connection.probe(Probe.Point.REQUEST_SENT, method.name());
    if (!refused) {
      awaitAnswer(number);
    }
    // Until here the peer may have read the arguments, so what they refer to had to stay.
    java.lang.ref.Reference.reachabilityFence(sentHome);
    String outcome = "failed";
    try {
      Object result = answer(method, given);
      outcome = failure == null ? "ok" : "failed: " + failure.getClass().getName();
      if (debug) {
        log.value(method.name(), result);
      }
      return result;
    } finally {
      long nanos = System.nanoTime() - start;
      held.counter(method.index()).add(nanos, sent, in.received(), !outcome.equals("ok"));
      if (debug) {
        log.response(false, id, number, method.name(), nanos, in.received(), outcome);
      }
    }
  }

  private static RuntimeException refused(MethodSpec method, Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    if (e instanceof RemoteCallException r) {
      return r;
    }
    if (e instanceof LimitException) {
      return new RemoteCallException(Reason.LIMIT, method.name() + ": " + e.getMessage(), "", e);
    }
    return e instanceof IllegalArgumentException i
        ? i
        : new RemoteCallException(
            Reason.DATA, method.name() + ": an argument cannot cross: " + e, "", e);
  }

  /** Sends the request; true if the answer is here already: the peer refused the lane. */
  private boolean finish(boolean last) throws IOException {
    try {
      out.finish(last ? Frame.LAST : 0);
      return false;
    } catch (PosixException e) {
      // The peer closed its end. If it refused the lane, it said so before.
      if (!in.next() || !isRefusal()) {
        throw e;
      }
      broken = true;
      return true;
    }
  }

  private boolean isRefusal() {
    return in.kind() == Frame.ERROR && in.call() == 0;
  }

  /** Serves what the peer asks until it answers call {@code number}. */
  private void awaitAnswer(int number) throws IOException {
    while (true) {
      awaited = number;
      boolean here;
      gate.enter();
      try {
        here = in.next();
      } finally {
        gate.leave();
        awaited = 0;
      }
      if (!here) {
        throw new WireException("end of stream");
      }
      switch (in.kind()) {
        case Frame.CALL -> server.serve();
        case Frame.RESULT, Frame.ERROR -> {
          if (isRefusal()) {
            broken = true;
          } else if (in.call() != number) {
            throw new WireException("answer to call " + in.call() + " instead of " + number);
          }
          Cancellation c = cancelled.get();
          if (c != null && c.number() == number) {
            cancelled.compareAndSet(c, null);
          }
          return;
        }
        default -> throw new WireException("frame of kind " + in.kind() + " on a call lane");
      }
    }
  }

  /** Reads the answer that is at hand. */
  private @Nullable Object answer(MethodSpec method, List<Given> given) throws IOException {
    try {
      if (in.kind() == Frame.RESULT) {
        Object result = method.readResult(in, references);
        in.expectEnd();
        return result;
      }
      if ((in.flags() & Frame.UNREAD) != 0 && !given.isEmpty()) {
        connection.given().undo(given);
      }
      Throwable thrown = Failures.read(in, method, references);
      in.expectEnd();
      if (thrown instanceof InterruptedException) {
        Thread.interrupted(); // as everywhere: the exception replaces the flag
      }
      failure = thrown;
      return null;
    } catch (DecodeException e) {
      in.skip();
      if ((in.flags() & Frame.ABORT) != 0) {
        // The peer could not write its result to the end; why comes in another answer.
        return answerAfterAbort(method, given);
      }
      throw new RemoteCallException(
          Reason.DATA, method.name() + ": its result makes no sense: " + e.getMessage(), "", e);
    }
  }

  private @Nullable Object answerAfterAbort(MethodSpec method, List<Given> given)
      throws IOException {
    if (!in.next() || in.kind() != Frame.ERROR) {
      throw new WireException("no error after a result that was broken off");
    }
    return answer(method, given);
  }

  private RemoteCallException broken(String method, IOException e) {
    broken = true;
    transport.shutdown();
    Cancellation c = cancelled.getAndSet(null);
    if (c != null && Boolean.TRUE.equals(c.gaveUp().get())) {
      return new RemoteCallException(
          Reason.CANCELLED,
          "%s: %s did not end the call within %d ms after it was cancelled"
              .formatted(method, connection.peerName(), connection.settings().grace().toMillis()),
          "",
          e);
    }
    return connection.lostOnTheWay(method, e);
  }

  // ---- cancelling, on any thread

  /** The owner was interrupted while it waits for an answer. */
  private void interrupted() {
    int number = awaited;
    Cancellation before = cancelled.get();
    if (number == 0 || (before != null && before.number() == number)) {
      return;
    }
    Cancellation c = new Cancellation(number, new AtomicReference<>(false));
    cancelled.set(c);
    connection.sendCancel(id, number);
    Timers.after(connection.settings().grace(), () -> giveUp(c));
  }

  private void giveUp(Cancellation c) {
    if (c.equals(cancelled.get())) {
      c.gaveUp().set(true);
      transport.shutdown();
    }
  }

  /** The peer no longer waits for call {@code number}. */
  void cancel(int number) {
    served.cancel(number);
  }

  // ---- serving

  /** Serves requests until the stream ends. Only for the owner, on the serving side. */
  void serveAll() {
    try {
      while (in.next()) {
        if (in.kind() != Frame.CALL) {
          throw new WireException("frame of kind " + in.kind() + " where a request belongs");
        }
        depth++;
        try {
          server.serve();
        } finally {
          depth--;
        }
      }
    } catch (IOException e) {
      CallLog.LOG.debug("lane {} of {} ended: {}", id, connection.peerName(), e.getMessage());
    } finally {
      broken = true;
      close();
    }
  }

  /** Answers that the lane is refused, before it is closed. */
  void refuse(String message) {
    try {
      Failures.write(out, 0, Frame.UNREAD, Reason.LIMIT, message);
    } catch (IOException e) {
      CallLog.LOG.debug("lane {} of {} ended early", id, connection.peerName());
    }
    close();
  }

  // ---- end

  /** Makes the owner's system calls return. */
  void shutdown() {
    transport.shutdown();
  }

  /** Tells running methods that their results will not be read. */
  void cancelServed() {
    served.cancelAll();
  }

  /** Closes the lane if its owner is not in a call; else the owner does so when it leaves. */
  boolean closeIfIdle() {
    if (STATE.compareAndSet(this, IDLE, CLOSED)) {
      release();
      return true;
    }
    return false;
  }

  private void close() {
    if ((int) STATE.getAndSet(this, CLOSED) != CLOSED) {
      release();
    }
  }

  private void release() {
    transport.close();
    out.close();
    in.close();
    connection.lanes().remove(this);
  }
}
