// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.attack;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether ours holds as well as the other program. The honest may wait one and a half times as long
 * or 0.3 s, whichever is more; memory may grow twice as much or by 64 MiB.
 */
public final class Verdict {
  static final double WAIT_FACTOR = 1.5;
  static final double WAIT_SECONDS = 0.3;
  static final long MEMORY_FACTOR = 2;
  static final long MEMORY_KIB = 64 << 10;

  private Verdict() {}

  /** Returns the names of what was missed; empty is good. */
  public static List<String> missed(Measured ours, Measured peer) {
    List<String> missed = new ArrayList<>();
    if (!ours.alive()) {
      missed.add(peer.alive() ? "alive" : "alive (both)");
    }
    wait(missed, "rpc", ours.client(), peer.client());
    wait(missed, "peer", ours.peer(), peer.peer());
    if (ours.growthKib() > Math.max(MEMORY_FACTOR * peer.growthKib(), MEMORY_KIB)) {
      missed.add("memory");
    }
    if (ours.finding().isPresent() && peer.finding().isPresent()) {
      Assault.Finding own = ours.finding().get();
      if (own.figure() > peer.finding().get().figure() + own.slack()) {
        missed.add("finding");
      }
    }
    return missed;
  }

  private static void wait(List<String> missed, String name, Seen ours, Seen peer) {
    double limit = Math.max(WAIT_FACTOR * peer.slowestSeconds(), WAIT_SECONDS);
    if (ours.slowestSeconds() > limit) {
      missed.add(name);
    }
  }
}
