// SPDX-License-Identifier: MIT
package org.moneyrocket.crypto;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Optional;

/**
 * Keys of the curve secp256k1: secrets (32 bytes), public keys (33 bytes compressed or 65
 * uncompressed) and x-only keys (32 bytes, BIP340). Signatures are in {@link Ecdsa} and {@link
 * Schnorr}.
 *
 * <p>Thread-safe. Methods that take a secret throw {@link IllegalArgumentException} if it is not
 * valid (zero, above the group order, or not 32 bytes). All methods throw {@link
 * CurveUnavailableException} where the native library is missing.
 */
public final class Secp256k1 {
  /** Length of a compressed public key. */
  public static final int COMPRESSED_BYTES = 33;

  /** Length of an uncompressed public key. */
  public static final int UNCOMPRESSED_BYTES = 65;

  private static final MethodHandle PARSE =
      CurveLibrary.function("secp256k1_ec_pubkey_parse", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);
  private static final MethodHandle SERIALIZE =
      CurveLibrary.function(
          "secp256k1_ec_pubkey_serialize", ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT);

  private Secp256k1() {}

  private static final class Secrets {
    static final MethodHandle VERIFY =
        CurveLibrary.function("secp256k1_ec_seckey_verify", ADDRESS, ADDRESS);
    static final MethodHandle CREATE =
        CurveLibrary.function("secp256k1_ec_pubkey_create", ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle NEGATE =
        CurveLibrary.function("secp256k1_ec_seckey_negate", ADDRESS, ADDRESS);
    static final MethodHandle TWEAK_ADD =
        CurveLibrary.function("secp256k1_ec_seckey_tweak_add", ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle KEYPAIR =
        CurveLibrary.function("secp256k1_keypair_create", ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle KEYPAIR_TWEAK_ADD =
        CurveLibrary.function("secp256k1_keypair_xonly_tweak_add", ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle KEYPAIR_SECRET =
        CurveLibrary.function("secp256k1_keypair_sec", ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle ECDH =
        CurveLibrary.function(
            "secp256k1_ecdh", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
  }

  private static final class Points {
    static final MethodHandle TWEAK_ADD =
        CurveLibrary.function("secp256k1_ec_pubkey_tweak_add", ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle NEGATE =
        CurveLibrary.function("secp256k1_ec_pubkey_negate", ADDRESS, ADDRESS);
  }

  private static final class XOnly {
    static final MethodHandle PARSE =
        CurveLibrary.function("secp256k1_xonly_pubkey_parse", ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle TWEAK_ADD =
        CurveLibrary.function(
            "secp256k1_xonly_pubkey_tweak_add", ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle TWEAK_CHECK =
        CurveLibrary.function(
            "secp256k1_xonly_pubkey_tweak_add_check", ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS);
  }

  /**
   * An x-only key after a tweak.
   *
   * @param key 32 bytes
   * @param odd whether the full point has an odd Y coordinate
   */
  public record Tweaked(byte[] key, boolean odd) {}

  /**
   * Loads the native library if that has not happened yet. Programs call it at start to fail early.
   *
   * @throws CurveUnavailableException with a sentence for the user
   */
  public static void requireAvailable() {
    CurveUnavailableException problem = CurveLibrary.problem();
    if (problem != null) {
      throw problem;
    }
  }

  // ---- public keys

  /**
   * Tells whether {@code key} is the encoding (33 or 65 bytes, hybrid allowed) of a point on the
   * curve.
   */
  public static boolean isPublicKey(byte[] key) {
    return parse(key, new byte[64]);
  }

  /**
   * Re-encodes a public key.
   *
   * @return empty if {@code key} is not a point on the curve
   */
  public static Optional<byte[]> convert(byte[] key, boolean compressed) {
    byte[] point = new byte[64];
    return parse(key, point) ? Optional.of(serialize(point, compressed)) : Optional.empty();
  }

  /**
   * Adds {@code tweak} times the generator (BIP32 public derivation). The result is compressed.
   *
   * @return empty if the key is invalid, the tweak is not below the group order, or the sum is the
   *     point at infinity
   */
  public static Optional<byte[]> publicTweakAdd(byte[] key, byte[] tweak) {
    length("tweak", tweak, 32);
    byte[] point = new byte[64];
    return parse(key, point) ? add(point, tweak) : Optional.empty();
  }

  private static Optional<byte[]> add(byte[] point, byte[] tweak) {
    try {
      int ok =
          (int) Points.TWEAK_ADD.invokeExact(CurveLibrary.CONTEXT, segment(point), segment(tweak));
      return ok == 1 ? Optional.of(serialize(point, true)) : Optional.empty();
    } catch (Throwable t) {
      throw CurveLibrary.unexpected(t);
    }
  }

  /** A public key that was read once, to be added to many times. Safe for several threads. */
  public static final class Point {
    private final byte[] parsed;

    private Point(byte[] parsed) {
      this.parsed = parsed;
    }

    /** Reads a key of 33 or 65 bytes; empty if it is not on the curve. */
    public static Optional<Point> of(byte[] key) {
      byte[] point = new byte[64];
      return parse(key, point) ? Optional.of(new Point(point)) : Optional.empty();
    }

    /** Does what {@link Secp256k1#publicTweakAdd} does. */
    public Optional<byte[]> tweakAdd(byte[] tweak) {
      length("tweak", tweak, 32);
      return add(parsed.clone(), tweak);
    }
  }

  /** Returns the compressed negation of a public key, or empty if the key is invalid. */
  public static Optional<byte[]> publicNegate(byte[] key) {
    byte[] point = new byte[64];
    if (!parse(key, point)) {
      return Optional.empty();
    }
    try {
      int ok = (int) Points.NEGATE.invokeExact(CurveLibrary.CONTEXT, segment(point));
      return ok == 1 ? Optional.of(serialize(point, true)) : Optional.empty();
    } catch (Throwable t) {
      throw CurveLibrary.unexpected(t);
    }
  }

  // ---- secrets

  /** Tells whether {@code secret} is 32 bytes, not zero and below the group order. */
  public static boolean isSecret(byte[] secret) {
    if (secret.length != 32) {
      return false;
    }
    try {
      return (int) Secrets.VERIFY.invokeExact(CurveLibrary.CONTEXT, segment(secret)) == 1;
    } catch (Throwable t) {
      throw CurveLibrary.unexpected(t);
    }
  }

  /** Returns the public key of a secret. */
  public static byte[] publicKey(byte[] secret, boolean compressed) {
    length("secret key", secret, 32);
    byte[] point = new byte[64];
    try {
      secret(
          (int) Secrets.CREATE.invokeExact(CurveLibrary.CONTEXT, segment(point), segment(secret)));
    } catch (Throwable t) {
      throw CurveLibrary.unexpected(t);
    }
    return serialize(point, compressed);
  }

  /** Returns the x-only public key of a secret. */
  public static byte[] xonlyPublicKey(byte[] secret) {
    return Arrays.copyOfRange(publicKey(secret, true), 1, 33);
  }

  /** Returns the group order minus the secret. */
  public static byte[] secretNegate(byte[] secret) {
    length("secret key", secret, 32);
    byte[] out = secret.clone();
    try {
      secret((int) Secrets.NEGATE.invokeExact(CurveLibrary.CONTEXT, segment(out)));
    } catch (Throwable t) {
      throw CurveLibrary.unexpected(t);
    }
    return out;
  }

  /**
   * Adds a tweak to a secret (BIP32 private derivation).
   *
   * @return empty if the secret is invalid, the tweak is not below the group order, or the sum is
   *     zero
   */
  public static Optional<byte[]> secretTweakAdd(byte[] secret, byte[] tweak) {
    length("secret key", secret, 32);
    length("tweak", tweak, 32);
    byte[] out = secret.clone();
    try {
      int ok =
          (int) Secrets.TWEAK_ADD.invokeExact(CurveLibrary.CONTEXT, segment(out), segment(tweak));
      return ok == 1 ? Optional.of(out) : Optional.empty();
    } catch (Throwable t) {
      throw CurveLibrary.unexpected(t);
    }
  }

  /**
   * Tweaks a secret as BIP341 does: negated first if its point has an odd Y, then the tweak is
   * added.
   *
   * @return empty if the tweak is not below the group order or the sum is zero
   */
  public static Optional<byte[]> secretXonlyTweakAdd(byte[] secret, byte[] tweak) {
    length("tweak", tweak, 32);
    byte[] pair = keypair(secret);
    try {
      int ok =
          (int)
              Secrets.KEYPAIR_TWEAK_ADD.invokeExact(
                  CurveLibrary.CONTEXT, segment(pair), segment(tweak));
      if (ok != 1) {
        return Optional.empty();
      }
      byte[] out = new byte[32];
      check(
          (int)
              Secrets.KEYPAIR_SECRET.invokeExact(
                  CurveLibrary.CONTEXT, segment(out), segment(pair)));
      return Optional.of(out);
    } catch (Throwable t) {
      throw CurveLibrary.unexpected(t);
    } finally {
      Arrays.fill(pair, (byte) 0);
    }
  }

  /**
   * Returns the SHA-256 of the compressed shared point of a secret and a public key.
   *
   * @throws IllegalArgumentException if either is invalid
   */
  public static byte[] ecdh(byte[] secret, byte[] key) {
    length("secret key", secret, 32);
    byte[] point = new byte[64];
    if (!parse(key, point)) {
      throw new IllegalArgumentException("public key is not on the curve");
    }
    byte[] out = new byte[32];
    try {
      secret(
          (int)
              Secrets.ECDH.invokeExact(
                  CurveLibrary.CONTEXT,
                  segment(out),
                  segment(point),
                  segment(secret),
                  MemorySegment.NULL,
                  MemorySegment.NULL));
    } catch (Throwable t) {
      throw CurveLibrary.unexpected(t);
    }
    return out;
  }

  // ---- x-only keys

  /** Tells whether {@code key} is 32 bytes and the X coordinate of a point on the curve. */
  public static boolean isXonlyKey(byte[] key) {
    return key.length == 32 && parseXonly(key, new byte[64]);
  }

  /**
   * Adds {@code tweak} times the generator to the even point of {@code key} (BIP341).
   *
   * @return empty if the key is not on the curve, the tweak is not below the group order, or the
   *     sum is the point at infinity
   */
  public static Optional<Tweaked> xonlyTweakAdd(byte[] key, byte[] tweak) {
    length("tweak", tweak, 32);
    byte[] xonly = new byte[64];
    if (key.length != 32 || !parseXonly(key, xonly)) {
      return Optional.empty();
    }
    byte[] point = new byte[64];
    try {
      int ok =
          (int)
              XOnly.TWEAK_ADD.invokeExact(
                  CurveLibrary.CONTEXT, segment(point), segment(xonly), segment(tweak));
      if (ok != 1) {
        return Optional.empty();
      }
    } catch (Throwable t) {
      throw CurveLibrary.unexpected(t);
    }
    byte[] full = serialize(point, true);
    return Optional.of(new Tweaked(Arrays.copyOfRange(full, 1, 33), full[0] == 3));
  }

  /**
   * Tells whether {@code output} with parity {@code odd} is {@code internal} tweaked by {@code
   * tweak}: the commitment check of a taproot script path.
   */
  public static boolean isXonlyTweak(byte[] output, boolean odd, byte[] internal, byte[] tweak) {
    length("output key", output, 32);
    length("tweak", tweak, 32);
    byte[] xonly = new byte[64];
    if (internal.length != 32 || !parseXonly(internal, xonly)) {
      return false;
    }
    try {
      return (int)
              XOnly.TWEAK_CHECK.invokeExact(
                  CurveLibrary.CONTEXT,
                  segment(output),
                  odd ? 1 : 0,
                  segment(xonly),
                  segment(tweak))
          == 1;
    } catch (Throwable t) {
      throw CurveLibrary.unexpected(t);
    }
  }

  // ---- shared inside this package

  static boolean parse(byte[] key, byte[] point) {
    try {
      return (int)
              PARSE.invokeExact(
                  CurveLibrary.CONTEXT, segment(point), segment(key), (long) key.length)
          == 1;
    } catch (Throwable t) {
      throw CurveLibrary.unexpected(t);
    }
  }

  static boolean parseXonly(byte[] key, byte[] xonly) {
    try {
      return (int) XOnly.PARSE.invokeExact(CurveLibrary.CONTEXT, segment(xonly), segment(key)) == 1;
    } catch (Throwable t) {
      throw CurveLibrary.unexpected(t);
    }
  }

  static byte[] serialize(byte[] point, boolean compressed) {
    byte[] out = new byte[compressed ? COMPRESSED_BYTES : UNCOMPRESSED_BYTES];
    long[] length = {out.length};
    int flags = compressed ? 0x102 : 0x2;
    try {
      check(
          (int)
              SERIALIZE.invokeExact(
                  CurveLibrary.CONTEXT,
                  segment(out),
                  MemorySegment.ofArray(length),
                  segment(point),
                  flags));
    } catch (Throwable t) {
      throw CurveLibrary.unexpected(t);
    }
    return out;
  }

  /** Returns the library's 96-byte key pair; the caller wipes it. */
  static byte[] keypair(byte[] secret) {
    length("secret key", secret, 32);
    byte[] pair = new byte[96];
    try {
      secret(
          (int) Secrets.KEYPAIR.invokeExact(CurveLibrary.CONTEXT, segment(pair), segment(secret)));
    } catch (Throwable t) {
      throw CurveLibrary.unexpected(t);
    }
    return pair;
  }

  static MemorySegment segment(byte[] bytes) {
    return MemorySegment.ofArray(bytes);
  }

  static void length(String what, byte[] bytes, int length) {
    if (bytes.length != length) {
      throw new IllegalArgumentException(what + " needs " + length + " bytes, got " + bytes.length);
    }
  }

  static void check(int answer) {
    if (answer != 1) {
      throw new IllegalStateException("libsecp256k1 refused arguments that had been checked");
    }
  }

  static void secret(int answer) {
    if (answer != 1) {
      throw new IllegalArgumentException("secret key is zero or not below the group order");
    }
  }
}
