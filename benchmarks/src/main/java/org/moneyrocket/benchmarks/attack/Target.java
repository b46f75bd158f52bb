// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.attack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where a node on regtest listens. The address is always that of this machine's loopback device:
 * nothing here can be pointed at anybody else's node.
 *
 * @param port for peers
 * @param rpcPort for JSON-RPC
 * @param cookie file with the credentials of honest clients
 * @param ipcSocket where {@code -ipcbind=unix} listens, if it was given
 */
public record Target(int port, int rpcPort, Path cookie, Path ipcSocket) {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Connects to the port for peers. */
  Socket peerSocket() throws IOException {
    return connect(new Socket(), port);
  }

  /** Connects to the port for JSON-RPC. */
  Socket rpcSocket() throws IOException {
    return connect(new Socket(), rpcPort);
  }

  /** Connects to the port for peers as somebody who takes in next to nothing. */
  Socket narrowPeerSocket() throws IOException {
    return connect(narrow(), port);
  }

  /** Connects to the port for JSON-RPC as somebody who takes in next to nothing. */
  Socket narrowRpcSocket() throws IOException {
    return connect(narrow(), rpcPort);
  }

  private static Socket narrow() throws SocketException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    return socket;
  }

  private static Socket connect(Socket socket, int port) throws IOException {
    try {
      socket.setTcpNoDelay(true);
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
