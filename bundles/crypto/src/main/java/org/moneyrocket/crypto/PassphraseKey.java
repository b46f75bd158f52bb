// SPDX-License-Identifier: MIT
package org.moneyrocket.crypto;

import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * A key and vector for {@link Aes256Cbc} derived from a wallet passphrase, as Bitcoin Core does:
 * SHA-512 repeated over passphrase and salt (derivation method 0). Wiped by {@link #close}. Not
 * thread-safe.
 */
public final class PassphraseKey implements AutoCloseable {
  /** Length of the salt in bytes. */
  public static final int SALT_BYTES = 8;

  private final byte[] key;
  private final byte[] iv;

  private PassphraseKey(byte[] key, byte[] iv) {
    this.key = key;
    this.iv = iv;
  }

  /**
   * Derives the key; takes about half a microsecond per iteration.
   *
   * @param passphrase UTF-8 bytes; the caller wipes them
   * @param salt exactly 8 bytes
   * @param iterations at least 1
   * @throws IllegalArgumentException if the salt has not 8 bytes or there are no iterations
   */
  public static PassphraseKey derive(byte[] passphrase, byte[] salt, int iterations) {
    if (salt.length != SALT_BYTES) {
      throw new IllegalArgumentException("passphrase salt needs 8 bytes, got " + salt.length);
    }
    if (iterations < 1) {
      throw new IllegalArgumentException(
          "passphrase iterations must be at least 1, got " + iterations);
    }
    MessageDigest sha = Hashes.digest("SHA-512");
    byte[] state = new byte[64];
    try {
      sha.update(passphrase);
      sha.update(salt);
      sha.digest(state, 0, 64);
      for (int i = 1; i < iterations; i++) {
        sha.update(state);
        sha.digest(state, 0, 64);
      }
      return new PassphraseKey(Arrays.copyOf(state, 32), Arrays.copyOfRange(state, 32, 48));
    } catch (DigestException e) {
      throw new IllegalStateException("64 bytes of room for SHA-512", e);
    } finally {
      Arrays.fill(state, (byte) 0);
    }
  }

  /** Encrypts a master key. */
  public byte[] encrypt(byte[] plain) {
    return Aes256Cbc.encrypt(key, iv, plain);
  }

  /** Decrypts a master key; empty if the passphrase was wrong. */
  public Optional<byte[]> decrypt(byte[] encrypted) {
    return Aes256Cbc.decrypt(key, iv, encrypted);
  }

  /** Overwrites key and vector. */
  @Override
  public void close() {
    Arrays.fill(key, (byte) 0);
    Arrays.fill(iv, (byte) 0);
  }

  @Override
  public String toString() {
    return "PassphraseKey [redacted]";
  }
}
