// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import java.util.Arrays;
import org.moneyrocket.crypto.Ecdsa;
import org.moneyrocket.primitives.Bytes;

/** How ECDSA signatures and keys must be written. */
public final class SignatureEncoding {
  private static final int MIN_BYTES = 9;
  private static final int MAX_BYTES = 73;
  private static final int DER_FLAGS =
      ScriptFlag.DERSIG.mask() | ScriptFlag.LOW_S.mask() | ScriptFlag.STRICTENC.mask();

  private SignatureEncoding() {}

  /**
   * Checks a signature under {@code flags}.
   *
   * @param signature DER with the hash type as last byte; empty passes
   */
  public static ScriptError check(Bytes signature, ScriptFlags flags) {
    return check(signature.unsafeArray(), flags.bits());
  }

  /** Tells whether {@code signature}, hash type included, is strict DER (BIP66). */
  public static boolean isStrictDer(Bytes signature) {
    return isStrictDer(signature.unsafeArray());
  }

  static ScriptError check(byte[] signature, int flags) {
    if (signature.length == 0) {
      return ScriptError.OK;
    }
    if ((flags & DER_FLAGS) != 0 && !isStrictDer(signature)) {
      return ScriptError.SIG_DER;
    }
    if ((flags & ScriptFlag.LOW_S.mask()) != 0
        && !Ecdsa.isLowS(Arrays.copyOf(signature, signature.length - 1))) {
      return ScriptError.SIG_HIGH_S;
    }
    if ((flags & ScriptFlag.STRICTENC.mask()) != 0 && !isDefinedHashType(signature)) {
      return ScriptError.SIG_HASHTYPE;
    }
    return ScriptError.OK;
  }

  /** Form: 30 total 02 length R 02 length S type. */
  static boolean isStrictDer(byte[] sig) {
    int size = sig.length;
    if (size < MIN_BYTES || size > MAX_BYTES) {
      return false;
    }
    if (sig[0] != 0x30 || sig[1] != size - 3) {
      return false;
    }
    int lengthR = sig[3] & 0xff;
    if (5 + lengthR >= size) {
      return false;
    }
    int lengthS = sig[5 + lengthR] & 0xff;
    return lengthR + lengthS + 7 == size
        && isStrictInteger(sig, 2, lengthR)
        && isStrictInteger(sig, 4 + lengthR, lengthS);
  }

  private static boolean isStrictInteger(byte[] sig, int at, int length) {
    if (sig[at] != 0x02 || length == 0 || sig[at + 2] < 0) {
      return false;
    }
    // A leading zero is only allowed where the number would else be negative.
    return length == 1 || sig[at + 2] != 0 || sig[at + 3] < 0;
  }

  private static boolean isDefinedHashType(byte[] signature) {
    int type = signature[signature.length - 1] & 0xff & ~SignatureHashes.ANYONE_CAN_PAY;
    return type >= SignatureHashes.ALL && type <= SignatureHashes.SINGLE;
  }

  static ScriptError checkKey(byte[] key, int flags, SigVersion version) {
    if ((flags & ScriptFlag.STRICTENC.mask()) != 0 && !isStandardKey(key)) {
      return ScriptError.PUBKEYTYPE;
    }
    if ((flags & ScriptFlag.WITNESS_PUBKEYTYPE.mask()) != 0
        && version == SigVersion.WITNESS_V0
        && !isCompressedKey(key)) {
      return ScriptError.WITNESS_PUBKEYTYPE;
    }
    return ScriptError.OK;
  }

  private static boolean isCompressedKey(byte[] key) {
    return key.length == 33 && (key[0] == 2 || key[0] == 3);
  }

  private static boolean isStandardKey(byte[] key) {
    return isCompressedKey(key) || (key.length == 65 && key[0] == 4);
  }
}
