// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How far the clocks of peers that we chose are ahead of ours, in seconds; the last fifty of them.
 * Thread-safe.
 */
final class TimeOffsets {
  private static final int MOST = 50;
  private static final int LEAST = 5;

  /** Guarded by this. */
  private final Deque<Long> offsets = new ArrayDeque<>();

  /** Takes what a peer's version message showed. */
  synchronized void add(long seconds) {
    offsets.addLast(seconds);
    if (offsets.size() > MOST) {
      offsets.removeFirst();
    }
  }

  /** Returns the median, 0 while there are fewer than five. */
  synchronized long median() {
    if (offsets.size() < LEAST) {
      return 0;
    }
    return offsets.stream().sorted().skip(offsets.size() / 2).findFirst().orElseThrow();
  }
}
