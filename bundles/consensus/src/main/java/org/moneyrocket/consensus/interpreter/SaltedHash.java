// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.SecureRandom;
import org.moneyrocket.crypto.Hashes;

/** SHA-256 after a secret of this process, so that nobody outside can aim at places in a cache. */
final class SaltedHash {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final MessageDigest salted = Hashes.newSha256();

  /**
   * @param purpose keeps hashes for different purposes apart
   */
  SaltedHash(byte[] nonce, char purpose) {
    byte[] pad = new byte[32];
    pad[0] = (byte) purpose;
    salted.update(nonce);
    salted.update(pad);
  }

  static byte[] newNonce() {
    byte[] nonce = new byte[32];
    new SecureRandom().nextBytes(nonce);
    return nonce;
  }

  MessageDigest begin() {
    try {
      return (MessageDigest) salted.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 of this Java runtime cannot be copied", e);
    }
  }

  static long[] finish(MessageDigest digest) {
    byte[] hash = digest.digest();
    return new long[] {
      (long) LONG.get(hash, 0),
      (long) LONG.get(hash, 8),
      (long) LONG.get(hash, 16),
      (long) LONG.get(hash, 24)
    };
  }
}
