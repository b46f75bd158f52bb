// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.reference;

import java.util.concurrent.atomic.LongAdder;

/** Counts calls of one method in one direction. */
public final class MethodCounter {
  private final LongAdder count = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final LongAdder bytesOut = new LongAdder();
  private final LongAdder bytesIn = new LongAdder();

  public void add(long duration, long out, long in) {
    count.increment();
    nanos.add(duration);
    bytesOut.add(out);
    bytesIn.add(in);
  }

  public long count() {
    return count.sum();
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
