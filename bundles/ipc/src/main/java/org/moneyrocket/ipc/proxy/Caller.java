// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.proxy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.ipc.codec.MethodSpec;
import org.moneyrocket.ipc.reference.Held;

/** What a stand-in needs of its connection. */
public interface Caller {
  /** Calls a method of the object and returns its result; throws what the contract declares. */
  @Nullable Object call(Held held, MethodSpec method, Object @Nullable [] arguments)
      throws Throwable;

  /** Sends an event to the object without waiting. */
  void emit(Held held, MethodSpec method, Object @Nullable [] arguments);

  /** See {@link org.moneyrocket.interfaces.event.RemoteListener#endDelivery}. */
  void endDelivery(Held held);

  /** See {@link org.moneyrocket.interfaces.event.RemoteListener#awaitRoom}. */
  boolean awaitRoom(Held held, Duration limit) throws InterruptedException;

  /** See {@link org.moneyrocket.interfaces.event.RemoteListener#awaitDelivered}. */
  boolean awaitDelivered(Held held, Duration limit) throws InterruptedException;

  /** Tells whether the object can no longer be reached. */
  boolean isGone(Held held);

  /** Returns role and process of the peer, for {@code toString}. */
  String peerName();
}
