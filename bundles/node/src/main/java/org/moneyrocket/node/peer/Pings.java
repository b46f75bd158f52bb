// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.moneyrocket.node.message.Ping;
import org.moneyrocket.node.message.Pong;
import org.moneyrocket.node.net.Frame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Round trips: measures them and ends connections that do not answer (BIP31). */
final class Pings {
  private static final long INTERVAL_MICROS = 120_000_000L;
  private static final long TIMEOUT_MICROS = 1_200_000_000L;
  private static final int MIN_VERSION = 60000;
  private static final Logger log = LoggerFactory.getLogger("net");

  private final PeerClock clock;
  private final RandomGenerator random;
  private final long peerTimeoutMicros;

  Pings(PeerClock clock, RandomGenerator random, long peerTimeoutSeconds) {
    this.clock = clock;
    this.random = random;
    this.peerTimeoutMicros = peerTimeoutSeconds * 1_000_000;
  }

  /** Sends a ping when it is time, marks a silent peer for disconnection. */
  void tick(Peer peer) {
    long now = clock.micros();
    boolean old = now - peer.socket.connectedAtMicros() > peerTimeoutMicros;
    if (old && peer.pingNonce != 0 && now > peer.pingSentMicros + TIMEOUT_MICROS) {
      log.debug(
          "ping timeout: {}s, {}",
          String.format(Locale.ROOT, "%.6f", (now - peer.pingSentMicros) / 1e6),
          peer.disconnectMessage());
      peer.disconnect = true;
      return;
    }
    boolean due = peer.pingNonce == 0 && now > peer.pingSentMicros + INTERVAL_MICROS;
    if (peer.pingQueued || due) {
      peer.pingQueued = false;
      peer.pingSentMicros = now;
      if (peer.commonVersion() > MIN_VERSION) {
        long nonce;
        do {
          nonce = random.nextLong();
        } while (nonce == 0);
        peer.pingNonce = nonce;
        peer.send(new Ping(nonce));
      } else {
        peer.pingNonce = 0;
        peer.send(new Ping(0));
      }
    }
  }

  void received(Peer peer, Ping ping) {
    if (peer.commonVersion() > MIN_VERSION) {
      peer.send(new Pong(ping.nonce()));
    }
  }

  void received(Peer peer, Pong pong, Frame frame) {
    String problem = "";
    boolean finished = false;
    if (frame.payload().size() < 8) {
      finished = true;
      problem = "Short payload";
    } else if (peer.pingNonce == 0) {
      problem = "Unsolicited pong without ping";
    } else if (pong.nonce() == peer.pingNonce) {
      finished = true;
      long took = frame.receivedAtMicros() - peer.pingSentMicros;
      if (took >= 0) {
        peer.pingMicros = OptionalLong.of(took);
        long least = Math.min(peer.minPingMicros.orElse(Long.MAX_VALUE), took);
        peer.minPingMicros = OptionalLong.of(least);
      } else {
        problem = "Timing mishap";
      }
    } else {
      problem = "Nonce mismatch";
      if (pong.nonce() == 0) {
        // Some old implementation answers like this; it is not an answer to an earlier ping.
        finished = true;
        problem = "Nonce zero";
      }
    }
    if (!problem.isEmpty()) {
      log.debug(
          "pong peer={}: {}, {} expected, {} received, {} bytes",
          peer.id,
          problem,
          Long.toHexString(peer.pingNonce),
          Long.toHexString(pong.nonce()),
          frame.payload().size());
    }
    if (finished) {
      peer.pingNonce = 0;
    }
  }
}
