// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.check;

import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.primitives.Amount;

/** New coins. */
public final class Subsidy {
  private static final int LAST_HALVING = 64;

  private Subsidy() {}

  /** Returns the satoshis that the block at {@code height} may create. */
  public static long at(ChainParameters params, int height) {
    int halvings = height / params.subsidyHalvingInterval();
    return halvings >= LAST_HALVING ? 0 : 50 * Amount.COIN >> halvings;
  }
}
