// SPDX-License-Identifier: MIT
package org.moneyrocket.node.core;

import java.time.Instant;
import java.time.InstantSource;
import org.moneyrocket.settings.log.DebugLog;

/** The clock of the node, which tests may stop at a time of their choice. Safe for every thread. */
public final class NodeClock implements InstantSource {
  private volatile long mockSeconds;

  /** Stops the clock at {@code seconds} since 1970; 0 lets it run again. */
  public void setMockTime(long seconds) {
    mockSeconds = seconds;
    DebugLog.get().setMockTime(seconds);
  }

  /** Returns the time it was stopped at in seconds since 1970, 0 if it runs. */
  public long mockTime() {
    return mockSeconds;
  }

  @Override
  public Instant instant() {
    long seconds = mockSeconds;
    return seconds == 0 ? Instant.now() : Instant.ofEpochSecond(seconds);
  }

  /** Returns seconds since 1970. */
  public long seconds() {
    return instant().getEpochSecond();
  }
}
