// SPDX-License-Identifier: MIT
package org.moneyrocket.script.sign;

import java.util.Optional;
import org.moneyrocket.primitives.Bytes;

/** What an x-only key signs for. */
public sealed interface TaprootUse {
  /** The key path, with the internal key to be tweaked by the tree's hash. */
  record InternalKey(Optional<Bytes> merkleRoot) implements TaprootUse {}

  /** The key path, with the output key as it is. */
  record OutputKey() implements TaprootUse {}

  /** A script of the tree. */
  record Leaf(Bytes leafHash) implements TaprootUse {}
}
