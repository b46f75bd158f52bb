// SPDX-License-Identifier: MIT
package org.moneyrocket.script.key;

import java.util.Optional;
import org.moneyrocket.crypto.Ecdsa;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.crypto.Secp256k1;
import org.moneyrocket.primitives.Bytes;

/**
 * A public key as scripts carry it. Its length fits its first byte, but it need not be a point on
 * the curve; {@link #isOnCurve} tells.
 *
 * @param bytes 33 (first byte 2 or 3) or 65 (first byte 4, or 6 or 7 for hybrid keys)
 */
public record PublicKey(Bytes bytes) implements Comparable<PublicKey> {
  public PublicKey {
    if (!hasValidSize(bytes)) {
      throw new IllegalArgumentException("not the length of a public key: " + bytes.size());
    }
  }

  /** Returns the key, or empty if the length does not fit the first byte. */
  public static Optional<PublicKey> of(Bytes bytes) {
    return hasValidSize(bytes) ? Optional.of(new PublicKey(bytes)) : Optional.empty();
  }

  /** Tells whether the length fits the first byte. */
  public static boolean hasValidSize(Bytes bytes) {
    if (bytes.isEmpty()) {
      return false;
    }
    return switch (bytes.unsigned(0)) {
      case 2, 3 -> bytes.size() == 33;
      case 4, 6, 7 -> bytes.size() == 65;
      default -> false;
    };
  }

  /** Tells whether this is the 33-byte form. */
  public boolean isCompressed() {
    return bytes.size() == 33;
  }

  /** Tells whether this is the 65-byte form with the parity in the first byte. */
  public boolean isHybrid() {
    return bytes.unsigned(0) >= 6;
  }

  /** Tells whether this is a point on the curve. */
  public boolean isOnCurve() {
    return Secp256k1.isPublicKey(bytes.unsafeArray());
  }

  /** Returns HASH160 of the bytes: what P2PKH and P2WPKH pay to. */
  public Bytes hash() {
    return Bytes.wrap(Hashes.hash160(bytes.unsafeArray()));
  }

  /** Returns the first four bytes of {@link #hash} (BIP32). */
  public Bytes fingerprint() {
    return hash().slice(0, 4);
  }

  /** Returns the X coordinate. */
  public XonlyKey xonly() {
    return new XonlyKey(bytes.slice(1, 32));
  }

  /** Returns the 33-byte form; empty if this is not on the curve. */
  public Optional<PublicKey> compressed() {
    return isCompressed()
        ? Optional.of(this)
        : Secp256k1.convert(bytes.unsafeArray(), true).map(b -> new PublicKey(Bytes.wrap(b)));
  }

  /** Verifies an ECDSA signature (DER without hash type, any S). */
  public boolean verify(Bytes hash, Bytes signature) {
    return Ecdsa.verify(bytes.unsafeArray(), hash.unsafeArray(), signature.unsafeArray());
  }

  @Override
  public int compareTo(PublicKey other) {
    return bytes.compareTo(other.bytes);
  }

  @Override
  public String toString() {
    return bytes.toHex();
  }
}
