// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.attack;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a client with a password may send: a mistaken program more than an enemy, yet others are to
 * be answered meanwhile.
 */
final class JsonStorms {
  private static final int MEGABYTE = 1_000_000;

  private JsonStorms() {}

  static String call(String method, String params) {
    return "{\"id\":1,\"method\":\"" + method + "\",\"params\":[" + params + "]}";
  }

  /** Sends the same body again and again, and reads the answers. */
  private static void storm(Assault assault, String body) throws IOException {
    byte[] request =
        Rpc.request(Rpc.credentials(assault.target()), body.getBytes(StandardCharsets.US_ASCII));
    assault.each(
        () -> {
          Socket socket = assault.keep(assault.target().rpcSocket());
          try {
            assault.write(socket, request);
            byte[] buffer = new byte[1 << 16];
            int n = 0;
            while (n >= 0) {
              n = socket.getInputStream().read(buffer);
            }
          } finally {
            assault.drop(socket);
          }
        });
  }

  static void digits(Assault assault) throws IOException {
    storm(assault, call("getblockhash", "9".repeat(MEGABYTE)));
  }

  static void exponent(Assault assault) throws IOException {
    storm(assault, call("getblockhash", "1e999999999"));
  }

  static void nesting(Assault assault) throws IOException {
    storm(assault, call("getblockhash", "[".repeat(MEGABYTE) + "]".repeat(MEGABYTE)));
  }

  /** An object as parameters whose keys fall into one place. */
  static void keys(Assault assault) throws IOException {
    String members =
        IntStream.range(0, 50_000)
            .mapToObj(i -> "\"" + Collisions.name(i) + "\":1")
            .collect(Collectors.joining(","));
    storm(assault, "{\"id\":1,\"method\":\"getblockhash\",\"params\":{" + members + "}}");
  }

  static void smallBatch(Assault assault) throws IOException {
    storm(assault, batch(20_000, i -> call("getblockcount", "")));
  }

  static void largeBatch(Assault assault) throws IOException {
    Rpc rpc = new Rpc(assault.target(), Duration.ofSeconds(30));
    String block = Ground.largeBlockName(rpc);
    storm(assault, batch(20, i -> call("getblock", "\"" + block + "\",2")));
  }

  private static String batch(int count, Function<Integer, String> member) {
    return IntStream.range(0, count)
        .mapToObj(member::apply)
        .collect(Collectors.joining(",", "[", "]"));
  }
}
