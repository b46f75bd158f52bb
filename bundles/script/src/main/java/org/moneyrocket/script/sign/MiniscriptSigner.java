// SPDX-License-Identifier: MIT
package org.moneyrocket.script.sign;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.moneyrocket.consensus.interpreter.SigVersion;
import org.moneyrocket.consensus.interpreter.SignatureChecker;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.key.PublicKey;
import org.moneyrocket.script.key.XonlyKey;
import org.moneyrocket.script.miniscript.Fragment;
import org.moneyrocket.script.miniscript.MiniscriptContext;
import org.moneyrocket.script.miniscript.MiniscriptDecoder;
import org.moneyrocket.script.miniscript.Satisfier;

/** Satisfies scripts that are miniscript. */
final class MiniscriptSigner {
  /** Makes an ECDSA signature. */
  interface EcdsaSource {
    Optional<Bytes> sign(PublicKey key, Bytes scriptCode, SigVersion version);
  }

  private MiniscriptSigner() {}

  /**
   * Returns the stack below a witness script; empty if it is no miniscript or something is missing.
   */
  static Optional<List<Bytes>> witnessScript(
      Bytes script,
      SigningData data,
      InputSignatures signatures,
      SignatureChecker checker,
      EcdsaSource source) {
    MiniscriptDecoder.KeyFinder<PublicKey> finder =
        new MiniscriptDecoder.KeyFinder<>() {
          @Override
          public Optional<PublicKey> byBytes(Bytes bytes) {
            return PublicKey.of(bytes);
          }

          @Override
          public Optional<PublicKey> byHash(Bytes hash) {
            return find(data, signatures, hash);
          }
        };
    return MiniscriptDecoder.decode(script, MiniscriptContext.P2WSH, finder)
        .flatMap(
            node ->
                new Satisfier<>(
                        new Known<PublicKey>(
                            signatures,
                            checker,
                            key -> source.sign(key, script, SigVersion.WITNESS_V0),
                            PublicKey::bytes))
                    .satisfy(node));
  }

  /** Returns the stack below a tapscript; empty if it is no miniscript or something is missing. */
  static Optional<List<Bytes>> tapscript(
      Bytes script,
      SigningData data,
      InputSignatures signatures,
      SignatureChecker checker,
      Function<XonlyKey, Optional<Bytes>> source) {
    MiniscriptDecoder.KeyFinder<XonlyKey> finder =
        new MiniscriptDecoder.KeyFinder<>() {
          @Override
          public Optional<XonlyKey> byBytes(Bytes bytes) {
            return bytes.size() == 32 ? Optional.of(new XonlyKey(bytes)) : Optional.empty();
          }

          @Override
          public Optional<XonlyKey> byHash(Bytes hash) {
            return find(data, signatures, hash).map(PublicKey::xonly);
          }
        };
    return MiniscriptDecoder.decode(script, MiniscriptContext.TAPSCRIPT, finder)
        .flatMap(
            node ->
                new Satisfier<>(new Known<XonlyKey>(signatures, checker, source, XonlyKey::bytes))
                    .satisfy(node));
  }

  private static Optional<PublicKey> find(
      SigningData data, InputSignatures signatures, Bytes hash) {
    Optional<PublicKey> key = InputSigner.publicKey(data, signatures, hash);
    if (key.isEmpty()) {
      signatures.addMissingKey(hash);
    }
    return key;
  }

  private record Known<K>(
      InputSignatures signatures,
      SignatureChecker checker,
      Function<K, Optional<Bytes>> source,
      Function<K, Bytes> bytes)
      implements Satisfier.Known<K> {
    @Override
    public Optional<Bytes> signature(K key) {
      return source.apply(key);
    }

    @Override
    public Bytes keyBytes(K key) {
      return bytes.apply(key);
    }

    @Override
    public Optional<Bytes> preimage(Fragment fragment, Bytes hash) {
      return Optional.ofNullable(signatures.preimages(fragment).get(hash));
    }

    @Override
    public boolean isOldEnough(long sequence) {
      return checker.checkSequence(sequence);
    }

    @Override
    public boolean isLateEnough(long lockTime) {
      return checker.checkLockTime(lockTime);
    }
  }
}
