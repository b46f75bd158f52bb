// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.event;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What every stand-in for a one-way listener of another process can do besides its contract. Its
 * contract methods never block: they put the event into a bounded window, or leave it out and
 * deliver one {@code lagged} as soon as there is room.
 */
@ProviderType
public interface RemoteListener {
  /**
   * Ends delivery: when this returns, nothing more is delivered, and a delivery that was running
   * has ended unless it is what waits for this call. Never fails; does nothing the second time.
   */
  void endDelivery();

  /**
   * Waits until the listener has room for another event.
   *
   * @return false if there was none in time
   * @throws org.moneyrocket.interfaces.RemoteCallException if the listener's process is gone
   */
  boolean awaitRoom(Duration limit) throws InterruptedException;

  /**
   * Waits until everything sent so far has been delivered.
   *
   * @return false if that did not happen in time or the listener is gone
   */
  boolean awaitDelivered(Duration limit) throws InterruptedException;

  /** Tells whether the listener's process is gone or delivery was ended. */
  boolean isGone();
}
