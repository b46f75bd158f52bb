// SPDX-License-Identifier: MIT
package org.moneyrocket.script.sign;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moneyrocket.consensus.interpreter.ExecutionData;
import org.moneyrocket.consensus.interpreter.PrecomputedTransaction;
import org.moneyrocket.consensus.interpreter.SigVersion;
import org.moneyrocket.consensus.interpreter.SignatureChecker;
import org.moneyrocket.consensus.interpreter.SignatureHashes;
import org.moneyrocket.consensus.interpreter.TransactionSignatureChecker;
import org.moneyrocket.crypto.MuSig2;
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
  private static final SecureRandom RANDOM = new SecureRandom();

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

  private Optional<MuSig2.Session> session(MusigRound round) {
    List<byte[]> keys =
        round.participants().stream().map(key -> key.bytes().unsafeArray()).toList();
    return schnorrHash(round.use())
        .map(hash -> new MuSig2.Session(keys, round.tweaks(), hash.unsafeArray()));
  }

  @Override
  public Optional<Bytes> musigNonce(SigningData data, MusigRound round, PublicKey participant) {
    Optional<SecretKey> secret = data.secret(participant.hash());
    Optional<MuSig2.Session> session = session(round);
    if (secret.isEmpty() || session.isEmpty()) {
      return Optional.empty();
    }
    byte[] random = new byte[32];
    RANDOM.nextBytes(random);
    MuSig2.Nonce nonce =
        secret.get().withBytes(bytes -> MuSig2.nonce(session.get(), bytes, random));
    Arrays.fill(random, (byte) 0);
    Bytes publicNonce = Bytes.wrap(nonce.publicNonce());
    data.musigSessions()
        .put(
            round.signingKey(),
            participant,
            Bytes.of(session.get().hash()),
            publicNonce,
            nonce.secret());
    return Optional.of(publicNonce);
  }

  @Override
  public Optional<Bytes> musigPartialSignature(
      SigningData data, MusigRound round, PublicKey participant, Map<PublicKey, Bytes> nonces) {
    Optional<SecretKey> secret = data.secret(participant.hash());
    Optional<MuSig2.Session> session = session(round);
    Optional<List<byte[]>> ordered = inOrder(round, nonces);
    Bytes own = nonces.get(participant);
    if (secret.isEmpty() || session.isEmpty() || ordered.isEmpty() || own == null) {
      return Optional.empty();
    }
    return data.musigSessions()
        .take(round.signingKey(), participant, Bytes.of(session.get().hash()), own)
        .flatMap(
            nonce ->
                secret
                    .get()
                    .withBytes(bytes -> MuSig2.sign(session.get(), ordered.get(), nonce, bytes)))
        .map(Bytes::wrap);
  }

  @Override
  public Optional<Bytes> musigSignature(
      MusigRound round, Map<PublicKey, Bytes> nonces, Map<PublicKey, Bytes> partialSignatures) {
    Optional<MuSig2.Session> session = session(round);
    Optional<List<byte[]>> orderedNonces = inOrder(round, nonces);
    Optional<List<byte[]>> orderedParts = inOrder(round, partialSignatures);
    if (session.isEmpty() || orderedNonces.isEmpty() || orderedParts.isEmpty()) {
      return Optional.empty();
    }
    return MuSig2.combine(session.get(), orderedNonces.get(), orderedParts.get())
        .map(signature -> withHashType(Bytes.wrap(signature)));
  }

  /** Returns one value for each participant in their order; empty if there are more or fewer. */
  private static Optional<List<byte[]>> inOrder(MusigRound round, Map<PublicKey, Bytes> values) {
    List<byte[]> ordered = new ArrayList<>();
    for (PublicKey key : round.participants()) {
      Bytes value = values.get(key);
      if (value == null) {
        return Optional.empty();
      }
      ordered.add(value.unsafeArray());
    }
    return values.size() == ordered.size() ? Optional.of(ordered) : Optional.empty();
  }

  @Override
  public SignatureChecker checker() {
    return new TransactionSignatureChecker(transaction, input, amountSats);
  }
}
