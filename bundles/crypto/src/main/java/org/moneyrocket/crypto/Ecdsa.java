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
import java.util.Arrays;
import java.util.Optional;

/**
 * ECDSA over secp256k1. Thread-safe. Hashes are 32 bytes; a wrong length is an {@link
 * IllegalArgumentException}.
 */
public final class Ecdsa {
  private static final MethodHandle PARSE_COMPACT =
      CurveLibrary.function("secp256k1_ecdsa_signature_parse_compact", ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle NORMALIZE =
      CurveLibrary.function("secp256k1_ecdsa_signature_normalize", ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle VERIFY =
      CurveLibrary.function("secp256k1_ecdsa_verify", ADDRESS, ADDRESS, ADDRESS, ADDRESS);

  private Ecdsa() {}

  private static final class Signing {
    static final MethodHandle SIGN =
        CurveLibrary.function(
            "secp256k1_ecdsa_sign", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle SERIALIZE_COMPACT =
        CurveLibrary.function(
            "secp256k1_ecdsa_signature_serialize_compact", ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle SERIALIZE_DER =
        CurveLibrary.function(
            "secp256k1_ecdsa_signature_serialize_der", ADDRESS, ADDRESS, ADDRESS, ADDRESS);
  }

  private static final class Recovery {
    static final MethodHandle SIGN =
        CurveLibrary.function(
            "secp256k1_ecdsa_sign_recoverable",
            ADDRESS,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            ADDRESS);
    static final MethodHandle SERIALIZE =
        CurveLibrary.function(
            "secp256k1_ecdsa_recoverable_signature_serialize_compact",
            ADDRESS,
            ADDRESS,
            ADDRESS,
            ADDRESS);
    static final MethodHandle PARSE =
        CurveLibrary.function(
            "secp256k1_ecdsa_recoverable_signature_parse_compact",
            ADDRESS,
            ADDRESS,
            ADDRESS,
            JAVA_INT);
    static final MethodHandle RECOVER =
        CurveLibrary.function("secp256k1_ecdsa_recover", ADDRESS, ADDRESS, ADDRESS, ADDRESS);
  }

  /**
   * Verifies as consensus does: the signature may be any pre-BIP66 form of DER (without the hash
   * type byte) and may have a high S; the key may be compressed, uncompressed or hybrid.
   *
   * @return false also if key or signature make no sense
   */
  public static boolean verify(byte[] key, byte[] hash, byte[] signature) {
    length("hash", hash, 32);
    byte[] point = new byte[64];
    if (!Secp256k1.parse(key, point)) {
      return false;
    }
    byte[] parsed = new byte[64];
    if (!parseLax(signature, parsed)) {
      return false;
    }
    try {
      MemorySegment sig = segment(parsed);
      int changed = (int) NORMALIZE.invokeExact(CurveLibrary.CONTEXT, sig, sig);
      return (int) VERIFY.invokeExact(CurveLibrary.CONTEXT, sig, segment(hash), segment(point))
          == 1;
    } catch (Throwable t) {
      throw CurveLibrary.unexpected(t);
    }
  }

  /**
   * Tells whether a lax DER signature can be read and has its S in the lower half (BIP62, BIP146).
   */
  public static boolean isLowS(byte[] signature) {
    byte[] parsed = new byte[64];
    if (!parseLax(signature, parsed)) {
      return false;
    }
    try {
      return (int) NORMALIZE.invokeExact(CurveLibrary.CONTEXT, MemorySegment.NULL, segment(parsed))
          == 0;
    } catch (Throwable t) {
      throw CurveLibrary.unexpected(t);
    }
  }

  /**
   * Signs with RFC 6979 nonces, repeated until R takes 32 bytes without padding (low R), so the
   * result has at most 71 bytes less the hash type. The signature is verified before it is
   * returned.
   *
   * @return strict DER with low S, without hash type
   * @throws IllegalArgumentException if the secret is invalid
   */
  public static byte[] sign(byte[] secret, byte[] hash) {
    return sign(secret, hash, true, 0);
  }

  /**
   * Signs with choice of nonce grinding.
   *
   * @param lowR whether to repeat until R is low
   * @param testCase if not 0, a number mixed into the nonce, for tests that need different
   *     signatures
   */
  public static byte[] sign(byte[] secret, byte[] hash, boolean lowR, int testCase) {
    length("secret key", secret, 32);
    length("hash", hash, 32);
    byte[] sig = new byte[64];
    byte[] compact = new byte[64];
    byte[] extra = new byte[32];
    setCounter(extra, testCase);
    MemorySegment entropy = !lowR && testCase != 0 ? segment(extra) : MemorySegment.NULL;
    int counter = 0;
    try {
      do {
        secret(
            (int)
                Signing.SIGN.invokeExact(
                    CurveLibrary.CONTEXT,
                    segment(sig),
                    segment(hash),
                    segment(secret),
                    MemorySegment.NULL,
                    entropy));
        check(
            (int)
                Signing.SERIALIZE_COMPACT.invokeExact(
                    CurveLibrary.CONTEXT, segment(compact), segment(sig)));
        setCounter(extra, ++counter);
        entropy = segment(extra);
      } while (lowR && compact[0] < 0);
      byte[] der = new byte[72];
      long[] size = {der.length};
      check(
          (int)
              Signing.SERIALIZE_DER.invokeExact(
                  CurveLibrary.CONTEXT, segment(der), MemorySegment.ofArray(size), segment(sig)));
      byte[] out = Arrays.copyOf(der, (int) size[0]);
      // A fault while signing could give the key away; check before anybody sees it.
      if (!verify(Secp256k1.publicKey(secret, true), hash, out)) {
        throw new IllegalStateException("a signature just made does not verify");
      }
      return out;
    } catch (Throwable t) {
      throw CurveLibrary.unexpected(t);
    }
  }

  /**
   * Signs so that the key can be recovered (signed messages).
   *
   * @param compressed whether the recovered key is to be compressed
   * @return 65 bytes: header 27 to 34, R, S
   */
  public static byte[] signRecoverable(byte[] secret, byte[] hash, boolean compressed) {
    length("secret key", secret, 32);
    length("hash", hash, 32);
    byte[] sig = new byte[65];
    byte[] compact = new byte[64];
    int[] id = new int[1];
    try {
      secret(
          (int)
              Recovery.SIGN.invokeExact(
                  CurveLibrary.CONTEXT,
                  segment(sig),
                  segment(hash),
                  segment(secret),
                  MemorySegment.NULL,
                  MemorySegment.NULL));
      check(
          (int)
              Recovery.SERIALIZE.invokeExact(
                  CurveLibrary.CONTEXT, segment(compact), MemorySegment.ofArray(id), segment(sig)));
    } catch (Throwable t) {
      throw CurveLibrary.unexpected(t);
    }
    byte[] out = new byte[65];
    out[0] = (byte) (27 + id[0] + (compressed ? 4 : 0));
    System.arraycopy(compact, 0, out, 1, 64);
    byte[] key = Secp256k1.publicKey(secret, compressed);
    if (!Arrays.equals(key, recover(hash, out).orElse(null))) {
      throw new IllegalStateException("a signature just made does not verify");
    }
    return out;
  }

  /**
   * Returns the public key that made a 65-byte recoverable signature, compressed or not as its
   * header says; empty if the signature makes no sense.
   */
  public static Optional<byte[]> recover(byte[] hash, byte[] signature) {
    length("hash", hash, 32);
    if (signature.length != 65) {
      return Optional.empty();
    }
    int header = (signature[0] & 0xff) - 27;
    byte[] sig = new byte[65];
    byte[] point = new byte[64];
    try {
      int parsed =
          (int)
              Recovery.PARSE.invokeExact(
                  CurveLibrary.CONTEXT,
                  segment(sig),
                  segment(Arrays.copyOfRange(signature, 1, 65)),
                  header & 3);
      if (parsed != 1) {
        return Optional.empty();
      }
      int found =
          (int)
              Recovery.RECOVER.invokeExact(
                  CurveLibrary.CONTEXT, segment(point), segment(sig), segment(hash));
      return found == 1
          ? Optional.of(Secp256k1.serialize(point, (header & 4) != 0))
          : Optional.empty();
    } catch (Throwable t) {
      throw CurveLibrary.unexpected(t);
    }
  }

  private static boolean parseLax(byte[] signature, byte[] parsed) {
    byte[] numbers = LaxDer.parse(signature);
    if (numbers == null) {
      return false;
    }
    try {
      int ok =
          (int) PARSE_COMPACT.invokeExact(CurveLibrary.CONTEXT, segment(parsed), segment(numbers));
      if (ok != 1) {
        // Numbers of the group order and above make a signature that can be read but never
        // verifies.
        Arrays.fill(parsed, (byte) 0);
      }
      return true;
    } catch (Throwable t) {
      throw CurveLibrary.unexpected(t);
    }
  }

  private static void setCounter(byte[] extra, int counter) {
    for (int i = 0; i < 4; i++) {
      extra[i] = (byte) (counter >>> (8 * i));
    }
  }
}
