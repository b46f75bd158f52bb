// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.fake;

import java.util.concurrent.atomic.AtomicInteger;
import javax.swing.SwingUtilities;

/** Holds that no contract is called on the event thread. */
public final class Threads {
  private static final AtomicInteger CALLS = new AtomicInteger();
  private static final AtomicInteger OFFENCES = new AtomicInteger();

  private Threads() {}

  /** To be called by every method of every fake. */
  static void check() {
    CALLS.incrementAndGet();
    if (SwingUtilities.isEventDispatchThread()) {
      OFFENCES.incrementAndGet();
      throw new AssertionError("a contract was called on the event thread");
    }
  }

  /** Returns how many calls there were on any thread. */
  public static int calls() {
    return CALLS.get();
  }

  /** Returns how many calls there were on the event thread. */
  public static int offences() {
    return OFFENCES.get();
  }
}
