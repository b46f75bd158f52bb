// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import java.util.Optional;
import java.util.OptionalInt;
import org.moneyrocket.settings.memory.HeapPlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The heap this process runs with, beside the one it should have. The script starts the virtual
 * machine before any option is read, with what fits the defaults; it says with how much, so that
 * the two can be compared.
 */
final class Heap {
  /** Set by the script: the MiB of {@code -Xmx}, or a word if the user has chosen another way. */
  static final String PROPERTY = "moneyrocket.heap";

  private static final Logger log = LoggerFactory.getLogger(Heap.class);

  private Heap() {}

  /** Returns what the script chose in MiB, empty if it had no choice or is not ours. */
  static OptionalInt given() {
    String text = System.getProperty(PROPERTY, "");
    return text.matches("\\d{1,9}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
  }

  /** Tells whether the virtual machine must be started again to have the planned heap. */
  static boolean differs(HeapPlan plan) {
    OptionalInt given = given();
    return given.isPresent() && plan.needsOtherThan(given.getAsInt());
  }

  /**
   * Notes for the log what there is.
   *
   * @return what to warn the user of
   */
  static Optional<String> describe(HeapPlan plan) {
    long most = Runtime.getRuntime().maxMemory() >> 20;
    log.info(
        "Using at most {} MiB of Java heap (planned {} MiB, of which the settings need {} MiB)",
        most,
        plan.heapMebibytes(),
        plan.livingMebibytes());
    if (differs(plan)) {
      log.warn(
          "The heap is not the planned one: on this system only -maxheap on the command line"
              + " changes it");
    }
    return given().isPresent() ? plan.warning() : Optional.empty();
  }
}
