// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.attack;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * What one attack did to one node.
 *
 * @param client what an honest client of JSON-RPC saw
 * @param peer what an honest peer saw
 * @param growthKib how much more memory was resident at the most than before
 * @param cpuSeconds processor time of the node and its children
 * @param seconds how long it was watched
 * @param alive whether it ran at the end, and answered
 * @param sentBytes what the attackers got rid of
 * @param cutOffs how often attackers were thrown out, for people
 * @param finding what else the attack found
 */
public record Measured(
    Seen client,
    Seen peer,
    long growthKib,
    double cpuSeconds,
    double seconds,
    boolean alive,
    long sentBytes,
    String cutOffs,
    Optional<Assault.Finding> finding) {

  // A question that was asked during the attack may be answered after it.
  private static final Duration GRACE = Duration.ofSeconds(30);

  /**
   * Attacks a node that has been prepared, and watches it.
   *
   * @throws IOException if the attack itself did not work
   */
  public static Measured during(
      Attack attack, int attackers, Duration time, Target target, Vitals vitals)
      throws IOException, InterruptedException {
    try (HonestClient client = new HonestClient(target);
        HonestPeer peer = new HonestPeer(target)) {
      warmUp(client, peer);
      Vitals.Watch watch = vitals.watch();
      Assault assault = attack.begin(target, attackers);
      try (watch;
          assault) {
        client.start();
        peer.start();
        assault.await(time);
      }
      Seen seenByClient = client.finish(GRACE);
      Seen seenByPeer = peer.finish(GRACE);
      if (assault.failure().isPresent() && vitals.isAlive()) {
        throw new IOException(attack.label() + ": " + assault.failure().get());
      }
      return new Measured(
          seenByClient,
          seenByPeer,
          watch.growthKib(),
          watch.cpuSeconds(),
          watch.seconds(),
          vitals.isAlive() && seenByClient.answeredAtEnd() && seenByPeer.answeredAtEnd(),
          assault.sentBytes(),
          assault.cutOffs(),
          assault.finding());
    }
  }

  // The first calls of a program are slow for reasons of their own.
  private static void warmUp(Probe client, Probe peer) throws IOException {
    for (int i = 0; i < 100; i++) {
      client.ask();
      peer.ask();
    }
  }
}
