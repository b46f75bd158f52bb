// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.attack;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Asks by JSON-RPC for the height, on a new connection each time. */
final class HonestClient extends Probe {
  private static final byte[] BODY =
      "{\"id\":1,\"method\":\"getblockcount\",\"params\":[]}".getBytes(StandardCharsets.US_ASCII);

  private final Target target;
  private final byte[] request;
  private volatile @Nullable Socket socket;

  HonestClient(Target target) throws IOException {
    super("honest-client");
    this.target = target;
    this.request = Rpc.request(Rpc.credentials(target), BODY);
  }

  @Override
  void ask() throws IOException {
    try (Socket connection = target.rpcSocket()) {
      socket = connection;
      connection.getOutputStream().write(request);
      String answer = new String(Rpc.body(connection.getInputStream()), StandardCharsets.US_ASCII);
      if (!answer.contains("\"result\":")) {
        throw new IOException("no result: " + answer);
      }
    }
  }

  @Override
  void interrupt() throws IOException {
    Socket waiting = socket;
    if (waiting != null) {
      waiting.close();
    }
  }
}
