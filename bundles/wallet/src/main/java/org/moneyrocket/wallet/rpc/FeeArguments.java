// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcValues;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.spend.FeeMode;
import org.moneyrocket.wallet.spend.SpendOptions;

/** How callers say what a transaction may cost. */
final class FeeArguments {
  private static final int RATE_DECIMALS = 3;
  private static final List<List<String>> OUTDATED =
      List.of(
          List.of("feeRate", "fee_rate (sat/vB)"),
          List.of("changeAddress", "change_address"),
          List.of("changePosition", "change_position"),
          List.of("lockUnspents", "lock_unspents"),
          List.of("subtractFeeFromOutputs", "subtract_fee_from_outputs"));

  private FeeArguments() {}

  static Param target() {
    return Param.number("conf_target", "Blocks until it should be confirmed")
        .defaultHint("wallet -txconfirmtarget");
  }

  static Param mode() {
    return Param.text(
            "estimate_mode",
            "How careful the estimate is: unset, economical or conservative. Unset is economical"
                + " for what may be replaced, else conservative.")
        .byDefault("unset");
  }

  static Param rate() {
    return Param.amount("fee_rate", "Fee rate in sat/vB")
        .defaultHint("not set, fall back to wallet fee estimation");
  }

  /**
   * Applies what a caller said; JSON null means nothing was said.
   *
   * @param override whether the rate is used even if the node would not relay it
   */
  static void apply(
      OpenWallet wallet,
      SpendOptions options,
      JsonNode target,
      JsonNode mode,
      JsonNode rate,
      boolean override) {
    if (isGiven(rate)) {
      if (isGiven(target)) {
        throw CallContext.invalid(
            "Cannot specify both conf_target and fee_rate. Please provide either a confirmation"
                + " target in blocks for automatic fee estimation, or an explicit fee rate.");
      }
      if (isGiven(mode) && !RpcValues.text(mode).equals("unset")) {
        throw CallContext.invalid("Cannot specify both estimate_mode and fee_rate");
      }
      options.feeRate(Optional.of(new FeeRate(RpcValues.fixedPoint(rate, RATE_DECIMALS))));
      if (override) {
        options.overrideFeeRate(true);
      }
      if (options.signalRbf().isEmpty()) {
        options.signalRbf(Optional.of(true));
      }
      return;
    }
    if (isGiven(mode)) {
      options.feeMode(
          FeeMode.byText(RpcValues.text(mode))
              .orElseThrow(
                  () ->
                      CallContext.invalid(
                          "Invalid estimate_mode parameter, must be one of: \"unset\","
                              + " \"economical\", \"conservative\"")));
    }
    if (isGiven(target)) {
      int blocks = RpcValues.int32(target);
      int most = wallet.chain().feeLimits().maxTarget();
      if (blocks < 1 || blocks > most) {
        throw CallContext.invalid("Invalid conf_target, must be between 1 and " + most);
      }
      options.confirmTarget(Optional.of(blocks));
    }
  }

  /** Returns an argument that was given, JSON null if it was not. */
  static JsonNode given(RpcCall call, String param) {
    return call.has(param) ? call.json(param) : NullNode.instance;
  }

  static boolean isGiven(JsonNode value) {
    return !value.isNull() && !value.isMissingNode();
  }

  /** Returns the options object with what was given beside it, which must not be in it too. */
  static ObjectNode mergedOptions(RpcCall call) {
    ObjectNode options = CallContext.options(call);
    if (options.has("conf_target") || options.has("estimate_mode")) {
      if (call.has("conf_target") || call.has("estimate_mode")) {
        throw CallContext.invalid(
            "Pass conf_target and estimate_mode either as arguments or in the options object, but"
                + " not both");
      }
    } else {
      putGiven(options, call, "conf_target");
      putGiven(options, call, "estimate_mode");
    }
    if (options.has("fee_rate")) {
      if (call.has("fee_rate")) {
        throw CallContext.invalid(
            "Pass the fee_rate either as an argument, or in the options object, but not both");
      }
    } else {
      putGiven(options, call, "fee_rate");
    }
    if (CallContext.has(options, "conf_target")
        && CallContext.textMember(options, "estimate_mode").orElse("unset").equals("unset")) {
      throw CallContext.invalid("Specify estimate_mode");
    }
    for (List<String> names : OUTDATED) {
      if (options.has(names.get(0))) {
        throw CallContext.invalid("Use " + names.get(1) + " instead of " + names.get(0));
      }
    }
    return options;
  }

  private static void putGiven(ObjectNode options, RpcCall call, String param) {
    if (call.has(param)) {
      options.set(param, call.json(param));
    }
  }
}
