// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.spawn;

import java.io.IOException;
import org.moneyrocket.ipc.connection.Authentication;
import org.moneyrocket.ipc.connection.Connection;
import org.moneyrocket.ipc.lane.Descriptor;

/** Makes a connection from a connected socket and lets the rest of the process know of it. */
public interface Link {
  /**
   * Introduces both sides to each other. Blocks for at most the handshake timeout. Takes over
   * {@code socket}, also when it fails.
   *
   * @param kind for people who look at connections
   * @param whenEnded run once, after everything else has heard of the end
   * @throws IOException with one sentence that says why there is no connection
   */
  Connection connect(
      Descriptor socket, Authentication authentication, Kind kind, Runnable whenEnded)
      throws IOException;

  /** How two processes came together. */
  enum Kind {
    /** One started the other. */
    SPAWNED,
    /** One came in through a socket of the other. */
    ATTACHED,
    /** A third process made both acquainted. */
    INTRODUCED
  }
}
