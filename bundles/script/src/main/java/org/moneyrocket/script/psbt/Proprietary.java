// SPDX-License-Identifier: MIT
package org.moneyrocket.script.psbt;

import org.moneyrocket.primitives.Bytes;

/**
 * A field of somebody's own (key type fc). Ordered by key.
 *
 * @param subtype unsigned
 * @param key the whole key, type included
 */
public record Proprietary(Bytes identifier, long subtype, Bytes key, Bytes value)
    implements Comparable<Proprietary> {
  @Override
  public int compareTo(Proprietary other) {
    return key.compareTo(other.key);
  }
}
