// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.coins;

import java.util.Arrays;
import java.util.Optional;
import org.moneyrocket.crypto.Secp256k1;

/** Points of secp256k1 in outputs that pay to an uncompressed key. */
final class UncompressedKey {
  private UncompressedKey() {}

  /** Tells whether the 65 bytes 04, X, Y in {@code script} at {@code offset} are a point. */
  static boolean isOnCurve(byte[] script, int offset) {
    return Secp256k1.isPublicKey(
        Arrays.copyOfRange(script, offset, offset + Secp256k1.UNCOMPRESSED_BYTES));
  }

  /**
   * Finds Y for {@code x}.
   *
   * @param oddness 1 for the odd Y
   * @return 04, X, Y; empty if there is no such point
   */
  static Optional<byte[]> expand(byte[] x, int oddness) {
    byte[] compressed = new byte[Secp256k1.COMPRESSED_BYTES];
    compressed[0] = (byte) (2 | oddness);
    System.arraycopy(x, 0, compressed, 1, x.length);
    return Secp256k1.convert(compressed, false);
  }
}
