// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import org.moneyrocket.primitives.Bytes;

/**
 * What a script can ask about the transaction it is part of. The interpreter has checked encodings
 * before it asks.
 */
public interface SignatureChecker {
  /** Knows no transaction: every signature and lock time fails. */
  SignatureChecker NONE = new SignatureChecker() {};

  /**
   * Tells whether an ECDSA signature is right.
   *
   * @param signature DER with the hash type as last byte; may be empty
   * @param scriptCode the script from the last CODESEPARATOR on
   * @param version {@link SigVersion#BASE} or {@link SigVersion#WITNESS_V0}
   */
  default boolean checkEcdsa(Bytes signature, Bytes key, Bytes scriptCode, SigVersion version) {
    return false;
  }

  /**
   * Tells whether a BIP340 signature is right.
   *
   * @param signature not empty
   * @param key 32 bytes
   * @param version {@link SigVersion#TAPROOT} or {@link SigVersion#TAPSCRIPT}
   * @return {@link ScriptError#OK} or what is wrong
   */
  default ScriptError checkSchnorr(
      Bytes signature, Bytes key, SigVersion version, ExecutionData execution) {
    return ScriptError.SCHNORR_SIG;
  }

  /** Tells whether the transaction's lock time has reached {@code lockTime} (BIP65). */
  default boolean checkLockTime(long lockTime) {
    return false;
  }

  /** Tells whether the input's sequence has reached {@code sequence} (BIP112). */
  default boolean checkSequence(long sequence) {
    return false;
  }
}
