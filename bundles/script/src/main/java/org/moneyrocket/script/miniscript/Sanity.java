// SPDX-License-Identifier: MIT
package org.moneyrocket.script.miniscript;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Judges whether an expression means what it seems to mean and is safe to use. Not thread-safe. */
public final class Sanity<K> {
  private final Node<K> root;
  private final Function<K, ?> identity;
  private final Map<Node<K>, Boolean> repeats = new IdentityHashMap<>();

  /**
   * Looks at an expression.
   *
   * @param identity gives equal objects for keys that count as the same
   */
  public Sanity(Node<K> root, Function<K, ?> identity) {
    this.root = root;
    this.identity = identity;
    findRepeats(root);
  }

  /** Returns the keys below a node, or null if one comes twice. */
  private @Nullable Set<Object> findRepeats(Node<K> node) {
    Set<Object> seen = new HashSet<>();
    boolean repeated = false;
    for (K key : node.keys()) {
      repeated |= !seen.add(identity.apply(key));
    }
    for (Node<K> argument : node.arguments()) {
      Set<Object> below = findRepeats(argument);
      if (below == null) {
        repeated = true;
      } else {
        for (Object key : below) {
          repeated |= !seen.add(key);
        }
      }
    }
    repeats.put(node, repeated);
    return repeated ? null : seen;
  }

  private boolean hasRepeats(Node<K> node) {
    return Boolean.TRUE.equals(repeats.get(node));
  }

  private boolean isSanePart(Node<K> node) {
    return node.isWithinLimits()
        && node.isNonMalleable()
        && node.hasNoLockMix()
        && !hasRepeats(node);
  }

  /** Tells whether the expression is safe as a whole script. */
  public boolean isSane() {
    return root.isValidTopLevel() && isSanePart(root) && root.needsSignature();
  }

  /**
   * Says what is wrong with the expression.
   *
   * @param text writes expressions
   * @return empty if it is sane and can be satisfied
   */
  public Optional<String> complaint(MiniscriptText<K> text) {
    if (isSane() && !root.isUnsatisfiable()) {
      return Optional.empty();
    }
    Node<K> culprit = findInsane(root).orElse(root);
    return Optional.of(text.write(culprit) + about(culprit));
  }

  private String about(Node<K> culprit) {
    if (!culprit.isValid()) {
      return " is invalid";
    }
    if (isSane()) {
      return " is not satisfiable";
    }
    if (!culprit.isNonMalleable()) {
      return " is not sane: malleable witnesses exist";
    }
    if (culprit.equals(root) && !culprit.needsSignature()) {
      return " is not sane: witnesses without signature exist";
    }
    if (!culprit.hasNoLockMix()) {
      return " is not sane: contains mixes of timelocks expressed in blocks and seconds";
    }
    if (hasRepeats(culprit)) {
      return " is not sane: contains duplicate public keys";
    }
    if (!culprit.isWithinLimits()) {
      return " is not sane: needs witnesses that may exceed resource limits";
    }
    return " is not sane";
  }

  /** Finds the first part that is not sane though all inside it is. */
  private Optional<Node<K>> findInsane(Node<K> node) {
    for (Node<K> argument : node.arguments()) {
      Optional<Node<K>> found = findInsane(argument);
      if (found.isPresent()) {
        return found;
      }
    }
    return isSanePart(node) ? Optional.empty() : Optional.of(node);
  }
}
