// SPDX-License-Identifier: MIT
package org.moneyrocket.crypto;

import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256 in CBC mode with PKCS#7 padding: what wallet files encrypt keys with. Thread-safe. */
public final class Aes256Cbc {
  /** Length of a key in bytes. */
  public static final int KEY_BYTES = 32;

  /** Length of an initialisation vector in bytes. */
  public static final int IV_BYTES = 16;

  private Aes256Cbc() {}

  /**
   * Encrypts; the result is 1 to 16 bytes longer.
   *
   * @throws IllegalArgumentException if key or vector have the wrong length
   */
  public static byte[] encrypt(byte[] key, byte[] iv, byte[] plain) {
    try {
      return cipher(Cipher.ENCRYPT_MODE, key, iv).doFinal(plain);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-CBC encryption failed", e);
    }
  }

  /**
   * Decrypts.
   *
   * @return empty if the length or the padding is wrong, which usually means a wrong key
   * @throws IllegalArgumentException if key or vector have the wrong length
   */
  public static Optional<byte[]> decrypt(byte[] key, byte[] iv, byte[] encrypted) {
    try {
      return Optional.of(cipher(Cipher.DECRYPT_MODE, key, iv).doFinal(encrypted))
          .filter(plain -> encrypted.length > 0);
    } catch (BadPaddingException | IllegalBlockSizeException e) {
      return Optional.empty(); // the documented answer to a wrong key
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-CBC decryption failed", e);
    }
  }

  private static Cipher cipher(int mode, byte[] key, byte[] iv) throws GeneralSecurityException {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("AES-256 needs a key of 32 bytes, got " + key.length);
    }
    if (iv.length != IV_BYTES) {
      throw new IllegalArgumentException("AES-CBC needs a vector of 16 bytes, got " + iv.length);
    }
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
    return cipher;
  }
}
