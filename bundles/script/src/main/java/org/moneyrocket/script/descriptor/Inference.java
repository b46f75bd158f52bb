// SPDX-License-Identifier: MIT
package org.moneyrocket.script.descriptor;

import static org.moneyrocket.consensus.interpreter.Opcodes.OP_CHECKSIG;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.address.Destination;
import org.moneyrocket.script.address.ScriptTemplate;
import org.moneyrocket.script.key.PublicKey;
import org.moneyrocket.script.key.XonlyKey;
import org.moneyrocket.script.miniscript.MiniscriptContext;
import org.moneyrocket.script.miniscript.MiniscriptDecoder;
import org.moneyrocket.script.miniscript.Sanity;
import org.moneyrocket.script.sign.SigningData;
import org.moneyrocket.script.sign.TaprootTree;

/**
 * Finds descriptors for scripts.
 *
 * @param known scripts, keys, origins and trees that may be used
 */
record Inference(SigningData known) {
  /** Finds the most telling expression; an address or the raw script if nothing better is known. */
  ScriptExpression infer(Bytes script) {
    Optional<ScriptExpression> solved = infer(script, KeyContext.TOP);
    if (solved.isPresent()) {
      return solved.get();
    }
    Optional<Destination> destination = Destination.of(script);
    return destination.isPresent() && destination.get().script().equals(script)
        ? new ScriptExpression.Address(destination.get())
        : new ScriptExpression.Raw(script);
  }

  private Optional<ScriptExpression> infer(Bytes script, KeyContext context) {
    if (context == KeyContext.P2TR) {
      return tapscript(script);
    }
    Optional<ScriptExpression> template = template(script, context);
    return template.isPresent() || context != KeyContext.P2WSH
        ? template
        : miniscript(script, context);
  }

  private Optional<ScriptExpression> template(Bytes script, KeyContext context) {
    boolean mayBeProgram = context == KeyContext.TOP || context == KeyContext.P2SH;
    return switch (ScriptTemplate.of(script)) {
      case ScriptTemplate.Key(Bytes key) ->
          key(new PublicKey(key), context).map(k -> new ScriptExpression.Key(k, false));
      case ScriptTemplate.KeyHash(Bytes hash) ->
          known
              .publicKey(hash)
              .flatMap(key -> key(key, context))
              .map(ScriptExpression.KeyHash::new);
      case ScriptTemplate.WitnessKeyHash(Bytes hash) when mayBeProgram ->
          known
              .publicKey(hash)
              .flatMap(key -> key(key, KeyContext.P2WPKH))
              .map(ScriptExpression.WitnessKeyHash::new);
      case ScriptTemplate.Multisig(int required, List<Bytes> keys) ->
          keys(keys, context).map(k -> new ScriptExpression.Multi(required, k, false));
      case ScriptTemplate.ScriptHash(Bytes hash) when context == KeyContext.TOP ->
          known
              .script(hash)
              .flatMap(inner -> infer(inner, KeyContext.P2SH))
              .map(ScriptExpression.Sh::new);
      case ScriptTemplate.WitnessScriptHash(Bytes hash) when mayBeProgram ->
          known
              .script(Bytes.wrap(Hashes.ripemd160(hash.unsafeArray())))
              .flatMap(inner -> infer(inner, KeyContext.P2WSH))
              .map(ScriptExpression.Wsh::new);
      case ScriptTemplate.Taproot(Bytes key) when context == KeyContext.TOP ->
          taproot(new XonlyKey(key));
      default -> Optional.empty();
    };
  }

  private Optional<List<KeyExpression>> keys(List<Bytes> keys, KeyContext context) {
    List<KeyExpression> out = new ArrayList<>();
    for (Bytes bytes : keys) {
      Optional<KeyExpression> key = key(new PublicKey(bytes), context);
      if (key.isEmpty()) {
        return Optional.empty();
      }
      out.add(key.get());
    }
    return Optional.of(out);
  }

  private Optional<KeyExpression> key(PublicKey key, KeyContext context) {
    if (key.isHybrid() || (!key.isCompressed() && !context.allowsUncompressed())) {
      return Optional.empty();
    }
    KeyExpression plain = new KeyExpression.Constant(0, key, false);
    return Optional.of(
        known
            .origin(key)
            .<KeyExpression>map(o -> new KeyExpression.WithOrigin(o, false, plain))
            .orElse(plain));
  }

  private KeyExpression key(XonlyKey key) {
    KeyExpression plain = new KeyExpression.Constant(0, key.even(), true);
    return known
        .origin(key)
        .<KeyExpression>map(o -> new KeyExpression.WithOrigin(o, false, plain))
        .orElse(plain);
  }

  private Optional<ScriptExpression> tapscript(Bytes script) {
    if (script.size() == 34 && script.unsigned(0) == 32 && script.unsigned(33) == OP_CHECKSIG) {
      return Optional.of(new ScriptExpression.Key(key(new XonlyKey(script.slice(1, 32))), true));
    }
    Optional<ScriptTemplate.CheckSigAddMultisig> multi = ScriptTemplate.checkSigAdd(script);
    return multi.isEmpty()
        ? miniscript(script, KeyContext.P2TR)
        : multi.map(
            found ->
                new ScriptExpression.MultiTapscript(
                    found.required(),
                    found.keys().stream().map(k -> key(new XonlyKey(k))).toList(),
                    false));
  }

  private Optional<ScriptExpression> miniscript(Bytes script, KeyContext context) {
    boolean xonly = context == KeyContext.P2TR;
    List<KeyExpression> found = new ArrayList<>();
    MiniscriptDecoder.KeyFinder<Integer> finder =
        new MiniscriptDecoder.KeyFinder<>() {
          @Override
          public Optional<Integer> byBytes(Bytes bytes) {
            return xonly
                ? add(Optional.of(key(new XonlyKey(bytes))))
                : add(PublicKey.of(bytes).flatMap(k -> key(k, context)));
          }

          @Override
          public Optional<Integer> byHash(Bytes hash) {
            return add(known.publicKey(hash).flatMap(k -> key(k, context)));
          }

          private Optional<Integer> add(Optional<KeyExpression> key) {
            key.ifPresent(found::add);
            return key.map(_ -> found.size() - 1);
          }
        };
    KeyDerivation derivation = new KeyDerivation(new SigningData(), null, null);
    return MiniscriptDecoder.decode(
            script, xonly ? MiniscriptContext.TAPSCRIPT : MiniscriptContext.P2WSH, finder)
        .filter(
            node ->
                new Sanity<>(
                        node, key -> derivation.publicKey(found.get(key), 0, new SigningData()))
                    .isSane())
        .map(node -> new ScriptExpression.Miniscript(node, found));
  }

  private Optional<ScriptExpression> taproot(XonlyKey outputKey) {
    Optional<TaprootTree> tree = known.tree(outputKey);
    if (tree.isPresent()) {
      KeyExpression internalKey = key(tree.get().internalKey());
      if (tree.get().root().isEmpty()) {
        return Optional.of(new ScriptExpression.Tr(internalKey, Optional.empty()));
      }
      Optional<ScriptExpression.Tree> scripts =
          tree(CanonicalTree.of(tree.get()).root().orElseThrow());
      if (scripts.isPresent()) {
        return Optional.of(new ScriptExpression.Tr(internalKey, scripts));
      }
    }
    return outputKey.isOnCurve()
        ? Optional.of(new ScriptExpression.RawTr(key(outputKey)))
        : Optional.empty();
  }

  private Optional<ScriptExpression.Tree> tree(TaprootTree.Node node) {
    return switch (node) {
      case TaprootTree.Leaf(int version, Bytes script) ->
          version == TaprootTree.TAPSCRIPT
              ? infer(script, KeyContext.P2TR).map(ScriptExpression.Leaf::new)
              : Optional.empty();
      case TaprootTree.Branch(TaprootTree.Node left, TaprootTree.Node right, Bytes _) -> {
        Optional<ScriptExpression.Tree> a = tree(left);
        Optional<ScriptExpression.Tree> b = tree(right);
        yield a.isEmpty() || b.isEmpty()
            ? Optional.empty()
            : Optional.of(new ScriptExpression.Branch(a.get(), b.get()));
      }
    };
  }
}
