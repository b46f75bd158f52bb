// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import org.moneyrocket.ipc.lane.Descriptor;

/**
 * What happens on a connection. Delivered one at a time, in order, on a thread of the connection
 * that may block and may call through the connection; {@link #ending} alone does not wait for its
 * turn.
 */
public interface ConnectionListener {
  /** The peer offers a service. */
  void announced(Connection connection, RemoteEndpoint endpoint);

  /** The peer takes a service back; calls of its proxies fail from now on. */
  void withdrawn(Connection connection, RemoteEndpoint endpoint);

  /**
   * The peer passed on a socket whose other end a third process gets, so that both can connect to
   * each other. The receiver owns {@code socket}.
   *
   * @param who role and process of the third process, as the peer knows it
   */
  void introduced(Connection connection, Descriptor socket, String who);

  /**
   * The connection is over, and the rest of what is told may still come, or hang where a listener
   * does not return. Called once, first of all and on the thread that noticed, which everything
   * else waits for: must return at once, takes no lock that is held while something blocks, and
   * never calls through the connection.
   */
  default void ending(Connection connection, ConnectionEnd end) {}

  /**
   * The connection is over and everything of it is put away. Called once, as the last event, after
   * all endpoints of the peer were reported as withdrawn.
   */
  void ended(Connection connection, ConnectionEnd end);
}
