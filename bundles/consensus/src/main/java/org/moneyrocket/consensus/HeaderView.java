// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.primitives.BlockHash;

/**
 * One header in a tree of headers, as the rules see it. Whoever keeps the block index implements it
 * (and narrows {@link #previous} and {@link #ancestor} to its own type). No method blocks; a header
 * and its ancestors never change.
 */
public interface HeaderView {
  /** How many blocks {@link #medianTimePast} looks at. */
  int MEDIAN_TIME_SPAN = 11;

  BlockHash hash();

  /** Returns the number of ancestors; 0 for genesis. */
  int height();

  /** Returns the version, signed. */
  int version();

  /** Returns Unix seconds, unsigned 32 bits in a long. */
  long time();

  /** Returns the target in compact form, unsigned 32 bits in an int. */
  int bits();

  /** Returns the parent, or null for genesis. */
  @Nullable HeaderView previous();

  /**
   * Returns the ancestor at {@code height}, this header itself for its own height, or null if
   * {@code height} is negative or above this header. Should take logarithmic time.
   */
  @Nullable HeaderView ancestor(int height);

  /** Returns the work of this header and all its ancestors. */
  UInt256 chainWork();

  /**
   * Returns the median of the times of this header and up to ten ancestors, Unix seconds. With an
   * even number of headers (near genesis) the later of the two in the middle.
   */
  default long medianTimePast() {
    long[] times = new long[MEDIAN_TIME_SPAN];
    int count = 0;
    for (HeaderView at = this; at != null && count < MEDIAN_TIME_SPAN; at = at.previous()) {
      times[count++] = at.time();
    }
    Arrays.sort(times, 0, count);
    return times[count / 2];
  }
}
