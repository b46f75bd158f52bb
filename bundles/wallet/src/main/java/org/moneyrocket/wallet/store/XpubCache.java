// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.store;

import java.util.Map;
import java.util.TreeMap;
import org.moneyrocket.primitives.Bytes;

/**
 * Extended public keys (74 bytes each) that let a descriptor be expanded without its private keys.
 * Positions count the descriptor's key expressions.
 */
public final class XpubCache {
  /** Length of an extended public key as stored. */
  public static final int XPUB_BYTES = 74;

  /** A key derived at a hardened index. */
  public record Derived(int position, int index) implements Comparable<Derived> {
    @Override
    public int compareTo(Derived other) {
      int byPosition = Integer.compare(position, other.position);
      return byPosition != 0 ? byPosition : Integer.compareUnsigned(index, other.index);
    }
  }

  private final Map<Integer, Bytes> parents = new TreeMap<>();
  private final Map<Derived, Bytes> derived = new TreeMap<>();
  private final Map<Integer, Bytes> lastHardened = new TreeMap<>();

  /** Returns the parents of the keys, by position. */
  public Map<Integer, Bytes> parents() {
    return parents;
  }

  /** Returns the keys at hardened indexes. */
  public Map<Derived, Bytes> derived() {
    return derived;
  }

  /** Returns the keys behind the last hardened step, by position. */
  public Map<Integer, Bytes> lastHardened() {
    return lastHardened;
  }
}
