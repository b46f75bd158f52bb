// SPDX-License-Identifier: MIT
package org.moneyrocket.node.fees;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The ranges into which fee rates are sorted. Bucket {@code i} holds the rates above bound {@code i
 * - 1} up to bound {@code i}, in satoshis per 1000 virtual bytes.
 */
final class FeeBuckets {
  static final int LEAST = 2;
  static final int MOST = 1000;
  private static final double FIRST = 100;
  private static final double LAST = 1e7;
  private static final double SPACING = 1.05;

  /** Above every rate there can be. */
  private static final double NO_LIMIT = 1e99;

  private final double[] bounds;

  FeeBuckets(double[] bounds) {
    this.bounds = bounds.clone();
  }

  /** Returns the ranges that are used unless a file brings others: 237 of them. */
  static FeeBuckets standard() {
    List<Double> bounds = new ArrayList<>();
    for (double bound = FIRST; bound <= LAST; bound *= SPACING) {
      bounds.add(bound);
    }
    bounds.add(NO_LIMIT);
    return new FeeBuckets(bounds.stream().mapToDouble(Double::doubleValue).toArray());
  }

  int size() {
    return bounds.length;
  }

  /** Returns the bucket of a rate; what is above the last bound goes into the last bucket. */
  int indexOf(double rate) {
    int found = Arrays.binarySearch(bounds, rate);
    return Math.min(found >= 0 ? found : -found - 1, bounds.length - 1);
  }

  /** Returns the least rate of a bucket. */
  double start(int bucket) {
    return bucket == 0 ? 0 : bounds[bucket - 1];
  }

  /** Returns the highest rate of a bucket. */
  double end(int bucket) {
    return bounds[bucket];
  }

  double[] bounds() {
    return bounds.clone();
  }
}
