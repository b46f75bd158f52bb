// SPDX-License-Identifier: MIT
package org.moneyrocket.script.descriptor;

import java.util.List;
import java.util.Optional;
import org.moneyrocket.script.key.ExtendedPublicKey;
import org.moneyrocket.script.key.KeyOrigin;
import org.moneyrocket.script.key.KeyPath;
import org.moneyrocket.script.key.PublicKey;

/** A key inside a descriptor. Immutable; holds no secrets. */
public sealed interface KeyExpression {
  /** The last step of a range. */
  enum Wildcard {
    NONE,
    UNHARDENED,
    HARDENED
  }

  /**
   * One fixed key.
   *
   * @param index position among the key expressions of the descriptor, from 0
   * @param xonly whether it is written without its first byte
   */
  record Constant(int index, PublicKey key, boolean xonly) implements KeyExpression {}

  /**
   * Keys derived from an extended key.
   *
   * @param index position among the key expressions of the descriptor, from 0
   * @param path steps before the wildcard
   * @param apostrophe whether hardened steps are written with ' instead of h
   */
  record Extended(
      int index, ExtendedPublicKey root, KeyPath path, Wildcard wildcard, boolean apostrophe)
      implements KeyExpression {}

  /** A key with a note on where it comes from. */
  record WithOrigin(KeyOrigin origin, boolean apostrophe, KeyExpression key)
      implements KeyExpression {}

  /**
   * Keys aggregated into one (BIP327, BIP328, BIP390).
   *
   * @param index position among the key expressions of the descriptor, after its participants
   * @param path steps derived from the aggregate
   * @param wildcard never hardened
   */
  record Musig(int index, List<KeyExpression> participants, KeyPath path, Wildcard wildcard)
      implements KeyExpression {
    public Musig {
      participants = List.copyOf(participants);
    }
  }

  /** Tells whether it stands for different keys at different positions. */
  default boolean isRange() {
    return switch (this) {
      case Constant _ -> false;
      case Extended extended -> extended.wildcard != Wildcard.NONE;
      case WithOrigin(_, _, KeyExpression key) -> key.isRange();
      case Musig musig ->
          musig.wildcard != Wildcard.NONE
              || musig.participants.stream().anyMatch(KeyExpression::isRange);
    };
  }

  /** Returns how many bytes the key takes in a script. */
  default int size() {
    return switch (this) {
      case Constant constant -> constant.key.bytes().size();
      case Extended _ -> 33;
      case WithOrigin(_, _, KeyExpression key) -> key.size();
      case Musig _ -> 32;
    };
  }

  /** Tells whether keys can be derived from it (BIP32). */
  default boolean isExtended() {
    return switch (this) {
      case Constant _ -> false;
      case Extended _ -> true;
      case WithOrigin(_, _, KeyExpression key) -> key.isExtended();
      case Musig musig -> musig.participants.stream().allMatch(KeyExpression::isExtended);
    };
  }

  /** Returns how many keys it speaks of, the aggregate included. */
  default int keyCount() {
    return this instanceof Musig musig ? 1 + musig.participants.size() : 1;
  }

  /** Tells whether public keys can be derived without secrets or a cache. */
  default boolean canSelfExpand() {
    return switch (this) {
      case Constant _ -> true;
      case Extended extended ->
          extended.wildcard != Wildcard.HARDENED && !extended.path.hasHardened();
      case WithOrigin(_, _, KeyExpression key) -> key.canSelfExpand();
      case Musig musig -> musig.participants.stream().allMatch(KeyExpression::canSelfExpand);
    };
  }

  /** Returns the fixed key, if it is one. */
  default Optional<PublicKey> rootKey() {
    return switch (this) {
      case Constant constant -> Optional.of(constant.key);
      case WithOrigin(_, _, KeyExpression key) -> key.rootKey();
      case Extended _, Musig _ -> Optional.empty();
    };
  }

  /** Returns the extended key it derives from, if it does. */
  default Optional<ExtendedPublicKey> rootExtendedKey() {
    return switch (this) {
      case Extended extended -> Optional.of(extended.root);
      case WithOrigin(_, _, KeyExpression key) -> key.rootExtendedKey();
      case Constant _, Musig _ -> Optional.empty();
    };
  }
}
