// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import org.jspecify.annotations.Nullable;
import org.moneyrocket.primitives.Bytes;

/** What a taproot spend knows beyond its script (BIP341, BIP342). Not safe for several threads. */
public final class ExecutionData {
  /** Position when no CODESEPARATOR was run. */
  public static final int NO_CODE_SEPARATOR = -1;

  private @Nullable Bytes annexHash;
  private @Nullable Bytes leafHash;
  private int codeSeparatorPosition = NO_CODE_SEPARATOR;
  private long weightLeft;

  ExecutionData() {}

  /** Returns the SHA-256 of the annex with its length; null without an annex. */
  public @Nullable Bytes annexHash() {
    return annexHash;
  }

  /** Returns the hash of the leaf that runs; null for the key path. */
  public @Nullable Bytes leafHash() {
    return leafHash;
  }

  /**
   * Returns the number of the last CODESEPARATOR run, counting instructions from 0; {@link
   * #NO_CODE_SEPARATOR} if there is none.
   */
  public int codeSeparatorPosition() {
    return codeSeparatorPosition;
  }

  void annexHash(Bytes hash) {
    annexHash = hash;
  }

  void leafHash(Bytes hash) {
    leafHash = hash;
  }

  void codeSeparatorPosition(int position) {
    codeSeparatorPosition = position;
  }

  void weightLeft(long weight) {
    weightLeft = weight;
  }

  /** Takes the cost of a signature off; false if not enough is left. */
  boolean paySignature() {
    weightLeft -= WEIGHT_PER_SIGNATURE;
    return weightLeft >= 0;
  }

  /** What each signature with content costs, and what every input may spend beyond its size. */
  static final int WEIGHT_PER_SIGNATURE = 50;
}
