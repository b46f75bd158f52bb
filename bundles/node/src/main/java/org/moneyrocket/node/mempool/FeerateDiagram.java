// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Fees against size as chunks are taken best first: what a miner could earn from a set. */
final class FeerateDiagram {
  private static final Comparator<FeeFraction> BEST_FIRST =
      (a, b) -> {
        int byRate = b.compareRate(a);
        return byRate != 0 ? byRate : Long.compare(b.size(), a.size());
      };

  private FeerateDiagram() {}

  /** Returns the corners, beginning with (0, 0). */
  static List<FeeFraction> of(Collection<Chunk> chunks) {
    List<FeeFraction> rates = new ArrayList<>(chunks.size());
    for (Chunk chunk : chunks) {
      rates.add(chunk.rate());
    }
    rates.sort(BEST_FIRST);
    List<FeeFraction> corners = new ArrayList<>(rates.size() + 1);
    FeeFraction at = FeeFraction.NOTHING;
    corners.add(at);
    for (FeeFraction rate : rates) {
      at = at.plus(rate);
      corners.add(at);
    }
    return corners;
  }

  /** Tells whether {@code a} lies above {@code b} somewhere and below it nowhere. */
  static boolean strictlyBetter(List<FeeFraction> a, List<FeeFraction> b) {
    boolean above = false;
    for (FeeFraction corner : a) {
      int side = side(corner, b);
      if (side < 0) {
        return false;
      }
      above |= side > 0;
    }
    for (FeeFraction corner : b) {
      int side = side(corner, a);
      if (side > 0) {
        return false;
      }
      above |= side < 0;
    }
    return above;
  }

  /** Tells whether {@code point} lies above (1), on (0) or below (-1) the line. */
  private static int side(FeeFraction point, List<FeeFraction> line) {
    FeeFraction last = line.get(line.size() - 1);
    if (point.size() >= last.size()) {
      return Long.compare(point.fee(), last.fee());
    }
    int low = 0;
    int high = line.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (line.get(middle).size() > point.size()) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    FeeFraction end = line.get(low);
    FeeFraction start = line.get(low - 1);
    FeeFraction slope = end.minus(start);
    FeeFraction offset = point.minus(start);
    if (offset.size() == 0) {
      return Long.signum(offset.fee());
    }
    return offset.compareRate(slope);
  }
}
