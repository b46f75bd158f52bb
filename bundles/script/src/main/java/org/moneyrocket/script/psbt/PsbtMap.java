// SPDX-License-Identifier: MIT
package org.moneyrocket.script.psbt;

import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.moneyrocket.primitives.Bytes;

/** Fields that all three kinds of maps in a PSBT keep without understanding them. */
public abstract sealed class PsbtMap permits Psbt, PsbtInput, PsbtOutput {
  private final Map<Bytes, Bytes> unknown = new TreeMap<>();
  private final SortedSet<Proprietary> proprietary = new TreeSet<>();

  /** Returns fields of unknown types, by whole key; the map may be changed. */
  public Map<Bytes, Bytes> unknown() {
    return unknown;
  }

  /** Returns proprietary fields; the set may be changed. */
  public SortedSet<Proprietary> proprietary() {
    return proprietary;
  }

  void mergeUnknown(PsbtMap other) {
    proprietary.addAll(other.proprietary);
    other.unknown.forEach(unknown::putIfAbsent);
  }
}
