// SPDX-License-Identifier: MIT
package org.moneyrocket.script.descriptor;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.script.descriptor.KeyExpression.Wildcard;
import org.moneyrocket.script.key.ExtendedPublicKey;
import org.moneyrocket.script.key.ExtendedSecretKey;
import org.moneyrocket.script.key.KeyOrigin;
import org.moneyrocket.script.key.KeyPath;
import org.moneyrocket.script.key.SecretKey;
import org.moneyrocket.script.miniscript.MiniscriptText;
import org.moneyrocket.script.miniscript.Node;
import org.moneyrocket.script.sign.SigningData;

/** Writes one descriptor as text. Use an instance once. */
final class DescriptorText {
  /** Which text is wanted. */
  enum Form {
    /** As parsed, without secrets. */
    PUBLIC,
    /** With secrets where they are known. */
    PRIVATE,
    /** Hardened steps moved into the origin, h as marker. */
    NORMALIZED,
    /** Apostrophes as markers; what the identity of a descriptor is computed from. */
    COMPATIBLE
  }

  private final ChainFormat format;
  private final Form form;
  private final KeyDerivation derivation;
  private final @Nullable DescriptorCache cache;
  private final StringBuilder out = new StringBuilder();
  private boolean hasSecret;
  private boolean possible = true;

  /**
   * @param cache where last hardened keys are looked up first, or null
   */
  DescriptorText(
      ChainFormat format, Form form, SigningData secrets, @Nullable DescriptorCache cache) {
    this.format = format;
    this.form = form;
    this.derivation = new KeyDerivation(secrets, null, null);
    this.cache = cache;
  }

  /**
   * Returns the text without checksum; empty if a normalized key needs a secret that is not known.
   */
  Optional<String> write(ScriptExpression script) {
    append(script);
    return possible ? Optional.of(out.toString()) : Optional.empty();
  }

  /** Tells whether {@link #write} wrote a secret. */
  boolean hasSecret() {
    return hasSecret;
  }

  private void append(ScriptExpression script) {
    switch (script) {
      case ScriptExpression.Key(KeyExpression key, boolean _) -> function("pk", key);
      case ScriptExpression.KeyHash(KeyExpression key) -> function("pkh", key);
      case ScriptExpression.WitnessKeyHash(KeyExpression key) -> function("wpkh", key);
      case ScriptExpression.Combo(KeyExpression key) -> function("combo", key);
      case ScriptExpression.RawTr(KeyExpression key) -> function("rawtr", key);
      case ScriptExpression.Unused(KeyExpression key) -> function("unused", key);
      case ScriptExpression.Multi(int threshold, List<KeyExpression> keys, boolean sorted) ->
          multi(sorted ? "sortedmulti(" : "multi(", threshold, keys);
      case ScriptExpression.MultiTapscript(
              int threshold,
              List<KeyExpression> keys,
              boolean sorted) ->
          multi(sorted ? "sortedmulti_a(" : "multi_a(", threshold, keys);
      case ScriptExpression.Miniscript(Node<Integer> node, List<KeyExpression> keys) ->
          out.append(new MiniscriptText<Integer>(index -> text(keys.get(index))).write(node));
      case ScriptExpression.Sh(ScriptExpression inner) -> function("sh", inner);
      case ScriptExpression.Wsh(ScriptExpression inner) -> function("wsh", inner);
      case ScriptExpression.Tr(KeyExpression internalKey, Optional<ScriptExpression.Tree> tree) -> {
        out.append("tr(");
        append(internalKey);
        tree.ifPresent(
            root -> {
              out.append(',');
              append(root);
            });
        out.append(')');
      }
      case ScriptExpression.Address(var destination) ->
          out.append("addr(").append(format.encode(destination)).append(')');
      case ScriptExpression.Raw(var bytes) -> out.append("raw(").append(bytes).append(')');
    }
  }

  private void function(String name, KeyExpression key) {
    out.append(name).append('(');
    append(key);
    out.append(')');
  }

  private void function(String name, ScriptExpression inner) {
    out.append(name).append('(');
    append(inner);
    out.append(')');
  }

  private void multi(String opening, int threshold, List<KeyExpression> keys) {
    out.append(opening).append(threshold);
    for (KeyExpression key : keys) {
      out.append(',');
      append(key);
    }
    out.append(')');
  }

  private void append(ScriptExpression.Tree tree) {
    switch (tree) {
      case ScriptExpression.Leaf(ScriptExpression script) -> append(script);
      case ScriptExpression.Branch(ScriptExpression.Tree left, ScriptExpression.Tree right) -> {
        out.append('{');
        append(left);
        out.append(',');
        append(right);
        out.append('}');
      }
    }
  }

  /** Returns a key in the form wanted. */
  String text(KeyExpression key) {
    int from = out.length();
    append(key);
    String text = out.substring(from);
    out.setLength(from);
    return text;
  }

  private void append(KeyExpression key) {
    switch (key) {
      case KeyExpression.Constant constant -> constant(constant);
      case KeyExpression.Extended extended -> extended(extended);
      case KeyExpression.WithOrigin(KeyOrigin origin, boolean apostrophe, KeyExpression inner) ->
          withOrigin(origin, apostrophe, inner);
      case KeyExpression.Musig musig -> {
        out.append("musig(");
        for (int i = 0; i < musig.participants().size(); i++) {
          out.append(i == 0 ? "" : ",");
          append(musig.participants().get(i));
        }
        out.append(')').append(musig.path().format('h'));
        out.append(musig.wildcard() == Wildcard.NONE ? "" : "/*");
      }
    }
  }

  private void constant(KeyExpression.Constant constant) {
    Optional<SecretKey> secret =
        form == Form.PRIVATE ? derivation.constantSecret(constant) : Optional.empty();
    if (secret.isPresent()) {
      hasSecret = true;
      out.append(format.encodeSecret(secret.get()));
    } else {
      out.append(constant.xonly() ? constant.key().xonly() : constant.key());
    }
  }

  private void extended(KeyExpression.Extended extended) {
    if (form == Form.NORMALIZED) {
      normalized(extended);
      return;
    }
    char marker = extended.apostrophe() || form == Form.COMPATIBLE ? '\'' : 'h';
    Optional<ExtendedSecretKey> secret =
        form == Form.PRIVATE
            ? derivation.extendedSecret(extended, KeyPath.EMPTY)
            : Optional.empty();
    if (secret.isPresent()) {
      hasSecret = true;
      try (ExtendedSecretKey key = secret.get()) {
        out.append(format.encodeExtended(key));
      }
    } else {
      out.append(format.encodeExtended(extended.root()));
    }
    out.append(extended.path().format(marker));
    wildcard(extended.wildcard(), marker);
  }

  private void wildcard(Wildcard wildcard, char marker) {
    switch (wildcard) {
      case NONE -> {}
      case UNHARDENED -> out.append("/*");
      case HARDENED -> out.append("/*").append(marker);
    }
  }

  private void withOrigin(KeyOrigin origin, boolean apostrophe, KeyExpression inner) {
    boolean normalized = form == Form.NORMALIZED;
    char marker = form == Form.COMPATIBLE || (apostrophe && !normalized) ? '\'' : 'h';
    out.append('[').append(origin.format(marker));
    int at = out.length();
    append(inner);
    // A normalized key may begin with an origin of its own; its steps continue ours.
    if (normalized && possible && out.charAt(at) == '[') {
      out.delete(at, at + 9);
    } else {
      out.insert(at, ']');
    }
  }

  private void normalized(KeyExpression.Extended extended) {
    List<Integer> steps = extended.path().steps();
    int hardened = steps.size();
    while (hardened > 0 && steps.get(hardened - 1) >= 0) {
      hardened--;
    }
    if (extended.wildcard() == Wildcard.HARDENED || hardened == 0) {
      // Without hardened steps the text stays as parsed, with its own marker.
      out.append(format.encodeExtended(extended.root())).append(extended.path().format('h'));
      wildcard(extended.wildcard(), 'h');
      return;
    }
    KeyPath until = new KeyPath(steps.subList(0, hardened));
    Optional<ExtendedPublicKey> key =
        cache == null ? Optional.empty() : cache.lastHardened(extended.index());
    if (key.isEmpty()) {
      key = derivation.extendedSecret(extended, until).map(DescriptorText::neuter);
    }
    if (key.isEmpty()) {
      possible = false;
      return;
    }
    out.append('[')
        .append(new KeyOrigin(extended.root().key().fingerprint(), until).format('h'))
        .append(']')
        .append(format.encodeExtended(key.get()))
        .append(new KeyPath(steps.subList(hardened, steps.size())).format('h'));
    wildcard(extended.wildcard(), 'h');
  }

  private static ExtendedPublicKey neuter(ExtendedSecretKey secret) {
    try (secret) {
      return secret.neuter();
    }
  }
}
