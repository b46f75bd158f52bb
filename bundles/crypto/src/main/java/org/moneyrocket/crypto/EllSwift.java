// SPDX-License-Identifier: MIT
package org.moneyrocket.crypto;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.moneyrocket.crypto.Secp256k1.check;
import static org.moneyrocket.crypto.Secp256k1.length;
import static org.moneyrocket.crypto.Secp256k1.secret;
import static org.moneyrocket.crypto.Secp256k1.segment;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** ElligatorSwift: public keys as 64 bytes that look random (BIP324). Thread-safe. */
public final class EllSwift {
  /** Length of an encoded key in bytes. */
  public static final int BYTES = 64;

  private static final MethodHandle CREATE =
      CurveLibrary.function("secp256k1_ellswift_create", ADDRESS, ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle ENCODE =
      CurveLibrary.function("secp256k1_ellswift_encode", ADDRESS, ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle DECODE =
      CurveLibrary.function("secp256k1_ellswift_decode", ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle EXCHANGE =
      CurveLibrary.function(
          "secp256k1_ellswift_xdh",
          ADDRESS,
          ADDRESS,
          ADDRESS,
          ADDRESS,
          ADDRESS,
          JAVA_INT,
          ADDRESS,
          ADDRESS);
  private static final MemorySegment BIP324_HASH =
      CurveLibrary.functionPointer("secp256k1_ellswift_xdh_hash_function_bip324");

  private EllSwift() {}

  /**
   * Encodes the public key of a secret.
   *
   * @param random 32 bytes that choose among the encodings
   */
  public static byte[] create(byte[] secret, byte[] random) {
    length("secret key", secret, 32);
    length("randomness", random, 32);
    byte[] out = new byte[BYTES];
    try {
      secret(
          (int)
              CREATE.invokeExact(
                  CurveLibrary.CONTEXT, segment(out), segment(secret), segment(random)));
    } catch (Throwable t) {
      throw CurveLibrary.unexpected(t);
    }
    return out;
  }

  /**
   * Encodes a public key.
   *
   * @param random 32 bytes that choose among the encodings
   * @throws IllegalArgumentException if the key is not on the curve
   */
  public static byte[] encode(byte[] key, byte[] random) {
    length("randomness", random, 32);
    byte[] point = new byte[64];
    if (!Secp256k1.parse(key, point)) {
      throw new IllegalArgumentException("public key is not on the curve");
    }
    byte[] out = new byte[BYTES];
    try {
      check(
          (int)
              ENCODE.invokeExact(
                  CurveLibrary.CONTEXT, segment(out), segment(point), segment(random)));
    } catch (Throwable t) {
      throw CurveLibrary.unexpected(t);
    }
    return out;
  }

  /**
   * Returns the compressed public key of an encoding. Every 64 bytes are the encoding of some key.
   */
  public static byte[] decode(byte[] encoded) {
    length("ElligatorSwift key", encoded, BYTES);
    byte[] point = new byte[64];
    try {
      check((int) DECODE.invokeExact(CurveLibrary.CONTEXT, segment(point), segment(encoded)));
    } catch (Throwable t) {
      throw CurveLibrary.unexpected(t);
    }
    return Secp256k1.serialize(point, true);
  }

  /**
   * Computes the 32-byte shared secret of BIP324.
   *
   * @param ours our own encoded key, made by {@link #create} from {@code secret}
   * @param theirs the peer's encoded key
   * @param initiating whether we opened the connection
   */
  public static byte[] exchange(byte[] secret, byte[] ours, byte[] theirs, boolean initiating) {
    length("secret key", secret, 32);
    length("own ElligatorSwift key", ours, BYTES);
    length("peer's ElligatorSwift key", theirs, BYTES);
    byte[] out = new byte[32];
    try {
      secret(
          (int)
              EXCHANGE.invokeExact(
                  CurveLibrary.CONTEXT,
                  segment(out),
                  segment(initiating ? ours : theirs),
                  segment(initiating ? theirs : ours),
                  segment(secret),
                  initiating ? 0 : 1,
                  BIP324_HASH,
                  MemorySegment.NULL));
    } catch (Throwable t) {
      throw CurveLibrary.unexpected(t);
    }
    return out;
  }
}
