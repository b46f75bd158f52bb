// SPDX-License-Identifier: MIT
package org.moneyrocket.script.key;

import org.moneyrocket.primitives.Bytes;

/**
 * Where a key comes from.
 *
 * @param fingerprint four bytes that name the master key
 * @param path steps from the master key
 */
public record KeyOrigin(Bytes fingerprint, KeyPath path) {
  public KeyOrigin {
    if (fingerprint.size() != 4) {
      throw new IllegalArgumentException("fingerprint needs 4 bytes, got " + fingerprint.size());
    }
  }

  /** Returns the form of descriptors without brackets: fingerprint and steps. */
  public String format(char marker) {
    return fingerprint.toHex() + path.format(marker);
  }
}
