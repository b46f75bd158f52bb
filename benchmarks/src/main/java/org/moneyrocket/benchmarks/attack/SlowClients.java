// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.attack;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Clients of JSON-RPC that do not read, or send slowly or what nobody asked for. */
final class SlowClients {
  private static final Duration FOR_EVER = Duration.ofHours(1);
  private static final int MEGABYTE = 1_000_000;
  private static final String HEAD = "POST / HTTP/1.1\r\nHost: x\r\n";

  private SlowClients() {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static void hold(Assault assault, byte[] part) {
    assault.each(
        () -> {
          Socket socket = assault.keep(assault.target().rpcSocket());
          assault.write(socket, part);
          untilClosed(assault, socket);
        });
  }

  private static void untilClosed(Assault assault, Socket socket) throws IOException {
    byte[] buffer = new byte[4096];
    int n = 0;
    while (n >= 0) {
      n = socket.getInputStream().read(buffer);
    }
    assault.drop(socket);
    throw new IOException("closed by the server");
  }

  static void silent(Assault assault) {
    hold(assault, new byte[0]);
  }

  static void halfHeader(Assault assault) {
    hold(assault, ascii("POST / HTTP/1.1\r\nHost: x\r\nX-Slow: "));
  }

  static void halfBody(Assault assault) {
    hold(assault, ascii(HEAD + "Content-Length: 1000000\r\n\r\n" + "a".repeat(500_000)));
  }

  /** As many bytes of a body as the server takes, without a password. */
  static void bodies(Assault assault) {
    byte[] head = ascii(HEAD + "Content-Length: 33554432\r\n\r\n");
    byte[] part = ascii("a".repeat(MEGABYTE));
    assault.each(
        () -> {
          Socket socket = assault.keep(assault.target().rpcSocket());
          try {
            assault.write(socket, head);
            for (int i = 0; i < 33 && !assault.isOver(); i++) {
              assault.write(socket, part);
            }
            untilClosed(assault, socket);
          } finally {
            assault.drop(socket);
          }
        });
  }

  /** A header that never ends. */
  static void headers(Assault assault) {
    byte[] line = ascii("X-Header: " + "a".repeat(500) + "\r\n");
    assault.each(
        () -> {
          Socket socket = assault.keep(assault.target().rpcSocket());
          try {
            assault.write(socket, ascii(HEAD));
            while (!assault.isOver()) {
              assault.write(socket, line);
            }
          } finally {
            assault.drop(socket);
          }
        });
  }

  static void trickle(Assault assault) {
    byte[] whole = ascii(HEAD + "Content-Length: 1000000\r\n\r\n" + "a".repeat(10_000));
    assault.each(
        () -> {
          Socket socket = assault.keep(assault.target().rpcSocket());
          for (int i = 0; !assault.pause(Duration.ofSeconds(1)); i++) {
            assault.write(socket, new byte[] {whole[i]});
          }
        });
  }

  /** Chunks of one byte, without a password. */
  static void tinyChunks(Assault assault) {
    byte[] chunks = ascii("1\r\n \r\n".repeat(10_000));
    assault.each(
        () -> {
          Socket socket = assault.keep(assault.target().rpcSocket());
          try {
            assault.write(socket, ascii(HEAD + "Transfer-Encoding: chunked\r\n\r\n"));
            for (int i = 0; i < 150 && !assault.isOver(); i++) {
              assault.write(socket, chunks);
            }
            assault.write(socket, ascii("0\r\n\r\n"));
            untilClosed(assault, socket);
          } finally {
            assault.drop(socket);
          }
        });
  }

  /** Many requests at once, whose answers nobody reads; without a password. */
  static void pipeline(Assault assault) {
    byte[] requests = ascii("GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(500));
    assault.each(
        () -> {
          Socket socket = assault.keep(assault.target().narrowRpcSocket());
          try {
            while (!assault.isOver()) {
              assault.write(socket, requests);
            }
          } finally {
            assault.drop(socket);
          }
        });
  }

  /** Connects, and leaves at once, again and again. */
  static void visits(Assault assault) {
    assault.each(() -> assault.drop(assault.keep(assault.target().rpcSocket())));
  }

  /** Clients with a password ask for large answers and do not read them. */
  static void unreadReply(Assault assault) throws IOException {
    Rpc rpc = new Rpc(assault.target(), Duration.ofSeconds(30));
    // As text, which costs the node little: it is the reading that is to be waited for.
    String call = JsonStorms.call("getblock", "\"" + Ground.largeBlockName(rpc) + "\",0");
    byte[] request = Rpc.request(Rpc.credentials(assault.target()), ascii(call));
    assault.each(
        () -> {
          Socket socket = assault.keep(assault.target().narrowRpcSocket());
          assault.write(socket, request);
          assault.pause(FOR_EVER);
        });
  }
}
