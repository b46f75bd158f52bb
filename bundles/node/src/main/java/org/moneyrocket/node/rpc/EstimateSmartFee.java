// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.moneyrocket.interfaces.chain.FeeEstimate;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.fees.FeeEstimates;
import org.moneyrocket.node.fees.MempoolPolicyEstimator;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcValues;

/** {@code estimatesmartfee}. */
final class EstimateSmartFee extends NodeMethod {
  private static final Set<String> MODES = Set.of("unset", "economical", "conservative");

  EstimateSmartFee(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("estimatesmartfee", "util")
        .describe("Estimates the fee rate that gets a transaction into a block within some blocks.")
        .params(
            Param.number("conf_target", "Blocks to wait, 1 to " + FeeEstimates.MAX_TARGET),
            Param.text("estimate_mode", "unset, economical or conservative")
                .byDefault("economical"),
            Param.object(
                    "options",
                    "",
                    Param.text("fee_rate_estimator", "none, block_policy or mempool_policy")
                        .byDefault("none"),
                    Param.number("verbosity", "2 for more about the mempool").byDefault(1))
                .optional()
                .oneLine("options"))
        .results(
            Result.object(
                "",
                "",
                Result.number("feerate", "The rate in BTC/kvB").optional(),
                Result.text("estimator", "Which estimate it is").optional(),
                Result.array("errors", "What is missing", Result.text("", "")).optional(),
                Result.number("blocks", "Blocks the estimate is for"),
                Result.array(
                        "mempool_health_statistics",
                        "The last blocks",
                        Result.object(
                            "",
                            "",
                            Result.number("block_height", "Height"),
                            Result.number("block_weight", "Weight of its transactions"),
                            Result.number(
                                "mempool_txs_weight", "Weight of those that were in the mempool")))
                    .optional()))
        .example("6");
  }

  /** Returns the estimates, or fails if the node makes none. */
  static FeeEstimates estimates(NodeCore core) {
    return core.fees()
        .orElseThrow(
            () -> new RpcException(RpcErrorCode.INTERNAL_ERROR, "Fee estimation disabled"));
  }

  /** Reads the target in blocks. */
  static int target(RpcCall call) {
    int target = call.int32("conf_target");
    if (target < 1 || target > FeeEstimates.MAX_TARGET) {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMETER,
          "Invalid conf_target, must be between 1 and " + FeeEstimates.MAX_TARGET);
    }
    return target;
  }

  @Override
  public JsonNode run(RpcCall call) {
    FeeEstimates fees = estimates(core);
    SyncWithValidationInterfaceQueue.drain(core);
    int target = target(call);
    String mode = call.text("estimate_mode").toLowerCase(Locale.ROOT);
    if (!MODES.contains(mode)) {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMETER,
          "Invalid estimate_mode parameter, must be one of: \"unset\", \"economical\","
              + " \"conservative\"");
    }
    JsonNode options = call.json("options");
    RpcValues.checkMembers(
        options.isObject() ? options : Json.object(),
        Map.of("fee_rate_estimator", "string", "verbosity", "number"),
        true,
        true);
    FeeEstimates.Estimator who =
        FeeEstimates.Estimator.of(options.path("fee_rate_estimator").asText("none"));
    FeeEstimates.Answer answer = fees.ask(who, target, mode.equals("conservative"));
    FeeEstimate estimate = answer.estimate();
    ObjectNode out = Json.object();
    if (estimate.rate().isPresent()) {
      long rate =
          Math.max(estimate.rate().get().satsPerKvb(), core.pool().minimumRate().satsPerKvb());
      out.set("feerate", Json.amount(rate));
      if (who == FeeEstimates.Estimator.NONE) {
        out.put("estimator", answer.by().text());
      }
    } else {
      out.set("errors", Json.array(estimate.errors()));
    }
    out.put("blocks", estimate.target());
    if (options.path("verbosity").asInt(1) >= 2) {
      ArrayNode blocks = out.putArray("mempool_health_statistics");
      for (MempoolPolicyEstimator.BlockStats block : fees.mempool().window().reversed()) {
        blocks
            .addObject()
            .put("block_height", block.height())
            .put("block_weight", block.weight())
            .put("mempool_txs_weight", block.poolWeight());
      }
    }
    return out;
  }
}
