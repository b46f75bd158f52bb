// SPDX-License-Identifier: MIT
package org.moneyrocket.script.key;

import java.util.Optional;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.crypto.Secp256k1;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;

/**
 * A public key from which others are derived (BIP32).
 *
 * @param depth steps from the master key, 0 to 255
 * @param parentFingerprint four bytes; zeros for a master key
 * @param childNumber the last step, the top bit marks a hardened one
 * @param chainCode 32 bytes
 * @param key compressed
 */
public record ExtendedPublicKey(
    int depth, Bytes parentFingerprint, int childNumber, Bytes chainCode, PublicKey key)
    implements Comparable<ExtendedPublicKey> {
  /** Length of the encoding without the chain's version bytes. */
  public static final int BYTES = 74;

  static final Bytes NO_PARENT = Bytes.wrap(new byte[4]);

  public ExtendedPublicKey {
    if (parentFingerprint.size() != 4 || chainCode.size() != 32 || !key.isCompressed()) {
      throw new IllegalArgumentException("parts of an extended key have the wrong length");
    }
  }

  /** A derived key and the number that was added to get it (for MuSig2 signing). */
  public record Child(ExtendedPublicKey key, Bytes tweak) {}

  /** Reads 74 bytes; empty if the length, the master's fields or the key are wrong. */
  public static Optional<ExtendedPublicKey> decode(Bytes data) {
    if (data.size() != BYTES) {
      return Optional.empty();
    }
    Bytes key = data.slice(41, 33);
    int depth = data.unsigned(0);
    Bytes parent = data.slice(1, 4);
    int child = readInt(data, 5);
    if (!PublicKey.hasValidSize(key)
        || !new PublicKey(key).isOnCurve()
        || (depth == 0 && (child != 0 || !parent.equals(NO_PARENT)))) {
      return Optional.empty();
    }
    return Optional.of(
        new ExtendedPublicKey(depth, parent, child, data.slice(9, 32), new PublicKey(key)));
  }

  /** Returns the 74 bytes that follow the chain's version bytes. */
  public Bytes encode() {
    return new ByteWriter(BYTES)
        .u8(depth)
        .bytes(parentFingerprint)
        .bytes(bigEndian(childNumber))
        .bytes(chainCode)
        .bytes(key.bytes())
        .toBytes();
  }

  /**
   * Derives a child that is not hardened.
   *
   * @return empty if the depth would pass 255, or in the one case of 2^127 in which there is no
   *     such child
   * @throws IllegalArgumentException if the step is hardened
   */
  public Optional<ExtendedPublicKey> derive(int step) {
    return deriveWithTweak(step).map(Child::key);
  }

  /** Derives a child as {@link #derive} does and gives the tweak too. */
  public Optional<Child> deriveWithTweak(int step) {
    if (step < 0) {
      throw new IllegalArgumentException("hardened steps need the secret key");
    }
    if (depth == 255) {
      return Optional.empty();
    }
    byte[] hash =
        Hashes.hmacSha512(chainCode.unsafeArray(), key.bytes().unsafeArray(), bigEndian(step));
    Bytes tweak = Bytes.of(hash, 0, 32);
    return Secp256k1.publicTweakAdd(key.bytes().unsafeArray(), tweak.unsafeArray())
        .map(
            derived ->
                new Child(
                    new ExtendedPublicKey(
                        depth + 1,
                        key.fingerprint(),
                        step,
                        Bytes.of(hash, 32, 32),
                        new PublicKey(Bytes.wrap(derived))),
                    tweak));
  }

  /** Derives along a path without hardened steps. */
  public Optional<ExtendedPublicKey> derive(KeyPath path) {
    Optional<ExtendedPublicKey> at = Optional.of(this);
    for (int step : path.steps()) {
      at = at.flatMap(k -> k.derive(step));
    }
    return at;
  }

  @Override
  public int compareTo(ExtendedPublicKey other) {
    int order = key.compareTo(other.key);
    return order != 0 ? order : chainCode.compareTo(other.chainCode);
  }

  static byte[] bigEndian(int value) {
    return new byte[] {
      (byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value
    };
  }

  static int readInt(Bytes data, int at) {
    return data.unsigned(at) << 24
        | data.unsigned(at + 1) << 16
        | data.unsigned(at + 2) << 8
        | data.unsigned(at + 3);
  }
}
