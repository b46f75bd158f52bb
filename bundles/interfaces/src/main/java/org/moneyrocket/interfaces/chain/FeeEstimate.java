// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.chain;

import java.util.List;
import java.util.Optional;
import org.moneyrocket.primitives.FeeRate;

/**
 * An estimated fee rate.
 *
 * @param rate empty when there is not enough data
 * @param target the target in blocks the estimate is for
 * @param errors what was missing, as in {@code estimatesmartfee}
 */
public record FeeEstimate(Optional<FeeRate> rate, int target, List<String> errors) {}
