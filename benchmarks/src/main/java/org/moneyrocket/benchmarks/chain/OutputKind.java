// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.chain;

/** The kinds of outputs of a generated chain, in about the shares they have on the main chain. */
enum OutputKind {
  P2PKH(25, 592),
  P2WPKH(32, 272),
  P2WSH_MULTISIG(13, 420),
  TAPROOT_KEY(24, 230),
  TAPROOT_SCRIPT(6, 334);

  /** How many of a hundred outputs are of this kind. */
  final int share;

  /** Weight of an input that spends one. */
  final int inputWeight;

  OutputKind(int share, int inputWeight) {
    this.share = share;
    this.inputWeight = inputWeight;
  }

  /**
   * Returns the kind for a number from 0 to 99.
   *
   * @param percentile numbers below the first share give the first kind, and so on
   */
  static OutputKind of(int percentile) {
    int left = percentile;
    for (OutputKind kind : values()) {
      left -= kind.share;
      if (left < 0) {
        return kind;
      }
    }
    throw new IllegalArgumentException("not below 100: " + percentile);
  }
}
