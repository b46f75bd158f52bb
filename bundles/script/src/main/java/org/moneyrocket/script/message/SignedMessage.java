// SPDX-License-Identifier: MIT
package org.moneyrocket.script.message;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.moneyrocket.crypto.Ecdsa;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.script.address.Destination;
import org.moneyrocket.script.key.PublicKey;
import org.moneyrocket.script.key.SecretKey;

/**
 * Signs and verifies messages for P2PKH addresses, with signatures from which the key can be
 * recovered.
 */
public final class SignedMessage {
  private static final String MAGIC = "Bitcoin Signed Message:\n";

  private SignedMessage() {}

  /** What verifying came to. */
  public enum Verdict {
    OK,
    /** The address is none of this chain. */
    INVALID_ADDRESS,
    /** The address is of another kind than P2PKH. */
    ADDRESS_WITHOUT_KEY,
    /** The signature is no Base64. */
    MALFORMED_SIGNATURE,
    /** No key could have made this signature. */
    KEY_NOT_RECOVERED,
    /** Another key made it, or for another message. */
    NOT_SIGNED
  }

  /**
   * Returns what is signed: a double hash, so that a signature can never be one of a transaction.
   */
  public static Bytes hash(String message) {
    byte[] text = message.getBytes(StandardCharsets.UTF_8);
    ByteWriter out = new ByteWriter(text.length + 32).text(MAGIC).text(message);
    return Bytes.wrap(Hashes.sha256d(out.unsafeArray(), 0, out.size()));
  }

  /** Returns the signature in Base64. */
  public static String sign(SecretKey key, String message) {
    Bytes signature = key.signRecoverable(hash(message));
    return Base64.getEncoder().encodeToString(signature.unsafeArray());
  }

  /** Verifies a signature in Base64. */
  public static Verdict verify(
      ChainFormat format, String address, String signature, String message) {
    Optional<Destination> destination = format.decode(address);
    if (destination.isEmpty()) {
      return Verdict.INVALID_ADDRESS;
    }
    if (!(destination.get() instanceof Destination.KeyHash(Bytes keyHash))) {
      return Verdict.ADDRESS_WITHOUT_KEY;
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(signature);
    } catch (IllegalArgumentException e) {
      return Verdict.MALFORMED_SIGNATURE;
    }
    // The decoder forgives missing padding and stray bits; others do not.
    if (!Base64.getEncoder().encodeToString(bytes).equals(signature)) {
      return Verdict.MALFORMED_SIGNATURE;
    }
    Optional<PublicKey> key =
        Ecdsa.recover(hash(message).unsafeArray(), bytes)
            .map(found -> new PublicKey(Bytes.wrap(found)));
    if (key.isEmpty()) {
      return Verdict.KEY_NOT_RECOVERED;
    }
    return key.get().hash().equals(keyHash) ? Verdict.OK : Verdict.NOT_SIGNED;
  }
}
