// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import org.jspecify.annotations.Nullable;

/** Closes several things, each of them whatever becomes of the others. */
final class Closing {
  private Closing() {}

  /**
   * Runs all of {@code steps} in their order.
   *
   * @throws RuntimeException the first that one of them threw, after all have run
   */
  static void all(Runnable... steps) {
    @Nullable Throwable first = null;
    for (Runnable step : steps) {
      try {
        step.run();
      } catch (RuntimeException | Error e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first instanceof Error error) {
      throw error;
    }
    if (first instanceof RuntimeException exception) {
      throw exception;
    }
  }
}
