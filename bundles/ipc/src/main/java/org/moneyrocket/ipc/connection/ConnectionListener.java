// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import org.moneyrocket.ipc.lane.Descriptor;

/**
 * What happens on a connection. Delivered one at a time, in order, on a thread of the connection
 * that may block and may call through the connection.
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
   * The connection is over. Called once, as the last event, after all endpoints of the peer were
   * reported as withdrawn.
   */
  void ended(Connection connection, ConnectionEnd end);
}
