// SPDX-License-Identifier: MIT
package org.moneyrocket.script.key;

import java.util.ArrayList;
import java.util.List;

/**
 * Steps of a derivation (BIP32).
 *
 * @param steps child numbers; the top bit marks a hardened step
 */
public record KeyPath(List<Integer> steps) implements Comparable<KeyPath> {
  /** The bit of a hardened step. */
  public static final int HARDENED = 0x80000000;

  /** No steps. */
  public static final KeyPath EMPTY = new KeyPath(List.of());

  public KeyPath {
    steps = List.copyOf(steps);
  }

  /** Returns this path with one more step. */
  public KeyPath plus(int step) {
    List<Integer> longer = new ArrayList<>(steps);
    longer.add(step);
    return new KeyPath(longer);
  }

  /** Returns this path followed by {@code more}. */
  public KeyPath plus(KeyPath more) {
    List<Integer> longer = new ArrayList<>(steps);
    longer.addAll(more.steps);
    return new KeyPath(longer);
  }

  public boolean isEmpty() {
    return steps.isEmpty();
  }

  /** Tells whether a step is hardened. */
  public boolean hasHardened() {
    return steps.stream().anyMatch(step -> step < 0);
  }

  /** Returns each step with a slash before it, hardened ones with {@code marker} behind. */
  public String format(char marker) {
    StringBuilder out = new StringBuilder();
    for (int step : steps) {
      out.append('/').append(step & ~HARDENED);
      if (step < 0) {
        out.append(marker);
      }
    }
    return out.toString();
  }

  @Override
  public int compareTo(KeyPath other) {
    for (int i = 0; i < Math.min(steps.size(), other.steps.size()); i++) {
      int order = Integer.compareUnsigned(steps.get(i), other.steps.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(steps.size(), other.steps.size());
  }

  /** Returns the form of RPC: m, then the steps, hardened ones with h. */
  @Override
  public String toString() {
    return "m" + format('h');
  }
}
