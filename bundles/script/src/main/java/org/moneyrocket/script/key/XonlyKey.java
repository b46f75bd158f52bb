// SPDX-License-Identifier: MIT
package org.moneyrocket.script.key;

import java.util.List;
import java.util.Optional;
import org.moneyrocket.crypto.Schnorr;
import org.moneyrocket.crypto.Secp256k1;
import org.moneyrocket.crypto.TaggedHash;
import org.moneyrocket.primitives.Bytes;

/**
 * A public key without the sign of Y (BIP340). It need not be on the curve; {@link #isOnCurve}
 * tells.
 *
 * @param bytes 32 bytes
 */
public record XonlyKey(Bytes bytes) implements Comparable<XonlyKey> {
  public XonlyKey {
    if (bytes.size() != 32) {
      throw new IllegalArgumentException("x-only key needs 32 bytes, got " + bytes.size());
    }
  }

  /**
   * An output key of taproot.
   *
   * @param odd whether its Y is odd: the lowest bit of a control block
   */
  public record Output(XonlyKey key, boolean odd) {}

  /** Tells whether some point of the curve has this X coordinate. */
  public boolean isOnCurve() {
    return Secp256k1.isXonlyKey(bytes.unsafeArray());
  }

  /** Returns the compressed key with even Y. */
  public PublicKey even() {
    return new PublicKey(Bytes.wrap(new byte[] {2}).concat(bytes));
  }

  /** Returns both compressed keys with this X, even Y first. */
  public List<PublicKey> bothParities() {
    return List.of(even(), new PublicKey(Bytes.wrap(new byte[] {3}).concat(bytes)));
  }

  /**
   * Returns the tweak of BIP341 for this internal key; no root stands for an output without
   * scripts.
   */
  public Bytes tapTweak(Optional<Bytes> merkleRoot) {
    return Bytes.wrap(
        TaggedHash.TAP_TWEAK.hash(
            bytes.unsafeArray(), merkleRoot.orElse(Bytes.EMPTY).unsafeArray()));
  }

  /** Returns the output key for this internal key (BIP341); empty if this is not on the curve. */
  public Optional<Output> tweaked(Optional<Bytes> merkleRoot) {
    return Secp256k1.xonlyTweakAdd(bytes.unsafeArray(), tapTweak(merkleRoot).unsafeArray())
        .map(t -> new Output(new XonlyKey(Bytes.wrap(t.key())), t.odd()));
  }

  /** Verifies a 64-byte signature over a hash (BIP340). */
  public boolean verify(Bytes hash, Bytes signature) {
    return Schnorr.verify(bytes.unsafeArray(), hash.unsafeArray(), signature.unsafeArray());
  }

  @Override
  public int compareTo(XonlyKey other) {
    return bytes.compareTo(other.bytes);
  }

  @Override
  public String toString() {
    return bytes.toHex();
  }
}
