// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.spawn;

import java.io.IOException;
import java.util.function.Consumer;
import org.moneyrocket.ipc.connection.Authentication;
import org.moneyrocket.ipc.connection.Connection;
import org.moneyrocket.ipc.connection.ConnectionEnd;
import org.moneyrocket.ipc.lane.Descriptor;

/** Makes a connection from a connected socket and lets the rest of the process know of it. */
public interface Link {
  /**
   * Introduces both sides to each other. Blocks for at most the handshake timeout. Takes over
   * {@code socket}, also when it fails.
   *
   * @param kind for people who look at connections
   * @param whenEnded told once of the end and why, before anybody else and on a thread that others
   *     wait for: returns at once
   * @throws IOException with one sentence that says why there is no connection
   */
  Connection connect(
      Descriptor socket,
      Authentication authentication,
      Kind kind,
      Consumer<ConnectionEnd> whenEnded)
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
