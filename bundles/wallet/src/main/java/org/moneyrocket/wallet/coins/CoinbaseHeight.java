// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.coins;

import java.util.Optional;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Transaction;

/** The height that a coinbase names at the beginning of its script (BIP34). */
final class CoinbaseHeight {
  private static final int OP_1 = 0x51;
  private static final int OP_16 = 0x60;

  /** Heights below 2^31 take no more, with room for the sign. */
  private static final int MAX_BYTES = 5;

  private CoinbaseHeight() {}

  /** Returns the height, empty if the script does not begin with one, as in blocks before BIP34. */
  static Optional<Integer> of(Transaction coinbase) {
    Bytes script = coinbase.inputs().get(0).scriptSig();
    int first = script.isEmpty() ? 0 : script.unsigned(0);
    if (first >= OP_1 && first <= OP_16) {
      return Optional.of(first - OP_1 + 1);
    }
    if (first < 1 || first > MAX_BYTES || script.size() <= first) {
      return Optional.empty();
    }
    long height = 0;
    for (int i = first; i >= 1; i--) {
      height = height << 8 | script.unsigned(i);
    }
    return height > Integer.MAX_VALUE ? Optional.empty() : Optional.of((int) height);
  }
}
