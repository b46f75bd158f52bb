// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.attack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends a ping and waits for the pong, then asks for headers and waits for those. */
final class HonestPeer extends Probe {
  private static final byte[] HEADERS =
      Wire.message("getheaders", Wire.locator(List.of(new byte[32])));

  private final Target target;
  private volatile @Nullable WirePeer peer;
  private long number;

  HonestPeer(Target target) throws IOException {
    super("honest-peer");
    this.target = target;
    // Before the attack begins: an honest peer is there already.
    this.peer = WirePeer.greet(target.peerSocket(), false);
  }

  @Override
  void ask() throws IOException {
    WirePeer present = peer;
    if (present == null) {
      present = WirePeer.greet(target.peerSocket(), false);
      peer = present;
    }
    try {
      byte[] nonce = ByteBuffer.allocate(8).putLong(++number).array();
      present.send(Wire.message("ping", nonce));
      byte[] echo = present.await("pong").payload();
      while (!Arrays.equals(echo, nonce)) {
        echo = present.await("pong").payload();
      }
      present.send(HEADERS);
      present.await("headers");
    } catch (IOException e) {
      peer = null;
      present.close();
      throw e;
    }
  }

  @Override
  void interrupt() throws IOException {
    WirePeer present = peer;
    if (present != null) {
      present.close();
    }
  }
}
