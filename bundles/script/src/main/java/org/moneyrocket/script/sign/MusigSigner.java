// SPDX-License-Identifier: MIT
package org.moneyrocket.script.sign;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.crypto.MuSig2;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.key.AggregateKey;
import org.moneyrocket.script.key.ExtendedPublicKey;
import org.moneyrocket.script.key.KeyOrigin;
import org.moneyrocket.script.key.PublicKey;
import org.moneyrocket.script.key.XonlyKey;

/**
 * Signs with keys that several participants share, one step at a time: the whole signature if all
 * parts are there, else own parts if all nonces are there, else own nonces.
 */
record MusigSigner(SigningData data, SignatureCreator creator, InputSignatures signatures) {
  /**
   * Goes on with every aggregate that {@code key} can come from; returns a signature if one is
   * finished.
   */
  Optional<Bytes> sign(XonlyKey key, TaprootUse use) {
    Optional<Bytes> finished = Optional.empty();
    for (Map.Entry<PublicKey, List<PublicKey>> entry : signatures.aggregates().entrySet()) {
      if (entry.getValue().isEmpty()) {
        continue;
      }
      noteOrigins(entry.getValue(), use);
      Optional<MusigRound> round = round(entry.getKey(), entry.getValue(), key, use);
      if (round.isPresent()) {
        Optional<Bytes> signature = advance(round.get());
        finished = signature.isPresent() ? signature : finished;
      }
    }
    return finished;
  }

  private void noteOrigins(List<PublicKey> participants, TaprootUse use) {
    Bytes leaf = leafHash(use);
    for (PublicKey participant : participants) {
      data.origin(participant)
          .ifPresent(origin -> signatures.addTaprootKey(participant.xonly(), origin, leaf));
    }
  }

  private static @Nullable Bytes leafHash(TaprootUse use) {
    return use instanceof TaprootUse.Leaf(Bytes hash) ? hash : null;
  }

  /** Finds out how {@code key} comes from an aggregate; empty if it does not. */
  private Optional<MusigRound> round(
      PublicKey aggregate, List<PublicKey> participants, XonlyKey key, TaprootUse use) {
    List<MuSig2.Tweak> tweaks = new ArrayList<>();
    PublicKey signingKey = aggregate;
    if (!aggregate.xonly().equals(key)) {
      InputSignatures.TaprootKey known = signatures.taprootKeys().get(key);
      if (known == null) {
        return Optional.empty();
      }
      Optional<PublicKey> derived = derive(aggregate, known.origin(), tweaks);
      if (derived.isEmpty() || !derived.get().xonly().equals(key)) {
        return Optional.empty();
      }
      signingKey = derived.get();
    }
    if (use instanceof TaprootUse.InternalKey(Optional<Bytes> root)) {
      Optional<XonlyKey.Output> output = key.tweaked(root);
      if (output.isEmpty()) {
        return Optional.empty();
      }
      tweaks.add(new MuSig2.Tweak(key.tapTweak(root).unsafeArray(), true));
      signingKey = output.get().key().bothParities().get(output.get().odd() ? 1 : 0);
    }
    return Optional.of(new MusigRound(aggregate, participants, tweaks, signingKey, use));
  }

  private static Optional<PublicKey> derive(
      PublicKey aggregate, KeyOrigin origin, List<MuSig2.Tweak> tweaks) {
    if (origin.path().isEmpty()
        || origin.path().hasHardened()
        || !origin.fingerprint().equals(aggregate.fingerprint())) {
      return Optional.empty();
    }
    ExtendedPublicKey at = AggregateKey.syntheticExtended(aggregate);
    for (int step : origin.path().steps()) {
      Optional<ExtendedPublicKey.Child> child = at.deriveWithTweak(step);
      if (child.isEmpty()) {
        return Optional.empty();
      }
      tweaks.add(new MuSig2.Tweak(child.get().tweak().unsafeArray(), false));
      at = child.get().key();
    }
    return Optional.of(at.key());
  }

  private Optional<Bytes> advance(MusigRound round) {
    Bytes leaf = leafHash(round.use());
    InputSignatures.MusigKey place =
        new InputSignatures.MusigKey(round.signingKey(), leaf == null ? Bytes.EMPTY : leaf);
    Map<PublicKey, Bytes> nonces = signatures.nonces().computeIfAbsent(place, _ -> new TreeMap<>());
    Map<PublicKey, Bytes> parts =
        signatures.partialSignatures().computeIfAbsent(place, _ -> new TreeMap<>());
    Optional<Bytes> whole = creator.musigSignature(round, nonces, parts);
    if (whole.isPresent()) {
      return whole;
    }
    for (PublicKey participant : round.participants()) {
      if (!parts.containsKey(participant)) {
        creator
            .musigPartialSignature(data, round, participant, nonces)
            .ifPresent(part -> parts.put(participant, part));
      }
    }
    if (parts.isEmpty()) {
      for (PublicKey participant : round.participants()) {
        if (!nonces.containsKey(participant)) {
          creator
              .musigNonce(data, round, participant)
              .ifPresent(nonce -> nonces.put(participant, nonce));
        }
      }
    }
    return Optional.empty();
  }
}
