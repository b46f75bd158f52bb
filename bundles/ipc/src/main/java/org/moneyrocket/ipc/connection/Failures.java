// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import java.io.IOException;
import org.moneyrocket.interfaces.RemoteCallException;
import org.moneyrocket.interfaces.RemoteCallException.Reason;
import org.moneyrocket.ipc.codec.MethodSpec;
import org.moneyrocket.ipc.codec.References;
import org.moneyrocket.ipc.wire.Frame;
import org.moneyrocket.ipc.wire.MessageReader;
import org.moneyrocket.ipc.wire.MessageWriter;
import org.moneyrocket.primitives.DecodeException;

/**
 * Error answers: a declared exception with its fields, or a reason with class name and message.
 * Never a stack trace.
 */
final class Failures {
  private static final int DECLARED = 0;
  private static final int OTHER = 1;
  private static final int MAX_MESSAGE = 8192;
  private static final Reason[] REASONS = Reason.values();

  private Failures() {}

  /** Sends a reason of the connection's own. */
  static void write(MessageWriter out, int call, int flags, Reason reason, String message)
      throws IOException {
    other(out, call, flags, reason, "", message);
  }

  /** Sends what a method threw. */
  static void write(
      MessageWriter out,
      int call,
      MethodSpec method,
      Throwable thrown,
      boolean cancelled,
      LaneReferences references)
      throws IOException {
    int declared = method.thrownIndex(thrown);
    if (declared >= 0) {
      references.begin(true);
      out.begin(Frame.ERROR, method.index(), call, 0);
      try {
        out.putByte(DECLARED);
        method.writeThrown(out, declared, thrown, references);
        out.finish(0);
        return;
      } catch (RuntimeException e) {
        references.undo();
        out.abort();
        CallLog.LOG.debug("{} threw what cannot cross", method.name(), e);
      }
    }
    if (thrown instanceof RemoteCallException r && r.reason() == Reason.FAILED) {
      // It comes from further away, or from the caller itself: it is wrapped already.
      other(out, call, 0, Reason.FAILED, r.remoteType(), String.valueOf(r.getMessage()));
      return;
    }
    String type = thrown.getClass().getName();
    String detail = thrown.getMessage();
    Reason reason = cancelled && isEnd(thrown) ? Reason.CANCELLED : Reason.FAILED;
    other(out, call, 0, reason, type, detail == null ? type : type + ": " + detail);
  }

  private static boolean isEnd(Throwable thrown) {
    return thrown instanceof InterruptedException
        || thrown instanceof java.util.concurrent.CancellationException
        || thrown instanceof java.nio.channels.ClosedByInterruptException
        || thrown instanceof java.io.InterruptedIOException
        || thrown.getCause() instanceof InterruptedException
        || (thrown instanceof RemoteCallException r && r.reason() == Reason.CANCELLED);
  }

  private static void other(
      MessageWriter out, int call, int flags, Reason reason, String type, String message)
      throws IOException {
    out.begin(Frame.ERROR, 0, call, 0);
    out.putByte(OTHER);
    out.putByte(reason.ordinal());
    out.putString(type);
    out.putString(
        message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "…");
    out.finish(flags);
  }

  /** Reads an error answer. */
  static Throwable read(MessageReader in, MethodSpec method, References references)
      throws IOException, DecodeException {
    byte form = in.getByte();
    if (form == DECLARED) {
      return method.readThrown(in, references);
    }
    int reason = in.getByte();
    if (form != OTHER || reason < 0 || reason >= REASONS.length) {
      throw new DecodeException("error of form " + form + ", reason " + reason);
    }
    String type = in.getString();
    String message = in.getString();
    return new RemoteCallException(REASONS[reason], message, type, null);
  }
}
