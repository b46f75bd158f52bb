// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.call.CallToken;

/** A call that is being served, with those below it that wait for a callback. */
final class ServedCall {
  final int number;
  final CallToken token = new CallToken();
  final @Nullable ServedCall outer;

  /** Guarded by the stack. */
  boolean cancelled;

  /** The serving thread was interrupted because of this call. Guarded by the stack. */
  boolean interrupted;

  ServedCall(int number, @Nullable ServedCall outer) {
    this.number = number;
    this.outer = outer;
  }
}
