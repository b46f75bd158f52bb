// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.rpc.RpcValues;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.spend.FeeMode;
import org.moneyrocket.wallet.spend.SpendOptions;

/** How a call says what fee to pay: a target with a mode, or a rate. */
final class FeeArguments {
  private static final int RATE_DECIMALS = 3;

  private FeeArguments() {}

  /**
   * Sets the fee of {@code options}.
   *
   * @param target confirmation target in blocks
   * @param mode name of the estimate mode
   * @param rate satoshis per virtual byte
   */
  static void apply(
      OpenWallet wallet,
      SpendOptions options,
      Optional<JsonNode> target,
      Optional<JsonNode> mode,
      Optional<JsonNode> rate) {
    FeeMode parsed = mode.map(RpcValues::text).map(FeeArguments::feeMode).orElse(FeeMode.UNSET);
    if (rate.isPresent()) {
      if (target.isPresent()) {
        throw CallContext.invalid(
            "Cannot specify both conf_target and fee_rate. Please provide either a confirmation"
                + " target in blocks for automatic fee estimation, or an explicit fee rate.");
      }
      if (parsed != FeeMode.UNSET) {
        throw CallContext.invalid("Cannot specify both estimate_mode and fee_rate");
      }
      options.feeRate(Optional.of(new FeeRate(RpcValues.fixedPoint(rate.get(), RATE_DECIMALS))));
      return;
    }
    options.feeMode(parsed);
    if (target.isPresent()) {
      int blocks = RpcValues.int32(target.get());
      int most = wallet.chain().feeLimits().maxTarget();
      if (blocks < 1 || blocks > most) {
        throw CallContext.invalid("Invalid conf_target, must be between 1 and " + most);
      }
      options.confirmTarget(Optional.of(blocks));
    }
  }

  private static FeeMode feeMode(String text) {
    return FeeMode.byText(text)
        .orElseThrow(
            () ->
                CallContext.invalid(
                    "Invalid estimate_mode parameter, must be one of: \"unset\", \"economical\","
                        + " \"conservative\""));
  }
}
