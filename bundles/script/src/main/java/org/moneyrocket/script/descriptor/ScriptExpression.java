// SPDX-License-Identifier: MIT
package org.moneyrocket.script.descriptor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.address.Destination;
import org.moneyrocket.script.miniscript.Node;

/** A function of a descriptor with its arguments. Immutable. */
public sealed interface ScriptExpression {
  /**
   * P2PK.
   *
   * @param xonly whether it is a tapscript
   */
  record Key(KeyExpression key, boolean xonly) implements ScriptExpression {}

  /** P2PKH. */
  record KeyHash(KeyExpression key) implements ScriptExpression {}

  /** P2WPKH. */
  record WitnessKeyHash(KeyExpression key) implements ScriptExpression {}

  /** P2PK, P2PKH and, for a compressed key, P2WPKH and P2SH-P2WPKH. */
  record Combo(KeyExpression key) implements ScriptExpression {}

  /** CHECKMULTISIG. */
  record Multi(int threshold, List<KeyExpression> keys, boolean sorted)
      implements ScriptExpression {
    public Multi {
      keys = List.copyOf(keys);
    }
  }

  /** CHECKSIGADD, in tapscript. */
  record MultiTapscript(int threshold, List<KeyExpression> keys, boolean sorted)
      implements ScriptExpression {
    public MultiTapscript {
      keys = List.copyOf(keys);
    }
  }

  /** P2SH. */
  record Sh(ScriptExpression inner) implements ScriptExpression {}

  /** P2WSH. */
  record Wsh(ScriptExpression inner) implements ScriptExpression {}

  /** P2TR. */
  record Tr(KeyExpression internalKey, Optional<Tree> tree) implements ScriptExpression {}

  /** P2TR with the output key given. */
  record RawTr(KeyExpression key) implements ScriptExpression {}

  /** The script of an address. */
  record Address(Destination destination) implements ScriptExpression {}

  /** A script as it is. */
  record Raw(Bytes script) implements ScriptExpression {}

  /**
   * A script written as miniscript.
   *
   * @param node its keys are indices into {@code keys}
   */
  record Miniscript(Node<Integer> node, List<KeyExpression> keys) implements ScriptExpression {
    public Miniscript {
      keys = List.copyOf(keys);
    }
  }

  /** A key without any script, to be kept. */
  record Unused(KeyExpression key) implements ScriptExpression {}

  /** A part of a taproot script tree. */
  sealed interface Tree {}

  /** A script. */
  record Leaf(ScriptExpression script) implements Tree {}

  /** Two parts side by side. */
  record Branch(Tree left, Tree right) implements Tree {}

  /** Returns the keys that are arguments of this function itself, in the order of the text. */
  default List<KeyExpression> keys() {
    return switch (this) {
      case Key(KeyExpression key, boolean _) -> List.of(key);
      case KeyHash(KeyExpression key) -> List.of(key);
      case WitnessKeyHash(KeyExpression key) -> List.of(key);
      case Combo(KeyExpression key) -> List.of(key);
      case Multi multi -> multi.keys;
      case MultiTapscript multi -> multi.keys;
      case Miniscript miniscript -> miniscript.keys;
      case Tr tr -> List.of(tr.internalKey);
      case RawTr(KeyExpression key) -> List.of(key);
      case Unused(KeyExpression key) -> List.of(key);
      case Sh _, Wsh _, Address _, Raw _ -> List.of();
    };
  }

  /** Returns the functions that are arguments of this one, in the order of the text. */
  default List<ScriptExpression> scripts() {
    return switch (this) {
      case Sh(ScriptExpression inner) -> List.of(inner);
      case Wsh(ScriptExpression inner) -> List.of(inner);
      case Tr tr -> {
        List<ScriptExpression> leaves = new ArrayList<>();
        tr.tree.ifPresent(tree -> collect(tree, leaves));
        yield leaves;
      }
      case Key _,
          KeyHash _,
          WitnessKeyHash _,
          Combo _,
          Multi _,
          MultiTapscript _,
          Miniscript _,
          RawTr _,
          Address _,
          Raw _,
          Unused _ ->
          List.of();
    };
  }

  /** Returns the keys of this function and of all inside it, in the order of the text. */
  default List<KeyExpression> allKeys() {
    List<KeyExpression> out = new ArrayList<>(keys());
    scripts().forEach(script -> out.addAll(script.allKeys()));
    return out;
  }

  private static void collect(Tree tree, List<ScriptExpression> leaves) {
    switch (tree) {
      case Leaf(ScriptExpression script) -> leaves.add(script);
      case Branch(Tree left, Tree right) -> {
        collect(left, leaves);
        collect(right, leaves);
      }
    }
  }
}
