// SPDX-License-Identifier: MIT
package org.moneyrocket.script.sign;

import java.util.Optional;
import org.moneyrocket.consensus.interpreter.ExecutionData;
import org.moneyrocket.consensus.interpreter.PrecomputedTransaction;
import org.moneyrocket.consensus.interpreter.SigVersion;
import org.moneyrocket.consensus.interpreter.SignatureChecker;
import org.moneyrocket.consensus.interpreter.SignatureHashes;
import org.moneyrocket.consensus.interpreter.TransactionSignatureChecker;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.key.PublicKey;
import org.moneyrocket.script.key.SecretKey;
import org.moneyrocket.script.key.XonlyKey;

/**
 * Signs an input of a transaction.
 *
 * @param transaction with the spent outputs, without which taproot cannot be signed
 * @param amountSats value of the output that is spent
 */
public record TransactionSignatureCreator(
    PrecomputedTransaction transaction, int input, long amountSats, HashType hashType)
    implements SignatureCreator {
  @Override
  public Optional<Bytes> ecdsa(
      SigningData data, PublicKey key, Bytes scriptCode, SigVersion version) {
    Optional<SecretKey> secret = data.secret(key.hash());
    boolean witness = version == SigVersion.WITNESS_V0;
    if (secret.isEmpty()
        || (witness && (!secret.get().isCompressed() || !Amount.isMoney(amountSats)))) {
      return Optional.empty();
    }
    int code = hashType.ecdsaCode();
    Bytes hash =
        witness
            ? SignatureHashes.witnessV0(transaction, input, scriptCode, code, amountSats)
            : SignatureHashes.legacy(transaction, input, scriptCode, code);
    Bytes signature = secret.get().signEcdsa(hash);
    return Optional.of(new ByteWriter(signature.size() + 1).bytes(signature).u8(code).toBytes());
  }

  @Override
  public Optional<Bytes> schnorr(SigningData data, XonlyKey key, TaprootUse use) {
    Optional<SecretKey> secret = data.secret(key);
    Optional<Bytes> hash = secret.flatMap(_ -> schnorrHash(use));
    return hash.map(
        h ->
            withHashType(
                switch (use) {
                  case TaprootUse.InternalKey(Optional<Bytes> root) ->
                      secret.get().signTaproot(h, root);
                  case TaprootUse.OutputKey() -> secret.get().signSchnorr(h);
                  case TaprootUse.Leaf _ -> secret.get().signSchnorr(h);
                }));
  }

  /**
   * Returns what a taproot signature signs; empty if the spent outputs are not known or SINGLE has
   * no output.
   */
  Optional<Bytes> schnorrHash(TaprootUse use) {
    if (transaction.spentOutputs().isEmpty()) {
      return Optional.empty();
    }
    Bytes leaf = use instanceof TaprootUse.Leaf(Bytes leafHash) ? leafHash : null;
    return Optional.ofNullable(
        SignatureHashes.taproot(
            transaction, input, hashType.code(), null, leaf, ExecutionData.NO_CODE_SEPARATOR));
  }

  Bytes withHashType(Bytes signature) {
    return hashType == HashType.DEFAULT
        ? signature
        : new ByteWriter(65).bytes(signature).u8(hashType.code()).toBytes();
  }

  @Override
  public SignatureChecker checker() {
    return new TransactionSignatureChecker(transaction, input, amountSats);
  }
}
