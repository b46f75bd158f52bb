// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.wallet;

import java.util.Optional;
import org.moneyrocket.primitives.FeeRate;

/**
 * How to find the fee.
 *
 * @param rate this rate; empty to estimate
 * @param target confirmation target in blocks; empty for the wallet's default
 */
public record FeeChoice(Optional<FeeRate> rate, Optional<Integer> target) {
  public static final FeeChoice DEFAULT = new FeeChoice(Optional.empty(), Optional.empty());
}
