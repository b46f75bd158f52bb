// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Limits how much one place in the source may write within a window of time, so that nobody can
 * fill the disk from outside. Not thread-safe.
 */
final class LogRateLimiter {
  static final long MAX_BYTES = 1 << 20;
  static final long WINDOW_SECONDS = 3600;

  enum Status {
    FREE,
    JUST_SUPPRESSED,
    SUPPRESSED
  }

  private static final class Budget {
    long left = MAX_BYTES;
    long dropped;
  }

  private final Map<SourceLocation, Budget> budgets = new HashMap<>();
  private long windowStart;
  private boolean suppressing;

  /** Counts bytes of a place and says whether they may be written. */
  Status take(SourceLocation place, int bytes) {
    Budget budget = budgets.computeIfAbsent(place, p -> new Budget());
    boolean suppressedBefore = budget.dropped > 0;
    if (bytes <= budget.left) {
      budget.left -= bytes;
      return suppressedBefore ? Status.SUPPRESSED : Status.FREE;
    }
    budget.dropped += bytes;
    budget.left = 0;
    suppressing = true;
    return suppressedBefore ? Status.SUPPRESSED : Status.JUST_SUPPRESSED;
  }

  /** Tells whether any place is suppressed now. */
  boolean isSuppressing() {
    return suppressing;
  }

  /**
   * Starts a new window if the old one is over; returns what to write about places that were
   * suppressed.
   */
  List<String> rollOver(long nowSeconds) {
    if (nowSeconds - windowStart < WINDOW_SECONDS) {
      return List.of();
    }
    windowStart = nowSeconds;
    List<String> remarks = new ArrayList<>();
    budgets.forEach(
        (place, budget) -> {
          if (budget.dropped > 0) {
            remarks.add(
                "Restarting logging from "
                    + place
                    + ": "
                    + budget.dropped
                    + " bytes were dropped during the last "
                    + WINDOW_SECONDS
                    + "s.");
          }
        });
    budgets.clear();
    suppressing = false;
    return remarks;
  }
}
