// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.RemoteCallException;
import org.moneyrocket.interfaces.RemoteCallException.Reason;
import org.moneyrocket.interfaces.call.CallToken;
import org.moneyrocket.ipc.codec.MethodSpec;
import org.moneyrocket.ipc.codec.UnsupportedTypeException;
import org.moneyrocket.ipc.reference.Given;
import org.moneyrocket.ipc.wire.Frame;
import org.moneyrocket.ipc.wire.LimitException;
import org.moneyrocket.ipc.wire.MessageReader;
import org.moneyrocket.ipc.wire.MessageWriter;
import org.moneyrocket.ipc.wire.WireException;
import org.moneyrocket.primitives.DecodeException;

/** Carries out the requests that arrive on one lane, on the thread that owns it. */
final class Server {
  private final Connection connection;
  private final CallLane lane;
  private final ServedStack stack;
  private final LaneReferences references;
  private final MessageReader in;
  private final MessageWriter out;
  private final CallLog log;

  Server(
      Connection connection,
      CallLane lane,
      ServedStack stack,
      LaneReferences references,
      MessageReader in,
      MessageWriter out) {
    this.connection = connection;
    this.lane = lane;
    this.stack = stack;
    this.references = references;
    this.in = in;
    this.out = out;
    this.log = connection.log();
  }

  /** Carries out the request whose head was read, and answers it. */
  void serve() throws IOException {
    long start = System.nanoTime();
    int number = in.call();
    int object = in.object();
    int index = in.method();
    connection.probe(Probe.Point.REQUEST_STARTED, "");
    Given given = connection.given().find(object);
    if (given == null) {
      if (!connection.isOpen()) {
        // All objects went with the connection; the caller is to hear of its end, not of this.
        throw new WireException("the connection has ended");
      }
      refuse(number, Reason.NO_SUCH_OBJECT, "object is not, or no longer, there");
      return;
    }
    if (index == Frame.END_DELIVERY) {
      endDelivery(number, given);
      return;
    }
    MethodSpec method;
    try {
      method = given.contract().method(index);
    } catch (UnsupportedTypeException e) {
      refuse(number, Reason.DATA, String.valueOf(e.getMessage()));
      return;
    }
    if (method == null || method.oneWay()) {
      refuse(number, Reason.NO_SUCH_OBJECT, given.contract().name() + " has no method " + index);
      return;
    }
    serve(start, number, given, method);
  }

  private void serve(long start, int number, Given given, MethodSpec method) throws IOException {
    Object[] arguments;
    int released = 0;
    try {
      arguments = method.readArguments(in, references);
      if (method.closes()) {
        released = in.getInt();
      }
      in.expectEnd();
    } catch (DecodeException e) {
      in.skip();
      if ((in.flags() & Frame.ABORT) == 0) {
        String message = "%s: its arguments make no sense: %s";
        Failures.write(
            out, number, 0, Reason.DATA, message.formatted(method.name(), e.getMessage()));
      }
      return;
    }
    long received = in.received();
    boolean debug = log.on();
    if (debug) {
      log.request(false, lane.id(), number, method.name(), given.id(), received);
      log.values(method.name(), arguments);
    }
    connection.probe(Probe.Point.ARGUMENTS_READ, method.name());
    ServedCall call = stack.begin(number);
    CallToken before = CallToken.install(call.token);
    Object result = null;
    Throwable thrown = null;
    try {
      if (!method.closes() || connection.given().beginClose(given)) {
        result = method.invoke(given.object(), arguments);
      }
    } catch (Throwable t) {
      thrown = t;
    }
    CallToken.install(before);
    stack.end(call);
    if (method.closes()) {
      connection.given().release(given.id(), released);
    }
    connection.probe(Probe.Point.METHOD_FINISHED, method.name());
    answer(number, method, result, thrown, call.cancelled);
    long nanos = System.nanoTime() - start;
    given.counter(method.index()).add(nanos, out.sent(), received, thrown != null);
    if (debug) {
      String outcome = thrown == null ? "ok" : "failed: " + thrown.getClass().getName();
      log.response(true, lane.id(), number, method.name(), nanos, out.sent(), outcome);
    }
    connection.probe(Probe.Point.ANSWER_SENT, method.name());
  }

  private void answer(
      int number,
      MethodSpec method,
      @Nullable Object result,
      @Nullable Throwable thrown,
      boolean cancelled)
      throws IOException {
    if (thrown == null) {
      references.begin(true);
      out.begin(Frame.RESULT, method.index(), number, 0);
      try {
        method.writeResult(out, result, references);
        out.finish(0);
        return;
      } catch (IOException e) {
        // The lane ended before all of it was sent. What is with the peer already may be in use.
        if (!out.hasSentPart()) {
          references.undo();
        }
        throw e;
      } catch (RuntimeException e) {
        references.undo();
        out.abort();
        Failures.write(out, number, 0, reason(e), method.name() + ": " + e.getMessage());
        return;
      }
    }
    if (thrown instanceof Error) {
      CallLog.LOG.error("{} failed", method.name(), thrown);
    }
    Failures.write(out, number, method, thrown, cancelled, references);
  }

  private static Reason reason(RuntimeException e) {
    if (e instanceof LimitException) {
      return Reason.LIMIT;
    }
    return e instanceof RemoteCallException r ? r.reason() : Reason.DATA;
  }

  private void endDelivery(int number, Given given) throws IOException {
    in.skip();
    given.endDelivery();
    out.begin(Frame.RESULT, Frame.END_DELIVERY, number, 0);
    out.finish(0);
  }

  private void refuse(int number, Reason reason, String message) throws IOException {
    in.skip();
    if ((in.flags() & Frame.ABORT) == 0) {
      Failures.write(out, number, Frame.UNREAD, reason, message);
    }
  }
}
