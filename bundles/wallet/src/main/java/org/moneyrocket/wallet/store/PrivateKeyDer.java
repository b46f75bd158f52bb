// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.store;

import java.util.Arrays;
import java.util.Optional;
import org.moneyrocket.primitives.Bytes;

/**
 * The form in which unencrypted private keys are stored: an ASN.1 structure with the curve spelled
 * out (SEC1, with explicit parameters).
 */
final class PrivateKeyDer {
  private static final String FIELD =
      "302c06072a8648ce3d0101022100"
          + "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f";
  private static final String FIELD_AND_CURVE = "a08185308182020101" + FIELD + "300604010004010704";
  private static final String X =
      "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
  private static final String Y =
      "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8";
  private static final String ORDER =
      "022100fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141020101";

  private static final byte[] COMPRESSED_HEAD = hex("3081d30201010420");
  private static final byte[] COMPRESSED_MIDDLE =
      hex(FIELD_AND_CURVE + "2102" + X + ORDER + "a124032200");
  private static final byte[] FULL_HEAD = hex("308201130201010420");
  private static final byte[] FULL_MIDDLE =
      hex(
          FIELD_AND_CURVE.replace("a08185308182", "a081a53081a2")
              + "4104"
              + X
              + Y
              + ORDER
              + "a144034200");

  private PrivateKeyDer() {}

  private static byte[] hex(String digits) {
    return Bytes.fromHex(digits).toArray();
  }

  /** Returns bytes that stand behind the secret in every stored key, and nowhere else. */
  static byte[] curve() {
    return hex(FIELD);
  }

  /** Returns a new array of 214 or 279 bytes, for the caller to wipe. */
  static byte[] encode(byte[] secret, Bytes publicKey) {
    boolean compressed = publicKey.size() == 33;
    byte[] head = compressed ? COMPRESSED_HEAD : FULL_HEAD;
    byte[] middle = compressed ? COMPRESSED_MIDDLE : FULL_MIDDLE;
    byte[] out = new byte[head.length + 32 + middle.length + publicKey.size()];
    System.arraycopy(head, 0, out, 0, head.length);
    System.arraycopy(secret, 0, out, head.length, 32);
    System.arraycopy(middle, 0, out, head.length + 32, middle.length);
    publicKey.copyTo(0, out, head.length + 32 + middle.length, publicKey.size());
    return out;
  }

  /** Returns the 32 bytes of the secret, empty if the form is wrong. */
  static Optional<byte[]> secret(byte[] der) {
    if (der.length < 3 || der[0] != 0x30 || (der[1] & 0x80) == 0) {
      return Optional.empty();
    }
    int lengthBytes = der[1] & 0x7f;
    if (lengthBytes < 1 || lengthBytes > 2) {
      return Optional.empty();
    }
    int at = 2 + lengthBytes;
    if (der.length < at + 5
        || der[at] != 2
        || der[at + 1] != 1
        || der[at + 2] != 1
        || der[at + 3] != 4) {
      return Optional.empty();
    }
    int size = der[at + 4] & 0xff;
    if (size > 32 || der.length < at + 5 + size) {
      return Optional.empty();
    }
    byte[] secret = new byte[32];
    System.arraycopy(der, at + 5, secret, 32 - size, size);
    return Optional.of(secret);
  }

  /** Returns public key and stored form in one new array, for the caller to wipe. */
  static byte[] joined(Bytes publicKey, byte[] der) {
    byte[] joined = new byte[publicKey.size() + der.length];
    publicKey.copyTo(0, joined, 0, publicKey.size());
    System.arraycopy(der, 0, joined, publicKey.size(), der.length);
    return joined;
  }

  /** Overwrites an array that held a secret. */
  static void wipe(byte[] array) {
    Arrays.fill(array, (byte) 0);
  }
}
