// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.server;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The calls that are being worked on. */
public final class ActiveCalls {
  /**
   * One call.
   *
   * @param startNanos value of {@link System#nanoTime} when it began
   */
  public record Call(String method, long startNanos) {}

  private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();

  Call begin(String method) {
    Call call = new Call(method, System.nanoTime());
    calls.add(call);
    return call;
  }

  void end(Call call) {
    calls.removeIf(other -> isSame(call, other));
  }

  // Two calls of one method may begin at the same nanosecond; they are two calls nevertheless.
  @SuppressWarnings("ReferenceEquality")
  private static boolean isSame(Call call, Call other) {
    return call == other;
  }

  /** Returns the calls in the order in which they began. */
  public List<Call> list() {
    return List.copyOf(calls);
  }
}
