// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.settings.memory.MemoryBudget;

/**
 * What all peers of this process together may make it hold, beside the {@link Limits} of each. Safe
 * for every thread.
 */
public final class PeerRoom {
  private final int mostLanes;
  private final AtomicInteger lanes = new AtomicInteger();
  private final MemoryBudget.@Nullable Account messages;

  /**
   * Makes room.
   *
   * @param mostLanes lanes that peers may have open; each takes a thread and a descriptor
   * @param messages where the memory of large messages is counted, null if it is not
   */
  public PeerRoom(int mostLanes, MemoryBudget.@Nullable Account messages) {
    this.mostLanes = mostLanes;
    this.messages = messages;
  }

  /** Returns room of which nobody can take too much: for tests and tools. */
  public static PeerRoom endless() {
    return new PeerRoom(Integer.MAX_VALUE, null);
  }

  boolean takeLane() {
    if (lanes.incrementAndGet() <= mostLanes) {
      return true;
    }
    lanes.decrementAndGet();
    return false;
  }

  void giveLane() {
    lanes.decrementAndGet();
  }

  int mostLanes() {
    return mostLanes;
  }

  MemoryBudget.@Nullable Account messages() {
    return messages;
  }
}
