// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

/** The time that peers are held to, which tests may set ({@code setmocktime}). */
public interface PeerClock {
  /** Returns microseconds since 1970. */
  long micros();

  /** Returns seconds since 1970. */
  default long seconds() {
    return Math.floorDiv(micros(), 1_000_000L);
  }
}
