// SPDX-License-Identifier: MIT
package org.moneyrocket.crypto;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.moneyrocket.crypto.Secp256k1.check;
import static org.moneyrocket.crypto.Secp256k1.length;
import static org.moneyrocket.crypto.Secp256k1.segment;

import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/** BIP340 signatures: 64 bytes over x-only keys. Thread-safe. */
public final class Schnorr {
  private static final MethodHandle VERIFY =
      CurveLibrary.function(
          "secp256k1_schnorrsig_verify", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);

  private Schnorr() {}

  private static final class Signing {
    static final MethodHandle SIGN =
        CurveLibrary.function(
            "secp256k1_schnorrsig_sign32", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
  }

  /**
   * Verifies a signature over a message of any length, in Bitcoin a 32-byte hash.
   *
   * @return false also if key or signature make no sense or have the wrong length
   */
  public static boolean verify(byte[] xonlyKey, byte[] message, byte[] signature) {
    if (xonlyKey.length != 32 || signature.length != 64) {
      return false;
    }
    byte[] key = new byte[64];
    if (!Secp256k1.parseXonly(xonlyKey, key)) {
      return false;
    }
    try {
      return (int)
              VERIFY.invokeExact(
                  CurveLibrary.CONTEXT,
                  segment(signature),
                  segment(message),
                  (long) message.length,
                  segment(key))
          == 1;
    } catch (Throwable t) {
      throw CurveLibrary.unexpected(t);
    }
  }

  /**
   * Signs a 32-byte hash and verifies the result before returning it.
   *
   * @param aux 32 bytes of randomness; Bitcoin Core signs with zeros
   * @throws IllegalArgumentException if the secret is invalid or a length is wrong
   */
  public static byte[] sign(byte[] secret, byte[] hash, byte[] aux) {
    length("hash", hash, 32);
    length("auxiliary randomness", aux, 32);
    byte[] pair = Secp256k1.keypair(secret);
    byte[] out = new byte[64];
    try {
      check(
          (int)
              Signing.SIGN.invokeExact(
                  CurveLibrary.CONTEXT, segment(out), segment(hash), segment(pair), segment(aux)));
    } catch (Throwable t) {
      throw CurveLibrary.unexpected(t);
    } finally {
      Arrays.fill(pair, (byte) 0);
    }
    if (!verify(Secp256k1.xonlyPublicKey(secret), hash, out)) {
      throw new IllegalStateException("a signature just made does not verify");
    }
    return out;
  }
}
