// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.fees.EstimateHorizon;
import org.moneyrocket.node.fees.FeeEstimates;
import org.moneyrocket.node.fees.RawEstimate;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/** {@code estimaterawfee}. */
final class EstimateRawFee extends NodeMethod {
  private static final String NO_DATA =
      "Insufficient data or no feerate found which meets threshold";

  EstimateRawFee(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("estimaterawfee", "hidden")
        .describe(
            "Shows what the history of blocks says about fee rates, for each span of time that"
                + " knows the target. What is shown may change with the way of estimating.")
        .params(
            Param.number("conf_target", "Blocks to wait, 1 to " + FeeEstimates.MAX_TARGET),
            Param.number("threshold", "Share of transactions that must have been confirmed in time")
                .byDefault(Json.parse("0.95")))
        .results(Result.object("", "", horizon("short"), horizon("medium"), horizon("long")))
        .example("6 0.9");
  }

  private static Result horizon(String name) {
    return Result.object(
            name,
            "What this span of time says",
            Result.number("feerate", "The rate in BTC/kvB").optional(),
            Result.number("decay", "What is left of an average after one block"),
            Result.number("scale", "Blocks per period"),
            range("pass", "The lowest rates that met the threshold"),
            range("fail", "The highest rates that did not"),
            Result.array("errors", "What is missing", Result.text("", "")).optional())
        .optional();
  }

  private static Result range(String name, String text) {
    return Result.object(
            name,
            text,
            Result.number("startrange", "Lowest rate in sat/kvB"),
            Result.number("endrange", "Highest rate in sat/kvB"),
            Result.number("withintarget", "Transactions confirmed in time"),
            Result.number("totalconfirmed", "Transactions confirmed"),
            Result.number("inmempool", "Transactions waiting for longer than the target"),
            Result.number("leftmempool", "Transactions gone unconfirmed after the target"))
        .optional();
  }

  @Override
  public JsonNode run(RpcCall call) {
    FeeEstimates fees = EstimateSmartFee.estimates(core);
    SyncWithValidationInterfaceQueue.drain(core);
    int target = EstimateSmartFee.target(call);
    double threshold = call.json("threshold").asDouble(0.95);
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new RpcException(RpcErrorCode.INVALID_PARAMETER, "Invalid threshold");
    }
    ObjectNode out = Json.object();
    for (EstimateHorizon horizon : EstimateHorizon.values()) {
      Optional<RawEstimate> estimate = fees.blocks().raw(horizon, target, threshold);
      estimate.ifPresent(raw -> out.set(horizon.name().toLowerCase(Locale.ROOT), describe(raw)));
    }
    return out;
  }

  private static ObjectNode describe(RawEstimate estimate) {
    ObjectNode out = Json.object();
    long rate = Math.round(estimate.rate());
    if (estimate.found() && rate > 0) {
      out.set("feerate", Json.amount(rate));
      out.set("decay", Json.real(estimate.decay()));
      out.put("scale", estimate.scale());
      estimate.pass().ifPresent(range -> out.set("pass", describe(range)));
      estimate.fail().ifPresent(range -> out.set("fail", describe(range)));
    } else {
      out.set("decay", Json.real(estimate.decay()));
      out.put("scale", estimate.scale());
      estimate.fail().ifPresent(range -> out.set("fail", describe(range)));
      out.putArray("errors").add(NO_DATA);
    }
    return out;
  }

  private static ObjectNode describe(RawEstimate.Range range) {
    ObjectNode out = Json.object();
    out.set("startrange", Json.real(Math.rint(range.start())));
    out.set("endrange", Json.real(Math.rint(range.end())));
    out.set("withintarget", cents(range.withinTarget()));
    out.set("totalconfirmed", cents(range.confirmed()));
    out.set("inmempool", cents(range.waiting()));
    out.set("leftmempool", cents(range.left()));
    return out;
  }

  private static JsonNode cents(double number) {
    return Json.real(Math.round(number * 100) / 100.0);
  }
}
