// SPDX-License-Identifier: MIT
package org.moneyrocket.script.key;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.crypto.Ecdsa;
import org.moneyrocket.crypto.Schnorr;
import org.moneyrocket.crypto.Secp256k1;
import org.moneyrocket.primitives.Bytes;

/**
 * A secret key and whether its public key is written compressed. Never shown by {@link #toString};
 * {@link #close} overwrites it, and every later use fails. Thread-safe except for closing.
 */
public final class SecretKey implements AutoCloseable {
  private static final byte[] NO_RANDOMNESS = new byte[32];

  private final byte[] secret;
  private final boolean compressed;
  private volatile @Nullable PublicKey publicKey;

  private SecretKey(byte[] secret, boolean compressed) {
    this.secret = secret;
    this.compressed = compressed;
  }

  /**
   * Takes over a secret; the caller must not touch the array again.
   *
   * @return empty if it is not 32 bytes, zero, or not below the group order; the array is wiped
   *     then
   */
  public static Optional<SecretKey> of(byte[] secret, boolean compressed) {
    if (!Secp256k1.isSecret(secret)) {
      Arrays.fill(secret, (byte) 0);
      return Optional.empty();
    }
    return Optional.of(new SecretKey(secret, compressed));
  }

  /** Makes a new key. */
  public static SecretKey random(SecureRandom random, boolean compressed) {
    byte[] secret = new byte[32];
    do {
      random.nextBytes(secret);
    } while (!Secp256k1.isSecret(secret));
    return new SecretKey(secret, compressed);
  }

  public boolean isCompressed() {
    return compressed;
  }

  /** Returns the public key, computed once. */
  public PublicKey publicKey() {
    PublicKey key = publicKey;
    if (key == null) {
      key = new PublicKey(Bytes.wrap(Secp256k1.publicKey(secret, compressed)));
      publicKey = key;
    }
    return key;
  }

  /** Signs a 32-byte hash with ECDSA: RFC 6979, low R, low S; DER without hash type. */
  public Bytes signEcdsa(Bytes hash) {
    return Bytes.wrap(Ecdsa.sign(secret, hash.unsafeArray()));
  }

  /** Signs a 32-byte hash so that the public key can be recovered; 65 bytes. */
  public Bytes signRecoverable(Bytes hash) {
    return Bytes.wrap(Ecdsa.signRecoverable(secret, hash.unsafeArray(), compressed));
  }

  /**
   * Signs a 32-byte hash as it is, for a script path or an untweaked output key (BIP340); 64 bytes.
   */
  public Bytes signSchnorr(Bytes hash) {
    return Bytes.wrap(Schnorr.sign(secret, hash.unsafeArray(), NO_RANDOMNESS));
  }

  /** Signs a 32-byte hash with this key as internal key of taproot (BIP341); 64 bytes. */
  public Bytes signTaproot(Bytes hash, Optional<Bytes> merkleRoot) {
    byte[] tweak = publicKey().xonly().tapTweak(merkleRoot).unsafeArray();
    byte[] tweaked =
        Secp256k1.secretXonlyTweakAdd(secret, tweak)
            .orElseThrow(() -> new IllegalStateException("taproot tweak of this key is invalid"));
    try {
      return Bytes.wrap(Schnorr.sign(tweaked, hash.unsafeArray(), NO_RANDOMNESS));
    } finally {
      Arrays.fill(tweaked, (byte) 0);
    }
  }

  /** Adds a tweak; the new key is compressed. Empty if the sum is no valid key. */
  public Optional<SecretKey> tweakAdd(byte[] tweak) {
    return Secp256k1.secretTweakAdd(secret, tweak).map(s -> new SecretKey(s, true));
  }

  /** Copies the 32 secret bytes to {@code target}; the caller wipes them. */
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(secret, 0, target, offset, 32);
  }

  /** Calls {@code use} with the 32 secret bytes, which it must neither keep nor change. */
  public <T> T withBytes(Function<byte[], T> use) {
    return use.apply(secret);
  }

  /** Returns an independent copy, to be closed by whoever asked. */
  public SecretKey copy() {
    return new SecretKey(secret.clone(), compressed);
  }

  /** Tells whether both are the same key in the same form. */
  public boolean isSameAs(SecretKey other) {
    return compressed == other.compressed && MessageDigest.isEqual(secret, other.secret);
  }

  /** Overwrites the secret. */
  @Override
  public void close() {
    Arrays.fill(secret, (byte) 0);
  }

  @Override
  public String toString() {
    return "SecretKey [redacted]";
  }
}
