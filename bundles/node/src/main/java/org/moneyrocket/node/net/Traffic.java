// SPDX-License-Identifier: MIT
package org.moneyrocket.node.net;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Bytes of one direction, in all and by type of message, headers included. */
public final class Traffic {
  /** Where messages are counted whose type we do not know, so that a peer cannot fill the map. */
  public static final String OTHER = "*other*";

  private final LongAdder total = new LongAdder();
  private final Map<String, LongAdder> byType = new ConcurrentHashMap<>();

  /** Counts bytes that went or came. */
  void count(long bytes) {
    total.add(bytes);
  }

  /** Says of which type of message bytes were; they are counted by themselves. */
  void assign(String type, long bytes) {
    LongAdder sum = byType.get(type);
    if (sum == null) {
      sum = byType.computeIfAbsent(type, t -> new LongAdder());
    }
    sum.add(bytes);
  }

  public long total() {
    return total.sum();
  }

  /** Returns a copy, sorted by type. */
  public Map<String, Long> byType() {
    Map<String, Long> copy = new TreeMap<>();
    byType.forEach((type, bytes) -> copy.put(type, bytes.sum()));
    return copy;
  }
}
