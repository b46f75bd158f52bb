// SPDX-License-Identifier: MIT
package org.moneyrocket.script.descriptor;

import static org.moneyrocket.consensus.interpreter.Opcodes.OP_CHECKSIG;
import static org.moneyrocket.consensus.interpreter.Opcodes.OP_CHECKSIGADD;
import static org.moneyrocket.consensus.interpreter.Opcodes.OP_NUMEQUAL;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.consensus.interpreter.ScriptBuilder;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.address.Destination;
import org.moneyrocket.script.address.ScriptTemplate;
import org.moneyrocket.script.key.PublicKey;
import org.moneyrocket.script.key.XonlyKey;
import org.moneyrocket.script.miniscript.MiniscriptContext;
import org.moneyrocket.script.miniscript.MiniscriptScript;
import org.moneyrocket.script.miniscript.Node;
import org.moneyrocket.script.sign.SigningData;
import org.moneyrocket.script.sign.TaprootTree;

/**
 * Makes the scripts of one position of a descriptor.
 *
 * @param out learns keys, origins, inner scripts and trees
 */
record DescriptorScripts(KeyDerivation derivation, int position, SigningData out) {
  /**
   * Returns the locking scripts, none for keys that are only kept; empty if a key cannot be
   * derived.
   */
  Optional<List<Bytes>> of(ScriptExpression expression) {
    Optional<List<PublicKey>> derived = keys(expression.keys());
    if (derived.isEmpty()) {
      return Optional.empty();
    }
    List<PublicKey> keys = derived.get();
    return switch (expression) {
      case ScriptExpression.Key(KeyExpression _, boolean xonly) ->
          Optional.of(
              List.of(
                  xonly
                      ? tapscriptKey(keys.get(0).xonly())
                      : ScriptTemplate.keyScript(keys.get(0))));
      case ScriptExpression.KeyHash _ ->
          Optional.of(List.of(new Destination.KeyHash(keys.get(0).hash()).script()));
      case ScriptExpression.WitnessKeyHash _ ->
          Optional.of(List.of(new Destination.WitnessKeyHash(keys.get(0).hash()).script()));
      case ScriptExpression.Combo _ -> Optional.of(combo(keys.get(0)));
      case ScriptExpression.Multi(int threshold, List<KeyExpression> _, boolean sorted) ->
          Optional.of(
              List.of(
                  ScriptTemplate.multisigScript(
                      threshold, sorted ? keys.stream().sorted().toList() : keys)));
      case ScriptExpression.MultiTapscript multi ->
          Optional.of(List.of(multiTapscript(multi, keys)));
      case ScriptExpression.Miniscript(Node<Integer> node, List<KeyExpression> _) ->
          Optional.of(List.of(miniscript(node, keys)));
      case ScriptExpression.Sh(ScriptExpression inner) ->
          of(inner).map(scripts -> List.of(wrapped(scripts.get(0), false)));
      case ScriptExpression.Wsh(ScriptExpression inner) ->
          of(inner).map(scripts -> List.of(wrapped(scripts.get(0), true)));
      case ScriptExpression.Tr tr -> taproot(tr, keys.get(0).xonly());
      case ScriptExpression.RawTr _ -> {
        XonlyKey key = keys.get(0).xonly();
        yield Optional.of(
            key.isOnCurve()
                ? List.of(new Destination.Taproot(key.bytes()).script())
                : List.<Bytes>of());
      }
      case ScriptExpression.Address(Destination destination) ->
          Optional.of(List.of(destination.script()));
      case ScriptExpression.Raw(Bytes script) -> Optional.of(List.of(script));
      case ScriptExpression.Unused _ -> Optional.of(List.of());
    };
  }

  private Optional<List<PublicKey>> keys(List<KeyExpression> expressions) {
    List<PublicKey> keys = new ArrayList<>(expressions.size());
    for (KeyExpression expression : expressions) {
      Optional<PublicKey> key = derivation.publicKey(expression, position, out);
      if (key.isEmpty()) {
        return Optional.empty();
      }
      keys.add(key.get());
    }
    return Optional.of(keys);
  }

  private Bytes wrapped(Bytes script, boolean witness) {
    out.addScript(script);
    return witness
        ? Destination.WitnessScriptHash.of(script).script()
        : Destination.ScriptHash.of(script).script();
  }

  private List<Bytes> combo(PublicKey key) {
    List<Bytes> scripts = new ArrayList<>();
    scripts.add(ScriptTemplate.keyScript(key));
    scripts.add(new Destination.KeyHash(key.hash()).script());
    if (key.isCompressed()) {
      Bytes witness = new Destination.WitnessKeyHash(key.hash()).script();
      scripts.add(witness);
      scripts.add(wrapped(witness, false));
    }
    return scripts;
  }

  private static Bytes tapscriptKey(XonlyKey key) {
    return new ScriptBuilder().push(key.bytes()).op(OP_CHECKSIG).build();
  }

  private static Bytes multiTapscript(ScriptExpression.MultiTapscript multi, List<PublicKey> keys) {
    List<XonlyKey> xonly = new ArrayList<>();
    keys.forEach(key -> xonly.add(key.xonly()));
    if (multi.sorted()) {
      xonly.sort(null);
    }
    ScriptBuilder script = new ScriptBuilder();
    for (int i = 0; i < xonly.size(); i++) {
      script.push(xonly.get(i).bytes()).op(i == 0 ? OP_CHECKSIG : OP_CHECKSIGADD);
    }
    return script.number(multi.threshold()).op(OP_NUMEQUAL).build();
  }

  private Bytes miniscript(Node<Integer> node, List<PublicKey> keys) {
    boolean xonly = node.context() == MiniscriptContext.TAPSCRIPT;
    MiniscriptScript.KeyBytes<Integer> bytes =
        new MiniscriptScript.KeyBytes<>() {
          @Override
          public Bytes bytes(Integer index) {
            PublicKey key = keys.get(index);
            return xonly ? key.xonly().bytes() : key.bytes();
          }

          @Override
          public Bytes hash(Integer index) {
            return Bytes.wrap(Hashes.hash160(bytes(index).unsafeArray()));
          }
        };
    for (int i = 0; i < keys.size(); i++) {
      out.addPublicKey(bytes.hash(i), keys.get(i));
    }
    return new MiniscriptScript<>(bytes).write(node);
  }

  private Optional<List<Bytes>> taproot(ScriptExpression.Tr tr, XonlyKey internalKey) {
    Optional<TaprootTree.Node> root = Optional.empty();
    if (tr.tree().isPresent()) {
      root = tree(tr.tree().get());
      if (root.isEmpty()) {
        return Optional.empty();
      }
    }
    if (!internalKey.isOnCurve()) {
      return Optional.of(List.of());
    }
    TaprootTree tree = new TaprootTree(internalKey, root);
    out.addTree(tree);
    return Optional.of(List.of(new Destination.Taproot(tree.output().key().bytes()).script()));
  }

  private Optional<TaprootTree.Node> tree(ScriptExpression.Tree tree) {
    return switch (tree) {
      case ScriptExpression.Leaf(ScriptExpression script) ->
          of(script).map(scripts -> new TaprootTree.Leaf(TaprootTree.TAPSCRIPT, scripts.get(0)));
      case ScriptExpression.Branch(ScriptExpression.Tree left, ScriptExpression.Tree right) -> {
        Optional<TaprootTree.Node> a = tree(left);
        Optional<TaprootTree.Node> b = tree(right);
        yield a.isEmpty() || b.isEmpty()
            ? Optional.empty()
            : Optional.of(TaprootTree.Branch.of(a.get(), b.get()));
      }
    };
  }
}
