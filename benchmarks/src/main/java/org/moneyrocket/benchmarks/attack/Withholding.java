// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.attack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Peers announce the newest block and do not give it; later an honest one announces it too and
 * would. The clock of the node is put forward until it has the block: those minutes are what the
 * attack has won.
 */
final class Withholding {
  private static final int[] MINUTES = {0, 1, 2, 5, 11, 12, 16, 20, 30, 60};
  private static final int NEVER = 999;
  private static final Duration STEP = Duration.ofMillis(1500);

  private Withholding() {}

  /** What is said instead of the block. */
  interface Excuse {
    void make(Assault assault, WirePeer peer, WirePeer.Message request, byte[] block)
        throws IOException, InterruptedException;
  }

  static void notFound(Assault assault, WirePeer peer, WirePeer.Message request, byte[] block)
      throws IOException {
    peer.send(Wire.message("notfound", request.payload()));
  }

  static void nothing(Assault assault, WirePeer peer, WirePeer.Message request, byte[] block) {
    // That is all.
  }

  /** Another block, which the node has already. */
  static void another(Assault assault, WirePeer peer, WirePeer.Message request, byte[] block)
      throws IOException {
    Rpc rpc = new Rpc(assault.target(), Duration.ofSeconds(30));
    String old = rpc.call("getblock", rpc.call("getblockhash", 5).asText(), 0).asText();
    peer.send(Wire.message("block", HexFormat.of().parseHex(old)));
  }

  /** A byte a second, so that the connection is never silent. */
  static void trickle(Assault assault, WirePeer peer, WirePeer.Message request, byte[] block)
      throws IOException, InterruptedException {
    byte[] whole = Wire.message("block", block);
    for (int i = 0; i < whole.length && !assault.pause(Duration.ofSeconds(1)); i++) {
      peer.send(new byte[] {whole[i]});
    }
  }

  /** The block after one byte of it was exchanged. */
  static void damaged(Assault assault, WirePeer peer, WirePeer.Message request, byte[] block)
      throws IOException {
    byte[] wrong = block.clone();
    wrong[wrong.length - 10] ^= 1;
    peer.send(Wire.message("block", wrong));
  }

  static Attack.Body by(Excuse excuse) {
    return assault -> assault.script(() -> withhold(assault, excuse));
  }

  private static void withhold(Assault assault, Excuse excuse)
      throws IOException, InterruptedException {
    Rpc rpc = new Rpc(assault.target(), Duration.ofSeconds(30));
    int before = rpc.call("getblockcount").asInt();
    JsonNode made = rpc.call("generateblock", Ground.ADDRESS, List.of(), false);
    byte[] block = HexFormat.of().parseHex(made.path("hex").asText());
    byte[] announcement = Wire.message("headers", Wire.headers(Arrays.copyOf(block, 80)));
    AtomicInteger asked = new AtomicInteger();
    assault.each(
        () -> {
          WirePeer peer = assault.greet(assault.target().peerSocket());
          peer.send(announcement);
          while (true) {
            WirePeer.Message message = peer.receive();
            if (message.is("getheaders")) {
              peer.send(announcement);
            } else if (message.is("getdata")) {
              asked.incrementAndGet();
              excuse.make(assault, peer, message, block);
            }
          }
        });
    assault.pause(Duration.ofSeconds(1));
    assault.again(
        () -> {
          WirePeer peer = assault.greet(assault.target().peerSocket());
          peer.send(announcement);
          while (true) {
            WirePeer.Message message = peer.receive();
            if (message.is("getheaders")) {
              peer.send(announcement);
            } else if (message.is("getdata")) {
              peer.send(Wire.message("block", block));
            }
          }
        });
    int minutes = minutesUntil(assault, rpc, before + 1);
    assault.find(
        minutes,
        1,
        (minutes == NEVER ? "never has the block" : "has the block after " + minutes + " min")
            + ", attackers asked "
            + asked
            + " times");
  }

  private static int minutesUntil(Assault assault, Rpc rpc, int height)
      throws IOException, InterruptedException {
    long now = System.currentTimeMillis() / 1000;
    for (int minutes : MINUTES) {
      rpc.call("setmocktime", now + minutes * 60L);
      assault.pause(STEP);
      if (rpc.call("getblockcount").asInt() >= height) {
        return minutes;
      }
    }
    return NEVER;
  }
}
