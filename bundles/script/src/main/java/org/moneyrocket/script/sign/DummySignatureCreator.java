// SPDX-License-Identifier: MIT
package org.moneyrocket.script.sign;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.moneyrocket.consensus.interpreter.ExecutionData;
import org.moneyrocket.consensus.interpreter.ScriptError;
import org.moneyrocket.consensus.interpreter.SigVersion;
import org.moneyrocket.consensus.interpreter.SignatureChecker;
import org.moneyrocket.consensus.interpreter.SignatureHashes;
import org.moneyrocket.crypto.MuSig2;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.key.PublicKey;
import org.moneyrocket.script.key.XonlyKey;

/** Makes signatures that only have the right size, to estimate what a transaction will weigh. */
public enum DummySignatureCreator implements SignatureCreator {
  /** ECDSA signatures as this program makes them: 71 bytes with hash type. */
  LOW_R(32),
  /** ECDSA signatures as others may make them: 72 bytes with hash type. */
  HIGH_R(33);

  private static final int S_BYTES = 32;

  private final Bytes ecdsa;

  DummySignatureCreator(int rBytes) {
    byte[] der = new byte[rBytes + S_BYTES + 7];
    der[0] = 0x30;
    der[1] = (byte) (rBytes + S_BYTES + 4);
    der[2] = 2;
    der[3] = (byte) rBytes;
    der[4] = 1;
    der[4 + rBytes] = 2;
    der[5 + rBytes] = S_BYTES;
    der[6 + rBytes] = 1;
    der[der.length - 1] = SignatureHashes.ALL;
    this.ecdsa = Bytes.wrap(der);
  }

  @Override
  public Optional<Bytes> ecdsa(
      SigningData data, PublicKey key, Bytes scriptCode, SigVersion version) {
    return Optional.of(ecdsa);
  }

  @Override
  public Optional<Bytes> schnorr(SigningData data, XonlyKey key, TaprootUse use) {
    byte[] signature = new byte[64];
    Arrays.fill(signature, (byte) 1);
    return Optional.of(Bytes.wrap(signature));
  }

  @Override
  public Optional<Bytes> musigNonce(SigningData data, MusigRound round, PublicKey participant) {
    return Optional.of(Bytes.wrap(new byte[MuSig2.NONCE_BYTES]));
  }

  @Override
  public Optional<Bytes> musigPartialSignature(
      SigningData data, MusigRound round, PublicKey participant, Map<PublicKey, Bytes> nonces) {
    return Optional.of(Bytes.wrap(new byte[MuSig2.PARTIAL_BYTES]));
  }

  @Override
  public Optional<Bytes> musigSignature(
      MusigRound round, Map<PublicKey, Bytes> nonces, Map<PublicKey, Bytes> partialSignatures) {
    return Optional.of(Bytes.wrap(new byte[64]));
  }

  @Override
  public SignatureChecker checker() {
    return ANY;
  }

  private static final SignatureChecker ANY =
      new SignatureChecker() {
        @Override
        public boolean checkEcdsa(
            Bytes signature, Bytes key, Bytes scriptCode, SigVersion version) {
          return !signature.isEmpty();
        }

        @Override
        public ScriptError checkSchnorr(
            Bytes signature, Bytes key, SigVersion version, ExecutionData execution) {
          return signature.isEmpty() ? ScriptError.SCHNORR_SIG : ScriptError.OK;
        }

        @Override
        public boolean checkLockTime(long lockTime) {
          return true;
        }

        @Override
        public boolean checkSequence(long sequence) {
          return true;
        }
      };
}
