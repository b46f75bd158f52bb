// SPDX-License-Identifier: MIT
package org.moneyrocket.primitives;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Double SHA-256 for identifiers; everything else about hashing is in the crypto bundle. */
final class Sha256d {
  private static final ThreadLocal<MessageDigest> DIGEST =
      ThreadLocal.withInitial(
          () -> {
            try {
              return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
              throw new IllegalStateException("this JDK has no SHA-256", e);
            }
          });

  private Sha256d() {}

  static Bytes of(byte[] data, int offset, int length) {
    MessageDigest digest = DIGEST.get();
    byte[] out = new byte[32];
    try {
      digest.update(data, offset, length);
      digest.digest(out, 0, 32);
      digest.update(out);
      digest.digest(out, 0, 32);
    } catch (DigestException e) {
      throw new IllegalStateException(e);
    }
    return Bytes.wrap(out);
  }
}
