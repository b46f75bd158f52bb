// SPDX-License-Identifier: MIT
package org.moneyrocket.script.sign;

import java.util.Map;
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

  /**
   * Makes a public nonce for one participant of a MuSig2 round; its secret half stays with {@code
   * data}.
   *
   * @return 66 bytes; empty if the secret key is not known
   */
  Optional<Bytes> musigNonce(SigningData data, MusigRound round, PublicKey participant);

  /**
   * Makes one participant's part of a MuSig2 signature.
   *
   * @param nonces public nonces by participant
   * @return 32 bytes; empty if a nonce is missing, or the secret key or secret nonce is not known
   */
  Optional<Bytes> musigPartialSignature(
      SigningData data, MusigRound round, PublicKey participant, Map<PublicKey, Bytes> nonces);

  /**
   * Combines the parts of a MuSig2 signature.
   *
   * @return as {@link #schnorr}; empty if a part is missing or wrong
   */
  Optional<Bytes> musigSignature(
      MusigRound round, Map<PublicKey, Bytes> nonces, Map<PublicKey, Bytes> partialSignatures);

  /** Returns what checks the signatures made. */
  SignatureChecker checker();
}
