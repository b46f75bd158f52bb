// SPDX-License-Identifier: MIT
package org.moneyrocket.script.sign;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.interpreter.ScriptBuilder;
import org.moneyrocket.consensus.interpreter.ScriptFlags;
import org.moneyrocket.consensus.interpreter.ScriptVerifier;
import org.moneyrocket.consensus.interpreter.SigVersion;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.address.Destination;
import org.moneyrocket.script.address.ScriptTemplate;
import org.moneyrocket.script.key.PublicKey;
import org.moneyrocket.script.key.XonlyKey;

/**
 * Makes what satisfies one output: finds scripts, makes signatures, puts them together and verifies
 * the result. What could not be completed stays in the signatures, for others to go on with.
 */
public final class InputSigner {
  private final SigningData data;
  private final SignatureCreator creator;
  private final InputSignatures signatures;

  private InputSigner(SigningData data, SignatureCreator creator, InputSignatures signatures) {
    this.data = data;
    this.creator = creator;
    this.signatures = signatures;
  }

  /**
   * Satisfies an output as far as possible.
   *
   * @param data keys and scripts that may be used
   * @param signatures what is known already; learns everything new
   * @return whether the unlocking script is complete
   */
  public static boolean sign(
      SigningData data, SignatureCreator creator, Bytes script, InputSignatures signatures) {
    if (!signatures.complete) {
      new InputSigner(data, creator, signatures).sign(script);
    }
    return signatures.complete;
  }

  /**
   * What a template asks for.
   *
   * @param solved whether everything is there
   * @param stack elements, the top last; for script hashes the script, for key programs the key
   *     hash
   */
  private record Step(boolean solved, ScriptTemplate template, List<Bytes> stack) {}

  private void sign(Bytes script) {
    Step step = step(script, SigVersion.BASE);
    Bytes redeemScript = null;
    if (step.solved && step.template instanceof ScriptTemplate.ScriptHash) {
      redeemScript = step.stack.get(0);
      signatures.redeemScript = redeemScript;
      step = step(redeemScript, SigVersion.BASE);
      if (step.template instanceof ScriptTemplate.ScriptHash) {
        step = new Step(false, step.template, step.stack);
      }
    }
    List<Bytes> pushes = step.stack;
    boolean solved = step.solved;
    if (solved && step.template instanceof ScriptTemplate.WitnessKeyHash) {
      Bytes code = new Destination.KeyHash(step.stack.get(0)).script();
      Step inner = step(code, SigVersion.WITNESS_V0);
      solved = inner.solved;
      witness(inner.stack);
      pushes = List.of();
    } else if (solved && step.template instanceof ScriptTemplate.WitnessScriptHash) {
      solved = witnessScript(step.stack.get(0));
      pushes = List.of();
    } else if (step.template instanceof ScriptTemplate.Taproot && redeemScript == null) {
      signatures.witness = true;
      if (solved) {
        signatures.witnessStack = List.copyOf(step.stack);
      }
      pushes = List.of();
    }
    if (!signatures.witness) {
      signatures.witnessStack = List.of();
    }
    finish(script, solved, pushes, redeemScript);
  }

  private void witness(List<Bytes> stack) {
    signatures.witness = true;
    signatures.witnessStack = List.copyOf(stack);
  }

  private boolean witnessScript(Bytes script) {
    signatures.witnessScript = script;
    Step inner = step(script, SigVersion.WITNESS_V0);
    boolean nested =
        inner.template instanceof ScriptTemplate.ScriptHash
            || inner.template instanceof ScriptTemplate.WitnessKeyHash
            || inner.template instanceof ScriptTemplate.WitnessScriptHash;
    boolean solved = inner.solved && !nested;
    List<Bytes> stack = new ArrayList<>(inner.stack);
    // A multisig leaves gaps for others to fill; only what no template knew at all is tried as
    // miniscript.
    if (!solved && stack.isEmpty()) {
      Optional<List<Bytes>> found =
          MiniscriptSigner.witnessScript(
              script, data, signatures, creator.checker(), this::signature);
      solved = found.isPresent();
      found.ifPresent(stack::addAll);
    }
    stack.add(script);
    witness(stack);
    return solved;
  }

  private void finish(
      Bytes script, boolean solved, List<Bytes> pushes, @Nullable Bytes redeemScript) {
    ScriptBuilder scriptSig = new ScriptBuilder();
    pushes.forEach(scriptSig::pushMinimal);
    if (redeemScript != null) {
      scriptSig.pushMinimal(redeemScript);
    }
    signatures.scriptSig = scriptSig.build();
    signatures.complete =
        solved
            && ScriptVerifier.verify(
                    signatures.scriptSig,
                    script,
                    signatures.witnessStack,
                    ScriptFlags.STANDARD,
                    creator.checker())
                .isOk();
  }

  private Step step(Bytes script, SigVersion version) {
    ScriptTemplate template = ScriptTemplate.of(script);
    return switch (template) {
      case ScriptTemplate.Key(Bytes key) -> {
        Optional<Bytes> signature = signature(new PublicKey(key), script, version);
        yield new Step(signature.isPresent(), template, signature.map(List::of).orElse(List.of()));
      }
      case ScriptTemplate.KeyHash(Bytes hash) -> {
        Optional<PublicKey> key = publicKey(data, signatures, hash);
        if (key.isEmpty()) {
          signatures.addMissingKey(hash);
          yield new Step(false, template, List.of());
        }
        Optional<Bytes> signature = signature(key.get(), script, version);
        yield signature.isEmpty()
            ? new Step(false, template, List.of())
            : new Step(true, template, List.of(signature.get(), key.get().bytes()));
      }
      case ScriptTemplate.ScriptHash(Bytes hash) -> {
        Optional<Bytes> found = script(hash);
        if (found.isEmpty()) {
          signatures.missingRedeemScript = hash;
        }
        yield new Step(found.isPresent(), template, found.map(List::of).orElse(List.of()));
      }
      case ScriptTemplate.WitnessScriptHash(Bytes hash) -> {
        Optional<Bytes> found = script(Bytes.wrap(Hashes.ripemd160(hash.unsafeArray())));
        if (found.isEmpty()) {
          signatures.missingWitnessScript = hash;
        }
        yield new Step(found.isPresent(), template, found.map(List::of).orElse(List.of()));
      }
      case ScriptTemplate.WitnessKeyHash(Bytes hash) -> new Step(true, template, List.of(hash));
      case ScriptTemplate.Multisig multisig -> multisig(multisig, script, version);
      case ScriptTemplate.Taproot(Bytes key) -> {
        Optional<List<Bytes>> found =
            new TaprootSigner(data, creator, signatures).sign(new XonlyKey(key));
        yield new Step(found.isPresent(), template, found.orElse(List.of()));
      }
      case ScriptTemplate.Anchor _ -> new Step(true, template, List.of());
      case ScriptTemplate.Nonstandard _, ScriptTemplate.Data _, ScriptTemplate.WitnessUnknown _ ->
          new Step(false, template, List.of());
    };
  }

  private Step multisig(ScriptTemplate.Multisig multisig, Bytes script, SigVersion version) {
    List<Bytes> stack = new ArrayList<>();
    stack.add(Bytes.EMPTY); // CHECKMULTISIG takes one element more than it should
    for (Bytes key : multisig.keys()) {
      // All signatures are made, also those not needed here, since a PSBT wants them all.
      Optional<Bytes> signature = signature(new PublicKey(key), script, version);
      if (signature.isPresent() && stack.size() <= multisig.required()) {
        stack.add(signature.get());
      }
    }
    boolean solved = stack.size() == multisig.required() + 1;
    int size = stack.size();
    for (int i = 0; i + size < multisig.required() + 1; i++) {
      stack.add(Bytes.EMPTY);
    }
    return new Step(solved, multisig, stack);
  }

  private Optional<Bytes> script(Bytes hash160) {
    return data.script(hash160)
        .or(() -> ifHashIs(signatures.redeemScript, hash160))
        .or(() -> ifHashIs(signatures.witnessScript, hash160));
  }

  private static Optional<Bytes> ifHashIs(@Nullable Bytes script, Bytes hash160) {
    return Optional.ofNullable(script)
        .filter(s -> Bytes.wrap(Hashes.hash160(s.unsafeArray())).equals(hash160));
  }

  /** Finds a public key by its hash among signatures, noted keys and what the signer knows. */
  static Optional<PublicKey> publicKey(SigningData data, InputSignatures signatures, Bytes hash) {
    InputSignatures.Signature signed = signatures.signatures().get(hash);
    if (signed != null) {
      return Optional.of(signed.key());
    }
    for (PublicKey key : signatures.keys().keySet()) {
      if (key.hash().equals(hash)) {
        return Optional.of(key);
      }
    }
    for (XonlyKey key : signatures.taprootKeys().keySet()) {
      if (Bytes.wrap(Hashes.hash160(key.bytes().unsafeArray())).equals(hash)) {
        return Optional.of(key.even());
      }
    }
    return data.publicKey(hash);
  }

  private Optional<Bytes> signature(PublicKey key, Bytes scriptCode, SigVersion version) {
    Bytes hash = key.hash();
    InputSignatures.Signature known = signatures.signatures().get(hash);
    if (known != null) {
      return Optional.of(known.signature());
    }
    data.origin(key).ifPresent(origin -> signatures.keys().putIfAbsent(key, origin));
    Optional<Bytes> made = creator.ecdsa(data, key, scriptCode, version);
    if (made.isPresent()) {
      signatures.signatures().put(hash, new InputSignatures.Signature(key, made.get()));
    } else {
      signatures.addMissingSignature(hash);
    }
    return made;
  }
}
