// SPDX-License-Identifier: MIT
package org.moneyrocket.script.sign;

import java.util.Optional;
import org.moneyrocket.consensus.interpreter.SigVersion;
import org.moneyrocket.consensus.interpreter.SignatureChecker;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.key.PublicKey;
import org.moneyrocket.script.key.XonlyKey;

/** Makes the signatures of one input. */
public interface SignatureCreator {
  /**
   * Makes an ECDSA signature.
   *
   * @param data where the secret key is looked up
   * @param version BASE or WITNESS_V0
   * @return DER with hash type; empty if the secret is not known or must not be used
   */
  Optional<Bytes> ecdsa(SigningData data, PublicKey key, Bytes scriptCode, SigVersion version);

  /**
   * Makes a BIP340 signature.
   *
   * @param data where the secret key is looked up
   * @return 64 bytes, and the hash type if it is not the default; empty if the secret or the spent
   *     outputs are not known
   */
  Optional<Bytes> schnorr(SigningData data, XonlyKey key, TaprootUse use);

  /** Returns what checks the signatures made. */
  SignatureChecker checker();
}
