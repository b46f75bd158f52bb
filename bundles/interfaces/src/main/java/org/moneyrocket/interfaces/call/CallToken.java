// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.call;

import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Tells a running method that nobody waits for its result any more: the caller was interrupted, its
 * deadline passed, or its process is gone. A method that may take long asks {@link #current} now
 * and then; one that blocks is interrupted as well.
 */
public final class CallToken {
  private static final ThreadLocal<@Nullable CallToken> CURRENT = new ThreadLocal<>();

  private volatile boolean cancelled;

  /** Returns the token of the call the current thread is serving, or one for a local call. */
  public static CallToken current() {
    CallToken token = CURRENT.get();
    return token != null ? token : new CallToken();
  }

  /**
   * Installs the token of the call the current thread is about to serve. For whoever delivers
   * calls.
   *
   * @return what was installed before, to be put back when the call ends
   */
  public static @Nullable CallToken install(@Nullable CallToken token) {
    CallToken before = CURRENT.get();
    CURRENT.set(token);
    return before;
  }

  /** Tells the call. For whoever delivers calls; does not interrupt. */
  public void cancel() {
    cancelled = true;
  }

  /** Tells whether the result is no longer wanted. A local call is cancelled by interruption. */
  public boolean isCancelled() {
    return cancelled || Thread.currentThread().isInterrupted();
  }

  /**
   * @throws CancellationException if the result is no longer wanted
   */
  public void check() {
    if (isCancelled()) {
      throw new CancellationException("the caller no longer waits");
    }
  }
}
