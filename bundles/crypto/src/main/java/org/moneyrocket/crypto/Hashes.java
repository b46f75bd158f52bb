// SPDX-License-Identifier: MIT
package org.moneyrocket.crypto;

import java.security.DigestException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The one-shot hash functions of the protocol. All methods are thread-safe and do not block;
 * results are new arrays in internal byte order.
 */
public final class Hashes {
  private static final ThreadLocal<MessageDigest> SHA256 =
      ThreadLocal.withInitial(() -> digest("SHA-256"));

  private Hashes() {}

  /** Returns SHA-256 of {@code data}. */
  public static byte[] sha256(byte[] data) {
    return SHA256.get().digest(data);
  }

  /**
   * Returns SHA-256 of {@code length} bytes from {@code offset}.
   *
   * @throws IndexOutOfBoundsException if the range is not inside {@code data}
   */
  public static byte[] sha256(byte[] data, int offset, int length) {
    MessageDigest sha = SHA256.get();
    update(sha, data, offset, length);
    return sha.digest();
  }

  /** Returns SHA-256 of the parts, one after the other. */
  public static byte[] sha256(byte[]... parts) {
    MessageDigest sha = SHA256.get();
    for (byte[] part : parts) {
      sha.update(part);
    }
    return sha.digest();
  }

  /** Returns SHA-256 of SHA-256 of {@code data}: transaction ids, block hashes, checksums. */
  public static byte[] sha256d(byte[] data) {
    MessageDigest sha = SHA256.get();
    return sha.digest(sha.digest(data));
  }

  /**
   * Returns double SHA-256 of {@code length} bytes from {@code offset}.
   *
   * @throws IndexOutOfBoundsException if the range is not inside {@code data}
   */
  public static byte[] sha256d(byte[] data, int offset, int length) {
    MessageDigest sha = SHA256.get();
    update(sha, data, offset, length);
    return sha.digest(sha.digest());
  }

  /**
   * Returns double SHA-256 of two joined parts, usually the two 32-byte children of a merkle node.
   */
  public static byte[] sha256dPair(byte[] left, byte[] right) {
    MessageDigest sha = SHA256.get();
    sha.update(left);
    sha.update(right);
    return sha.digest(sha.digest());
  }

  /**
   * Writes double SHA-256 of a range to {@code out} without allocating; the ranges may overlap. For
   * merkle trees held in one array.
   *
   * @throws IndexOutOfBoundsException if a range is not inside its array
   */
  public static void sha256dInto(byte[] in, int offset, int length, byte[] out, int outOffset) {
    Objects.checkFromIndexSize(outOffset, 32, out.length);
    MessageDigest sha = SHA256.get();
    update(sha, in, offset, length);
    try {
      sha.digest(out, outOffset, 32);
      sha.update(out, outOffset, 32);
      sha.digest(out, outOffset, 32);
    } catch (DigestException e) {
      throw new IllegalStateException("32 bytes of room were checked", e);
    }
  }

  /** Returns RIPEMD-160 of {@code data}, 20 bytes. */
  public static byte[] ripemd160(byte[] data) {
    return Ripemd160.hash(data, 0, data.length);
  }

  /** Returns RIPEMD-160 of SHA-256 of {@code data}, 20 bytes: key and script hashes. */
  public static byte[] hash160(byte[] data) {
    return Ripemd160.hash(sha256(data), 0, 32);
  }

  /** Returns SHA-1 of {@code data}, 20 bytes. Only for OP_SHA1. */
  public static byte[] sha1(byte[] data) {
    return digest("SHA-1").digest(data);
  }

  /** Returns SHA-512 of the parts, one after the other. */
  public static byte[] sha512(byte[]... parts) {
    MessageDigest sha = digest("SHA-512");
    for (byte[] part : parts) {
      sha.update(part);
    }
    return sha.digest();
  }

  /** Returns SHA3-256 of the parts: checksums of onion v3 addresses. */
  public static byte[] sha3(byte[]... parts) {
    MessageDigest sha = digest("SHA3-256");
    for (byte[] part : parts) {
      sha.update(part);
    }
    return sha.digest();
  }

  /** Returns HMAC-SHA256 of the parts, 32 bytes. An empty key is allowed. */
  public static byte[] hmacSha256(byte[] key, byte[]... parts) {
    return hmac("HmacSHA256", key, parts);
  }

  /** Returns HMAC-SHA512 of the parts, 64 bytes (BIP32 derivation). An empty key is allowed. */
  public static byte[] hmacSha512(byte[] key, byte[]... parts) {
    return hmac("HmacSHA512", key, parts);
  }

  /** Returns HMAC-SHA512 with a key, for many messages. Not thread-safe. */
  public static Mac newHmacSha512(byte[] key) {
    return mac("HmacSHA512", key);
  }

  /**
   * Derives one 32-byte block with HKDF-SHA256 (RFC 5869) as BIP324 uses it: extract with {@code
   * salt}, expand with {@code info}.
   */
  public static byte[] hkdfSha256(byte[] inputKey, byte[] salt, byte[] info) {
    byte[] pseudoRandomKey = hmacSha256(salt, inputKey);
    byte[] out = hmacSha256(pseudoRandomKey, info, new byte[] {1});
    Arrays.fill(pseudoRandomKey, (byte) 0);
    return out;
  }

  /** Returns a fresh SHA-256 digest for data that arrives in pieces. Not thread-safe. */
  public static MessageDigest newSha256() {
    return digest("SHA-256");
  }

  /**
   * Finishes {@code sha} and hashes its result once more: streaming double SHA-256. The digest is
   * reset.
   *
   * @param sha a digest made by {@link #newSha256}
   */
  public static byte[] finishTwice(MessageDigest sha) {
    return sha.digest(sha.digest());
  }

  static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no " + algorithm, e);
    }
  }

  private static void update(MessageDigest sha, byte[] data, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, data.length);
    sha.update(data, offset, length);
  }

  private static byte[] hmac(String algorithm, byte[] key, byte[]... parts) {
    Mac mac = mac(algorithm, key);
    for (byte[] part : parts) {
      mac.update(part);
    }
    return mac.doFinal();
  }

  private static Mac mac(String algorithm, byte[] key) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      // HMAC pads keys with zeros, and SecretKeySpec refuses an empty one.
      mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, algorithm));
      return mac;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no " + algorithm, e);
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(algorithm + " takes any key", e);
    }
  }
}
