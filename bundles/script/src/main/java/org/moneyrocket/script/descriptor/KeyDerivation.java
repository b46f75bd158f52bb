// SPDX-License-Identifier: MIT
package org.moneyrocket.script.descriptor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.script.descriptor.KeyExpression.Wildcard;
import org.moneyrocket.script.key.AggregateKey;
import org.moneyrocket.script.key.ExtendedPublicKey;
import org.moneyrocket.script.key.ExtendedSecretKey;
import org.moneyrocket.script.key.KeyOrigin;
import org.moneyrocket.script.key.KeyPath;
import org.moneyrocket.script.key.PublicKey;
import org.moneyrocket.script.key.SecretKey;
import org.moneyrocket.script.sign.SigningData;

/**
 * Turns key expressions into keys.
 *
 * @param secrets secret keys of the roots; looked at when a hardened step needs them
 * @param read cache used instead of secrets, or null
 * @param write cache that learns what a later expansion without secrets needs, or null
 */
record KeyDerivation(
    SigningData secrets, @Nullable DescriptorCache read, @Nullable DescriptorCache write) {

  /**
   * Derives the public key at a position and notes it and its origin in {@code out}; empty if that
   * is impossible.
   */
  Optional<PublicKey> publicKey(KeyExpression expression, int position, SigningData out) {
    return switch (expression) {
      case KeyExpression.Constant(int _, PublicKey key, boolean _) -> {
        note(key, new KeyOrigin(key.fingerprint(), KeyPath.EMPTY), out);
        yield Optional.of(key);
      }
      case KeyExpression.Extended extended -> extended(extended, position, out);
      case KeyExpression.WithOrigin(KeyOrigin origin, boolean _, KeyExpression inner) -> {
        SigningData below = new SigningData();
        Optional<PublicKey> key = publicKey(inner, position, below);
        out.merge(below);
        key.ifPresent(
            k ->
                out.replaceOrigin(
                    k,
                    new KeyOrigin(
                        origin.fingerprint(),
                        origin.path().plus(below.origin(k).orElseThrow().path()))));
        yield key;
      }
      case KeyExpression.Musig musig -> musig(musig, position, out);
    };
  }

  private Optional<PublicKey> extended(
      KeyExpression.Extended expression, int position, SigningData out) {
    Wildcard wildcard = expression.wildcard();
    KeyPath path =
        switch (wildcard) {
          case NONE -> expression.path();
          case UNHARDENED -> expression.path().plus(position);
          case HARDENED -> expression.path().plus(position | KeyPath.HARDENED);
        };
    Optional<ExtendedPublicKey> key;
    if (read != null) {
      key = fromCache(read, expression, position);
    } else if (expression.canSelfExpand()) {
      Optional<ExtendedPublicKey> parent = expression.root().derive(expression.path());
      key = parent.flatMap(p -> wildcard == Wildcard.NONE ? parent : p.derive(position));
      if (write != null && key.isPresent()) {
        write.putParent(expression.index(), parent.orElseThrow());
      }
    } else {
      key = fromSecrets(expression, position, path);
    }
    key.ifPresent(
        k -> note(k.key(), new KeyOrigin(expression.root().key().fingerprint(), path), out));
    return key.map(ExtendedPublicKey::key);
  }

  private static Optional<ExtendedPublicKey> fromCache(
      DescriptorCache cache, KeyExpression.Extended expression, int position) {
    Optional<ExtendedPublicKey> derived = cache.derived(expression.index(), position);
    if (derived.isPresent() || expression.wildcard() == Wildcard.HARDENED) {
      return derived;
    }
    Optional<ExtendedPublicKey> parent = cache.parent(expression.index());
    return expression.wildcard() == Wildcard.NONE
        ? parent
        : parent.flatMap(p -> p.derive(position));
  }

  private Optional<ExtendedPublicKey> fromSecrets(
      KeyExpression.Extended expression, int position, KeyPath path) {
    Optional<SecretKey> root = secrets.secret(expression.root().key().hash());
    if (root.isEmpty()) {
      return Optional.empty();
    }
    ExtendedSecretKey at =
        new ExtendedSecretKey(expression.root(), root.get().copy()); // wiped below
    ExtendedPublicKey parent = expression.root();
    ExtendedPublicKey lastHardened = null;
    for (int i = 0; i < path.steps().size(); i++) {
      int step = path.steps().get(i);
      Optional<ExtendedSecretKey> next = at.derive(step);
      at.close();
      if (next.isEmpty()) {
        return Optional.empty();
      }
      at = next.get();
      if (i < expression.path().steps().size()) {
        parent = at.neuter();
        lastHardened = step < 0 ? parent : lastHardened;
      }
    }
    ExtendedPublicKey key = at.neuter();
    at.close();
    if (write != null) {
      if (expression.wildcard() == Wildcard.HARDENED) {
        write.putDerived(expression.index(), position, key);
      } else {
        write.putParent(expression.index(), parent);
        if (lastHardened != null) {
          write.putLastHardened(expression.index(), lastHardened);
        }
      }
    }
    return Optional.of(key);
  }

  private Optional<PublicKey> musig(KeyExpression.Musig musig, int position, SigningData out) {
    boolean ranged = musig.participants().stream().anyMatch(KeyExpression::isRange);
    List<PublicKey> participants = new ArrayList<>();
    for (KeyExpression participant : musig.participants()) {
      Optional<PublicKey> key = publicKey(participant, position, out);
      if (key.isEmpty()) {
        return Optional.empty();
      }
      participants.add(key.get());
    }
    participants.sort(null);
    PublicKey aggregate = AggregateKey.of(participants);
    KeyExpression whole =
        ranged || (musig.path().isEmpty() && musig.wildcard() == Wildcard.NONE)
            ? new KeyExpression.Constant(musig.index(), aggregate, false)
            : new KeyExpression.Extended(
                musig.index(),
                AggregateKey.syntheticExtended(aggregate),
                musig.path(),
                musig.wildcard(),
                false);
    Optional<PublicKey> key = publicKey(whole, position, out);
    if (key.isPresent()) {
      out.addAggregate(aggregate, participants);
    }
    return key;
  }

  private static void note(PublicKey key, KeyOrigin origin, SigningData out) {
    out.addOrigin(key, origin);
    out.addPublicKey(key);
  }

  /**
   * Derives the secret keys at a position, as far as the roots' secrets are known, into {@code
   * out}.
   */
  void secretKeys(KeyExpression expression, int position, SigningData out) {
    switch (expression) {
      case KeyExpression.Constant constant ->
          constantSecret(constant).ifPresent(key -> out.addSecret(key.copy()));
      case KeyExpression.Extended extended -> {
        KeyPath path =
            switch (extended.wildcard()) {
              case NONE -> extended.path();
              case UNHARDENED -> extended.path().plus(position);
              case HARDENED -> extended.path().plus(position | KeyPath.HARDENED);
            };
        extendedSecret(extended, path).ifPresent(key -> out.addSecret(key.key()));
      }
      case KeyExpression.WithOrigin(_, _, KeyExpression key) -> secretKeys(key, position, out);
      case KeyExpression.Musig musig ->
          musig.participants().forEach(participant -> secretKeys(participant, position, out));
    }
  }

  /** Returns the secret of a fixed key, still owned by {@link #secrets}. */
  Optional<SecretKey> constantSecret(KeyExpression.Constant constant) {
    return constant.xonly()
        ? secrets.secret(constant.key().xonly())
        : secrets.secret(constant.key().hash());
  }

  /** Returns a new secret key below the root of an expression, to be closed by the caller. */
  Optional<ExtendedSecretKey> extendedSecret(KeyExpression.Extended extended, KeyPath path) {
    Optional<SecretKey> root = secrets.secret(extended.root().key().hash());
    return root.flatMap(
        key -> {
          try (ExtendedSecretKey at = new ExtendedSecretKey(extended.root(), key.copy())) {
            return at.derive(path);
          }
        });
  }

  /**
   * Tells whether the secret at position 0 (for an aggregate, of every participant) can be derived.
   */
  boolean hasSecrets(KeyExpression expression) {
    if (expression instanceof KeyExpression.Musig musig) {
      return musig.participants().stream().allMatch(this::hasSecrets);
    }
    try (SigningData found = new SigningData()) {
      secretKeys(expression, 0, found);
      return !found.secrets().isEmpty();
    }
  }
}
