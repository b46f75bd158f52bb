// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.reference;

import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** Counts calls of one method in one direction. */
public final class MethodCounter {
  private final LongAdder count = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final LongAccumulator maxNanos = new LongAccumulator(Math::max, 0);
  private final LongAdder bytesOut = new LongAdder();
  private final LongAdder bytesIn = new LongAdder();

  /** Counts one call; {@code failed} if it ended with an exception. */
  public void add(long duration, long out, long in, boolean failed) {
    count.increment();
    if (failed) {
      failures.increment();
    }
    nanos.add(duration);
    maxNanos.accumulate(duration);
    bytesOut.add(out);
    bytesIn.add(in);
  }

  public long count() {
    return count.sum();
  }

  public long failures() {
    return failures.sum();
  }

  public long maxNanos() {
    return maxNanos.get();
  }

  public long nanos() {
    return nanos.sum();
  }

  public long bytesOut() {
    return bytesOut.sum();
  }

  public long bytesIn() {
    return bytesIn.sum();
  }
}
