// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.attack;

import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

/** Peers that begin something and do not go on, or so slowly that it never ends. */
final class SlowPeers {
  private static final int LARGE = 3_900_000;
  private static final Duration FOR_EVER = Duration.ofHours(1);

  private SlowPeers() {}

  /** Connects and says nothing. */
  static void silent(Assault assault) {
    assault.each(
        () -> {
          Socket socket = assault.keep(assault.target().peerSocket());
          // Until the node or the end of the attack closes it.
          if (socket.getInputStream().read() < 0) {
            assault.drop(socket);
          }
        });
  }

  static void halfHeader(Assault assault) {
    hold(assault, Arrays.copyOf(Wire.message("inv"), Wire.HEADER / 2));
  }

  /** All but the last byte of the largest message. */
  static void halfPayload(Assault assault) {
    byte[] whole = Wire.message("tx", new byte[LARGE]);
    hold(assault, Arrays.copyOf(whole, whole.length - 1));
  }

  private static void hold(Assault assault, byte[] part) {
    assault.each(
        () -> {
          Socket socket = assault.target().peerSocket();
          WirePeer peer = assault.greet(socket);
          assault.beside(peer::drain);
          assault.write(socket, part);
          assault.pause(FOR_EVER);
        });
  }

  static void trickle(Assault assault) {
    byte[] whole = Wire.message("tx", new byte[LARGE]);
    assault.each(
        () -> {
          Socket socket = assault.target().peerSocket();
          WirePeer peer = assault.greet(socket);
          assault.beside(peer::drain);
          for (int i = 0; !assault.pause(Duration.ofSeconds(1)); i++) {
            assault.write(socket, new byte[] {whole[i]});
          }
        });
  }

  /** Large messages of a kind that nobody knows, whole and one after the other. */
  static void unknownKind(Assault assault) {
    byte[] message = Wire.message("nonsense", ByteBuffer.allocate(LARGE).array());
    assault.each(
        () -> {
          Socket socket = assault.target().peerSocket();
          WirePeer peer = assault.greet(socket);
          assault.beside(peer::drain);
          while (!assault.isOver()) {
            assault.write(socket, message);
          }
        });
  }

  /** Connects, and leaves at once, again and again. */
  static void visits(Assault assault) {
    assault.each(() -> assault.drop(assault.keep(assault.target().peerSocket())));
  }
}
