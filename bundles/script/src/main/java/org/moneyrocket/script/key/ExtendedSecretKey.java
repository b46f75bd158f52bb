// SPDX-License-Identifier: MIT
package org.moneyrocket.script.key;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.primitives.Bytes;

/**
 * A secret key from which others are derived (BIP32). Never shown by {@link #toString}; {@link
 * #close} overwrites the secret. Thread-safe except for closing.
 */
public final class ExtendedSecretKey implements AutoCloseable {
  private static final byte[] SEED_KEY = "Bitcoin seed".getBytes(StandardCharsets.US_ASCII);

  private final int depth;
  private final Bytes parentFingerprint;
  private final int childNumber;
  private final Bytes chainCode;
  private final SecretKey key;

  /**
   * Puts together what {@link #neuter} would show and its secret.
   *
   * @param publicPart depth, parent, child number and chain code; its key must be the public key of
   *     {@code key}
   * @param key compressed
   */
  public ExtendedSecretKey(ExtendedPublicKey publicPart, SecretKey key) {
    this(
        publicPart.depth(),
        publicPart.parentFingerprint(),
        publicPart.childNumber(),
        publicPart.chainCode(),
        key);
    if (!publicPart.key().equals(key.publicKey())) {
      throw new IllegalArgumentException("secret key does not belong to the extended public key");
    }
  }

  private ExtendedSecretKey(
      int depth, Bytes parentFingerprint, int childNumber, Bytes chainCode, SecretKey key) {
    this.depth = depth;
    this.parentFingerprint = parentFingerprint;
    this.childNumber = childNumber;
    this.chainCode = chainCode;
    this.key = key;
  }

  /**
   * Makes a master key.
   *
   * @param seed 16 to 64 bytes; not kept
   * @return empty in the one case of 2^127 in which the seed gives no valid key
   */
  public static Optional<ExtendedSecretKey> fromSeed(byte[] seed) {
    if (seed.length < 16 || seed.length > 64) {
      throw new IllegalArgumentException("seed needs 16 to 64 bytes, got " + seed.length);
    }
    byte[] hash = Hashes.hmacSha512(SEED_KEY, seed);
    Bytes chainCode = Bytes.of(hash, 32, 32);
    Optional<SecretKey> key = SecretKey.of(Arrays.copyOf(hash, 32), true);
    Arrays.fill(hash, (byte) 0);
    return key.map(k -> new ExtendedSecretKey(0, ExtendedPublicKey.NO_PARENT, 0, chainCode, k));
  }

  /** Reads 74 bytes; empty if the length, the master's fields or the key are wrong. */
  public static Optional<ExtendedSecretKey> decode(byte[] data) {
    if (data.length != ExtendedPublicKey.BYTES || data[41] != 0) {
      return Optional.empty();
    }
    Bytes head = Bytes.of(data, 0, 41);
    int depth = head.unsigned(0);
    Bytes parent = head.slice(1, 4);
    int child = ExtendedPublicKey.readInt(head, 5);
    if (depth == 0 && (child != 0 || !parent.equals(ExtendedPublicKey.NO_PARENT))) {
      return Optional.empty();
    }
    return SecretKey.of(Arrays.copyOfRange(data, 42, 74), true)
        .map(key -> new ExtendedSecretKey(depth, parent, child, head.slice(9, 32), key));
  }

  /** Returns the 74 bytes that follow the chain's version bytes; the caller wipes them. */
  public byte[] encode() {
    byte[] out = new byte[ExtendedPublicKey.BYTES];
    out[0] = (byte) depth;
    parentFingerprint.copyTo(0, out, 1, 4);
    System.arraycopy(ExtendedPublicKey.bigEndian(childNumber), 0, out, 5, 4);
    chainCode.copyTo(0, out, 9, 32);
    key.copyTo(out, 42);
    return out;
  }

  public int depth() {
    return depth;
  }

  /** Returns the secret key; closing this closes it too. */
  public SecretKey key() {
    return key;
  }

  /** Returns the public side. */
  public ExtendedPublicKey neuter() {
    return new ExtendedPublicKey(depth, parentFingerprint, childNumber, chainCode, key.publicKey());
  }

  /**
   * Derives a child.
   *
   * @param step the top bit marks a hardened step
   * @return empty if the depth would pass 255, or in the one case of 2^127 in which there is no
   *     such child
   */
  public Optional<ExtendedSecretKey> derive(int step) {
    if (depth == 255) {
      return Optional.empty();
    }
    byte[] head = new byte[33];
    if (step < 0) {
      key.copyTo(head, 1);
    } else {
      key.publicKey().bytes().copyTo(0, head, 0, 33);
    }
    byte[] hash =
        Hashes.hmacSha512(chainCode.unsafeArray(), head, ExtendedPublicKey.bigEndian(step));
    byte[] tweak = Arrays.copyOf(hash, 32);
    Bytes childCode = Bytes.of(hash, 32, 32);
    Optional<SecretKey> child = key.tweakAdd(tweak);
    Arrays.fill(head, (byte) 0);
    Arrays.fill(hash, (byte) 0);
    Arrays.fill(tweak, (byte) 0);
    return child.map(
        k -> new ExtendedSecretKey(depth + 1, key.publicKey().fingerprint(), step, childCode, k));
  }

  /** Derives along a path; the keys in between are wiped. */
  public Optional<ExtendedSecretKey> derive(KeyPath path) {
    ExtendedSecretKey at = copy();
    for (int step : path.steps()) {
      Optional<ExtendedSecretKey> next = at.derive(step);
      at.close();
      if (next.isEmpty()) {
        return Optional.empty();
      }
      at = next.get();
    }
    return Optional.of(at);
  }

  /** Returns an independent copy, to be closed by whoever asked. */
  public ExtendedSecretKey copy() {
    return new ExtendedSecretKey(depth, parentFingerprint, childNumber, chainCode, key.copy());
  }

  /** Overwrites the secret. */
  @Override
  public void close() {
    key.close();
  }

  @Override
  public String toString() {
    return "ExtendedSecretKey [redacted]";
  }
}
