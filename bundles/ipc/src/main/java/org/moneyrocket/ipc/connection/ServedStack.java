// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import org.jspecify.annotations.Nullable;

/**
 * The calls one thread serves on one lane, nested ones on top. Cancelling compares, sets the token
 * and interrupts under the same lock under which calls begin and end, so that a late cancellation
 * never hits the next call.
 */
final class ServedStack {
  private final Thread server;

  /** Whether the thread is there only to serve, so that no interruption is meant for it. */
  private final boolean dedicated;

  /** Guarded by this. */
  private @Nullable ServedCall top;

  /** Number of the last call that began. Guarded by this. */
  private int lastBegun;

  /** A call that was cancelled before it was read: lanes have no common order. Guarded by this. */
  private int cancelledAhead;

  ServedStack(Thread server, boolean dedicated) {
    this.server = server;
    this.dedicated = dedicated;
  }

  synchronized ServedCall begin(int number) {
    ServedCall call = new ServedCall(number, top);
    top = call;
    lastBegun = number;
    if (cancelledAhead == number && number != 0) {
      tell(call);
      interrupt(call);
    }
    return call;
  }

  /** Ends the top call; the thread is not left interrupted by what was meant for it. */
  synchronized void end(ServedCall call) {
    top = call.outer;
    if (call.interrupted || (dedicated && top == null)) {
      Thread.interrupted();
    }
    // One below may have been cancelled while this one was on top.
    if (top != null && top.cancelled && !top.interrupted) {
      interrupt(top);
    }
  }

  /** Cancels one call, wherever it is in the stack; does nothing if it has ended. */
  synchronized void cancel(int number) {
    for (ServedCall call = top; call != null; call = call.outer) {
      if (call.number == number) {
        tell(call);
        if (call == top) {
          interrupt(call);
        }
        return;
      }
    }
    if (number - lastBegun > 0) {
      cancelledAhead = number;
    }
  }

  /** Cancels all of them: nobody will read their answers. */
  synchronized void cancelAll() {
    for (ServedCall call = top; call != null; call = call.outer) {
      tell(call);
    }
    if (top != null) {
      interrupt(top);
    }
  }

  private static void tell(ServedCall call) {
    call.cancelled = true;
    call.token.cancel();
  }

  private void interrupt(ServedCall call) {
    call.interrupted = true;
    server.interrupt();
  }
}
