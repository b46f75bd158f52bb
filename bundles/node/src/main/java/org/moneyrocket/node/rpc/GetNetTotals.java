// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.relay.RelayTotals;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;

/** {@code getnettotals}. */
final class GetNetTotals extends PeerMethod {
  GetNetTotals(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getnettotals", "network")
        .describe("Returns how much was received and sent.")
        .results(
            Result.object(
                "",
                "",
                Result.number("totalbytesrecv", "Bytes received"),
                Result.number("totalbytessent", "Bytes sent"),
                Result.time("timemillis", "Time of now in milliseconds since 1970"),
                Result.object(
                    "uploadtarget",
                    "",
                    Result.number("timeframe", "Seconds a limit holds for"),
                    Result.number("target", "The limit in bytes, 0 for none"),
                    Result.flag("target_reached", "Whether it is reached"),
                    Result.flag("serve_historical_blocks", "Whether old blocks are served"),
                    Result.number("bytes_left_in_cycle", "Bytes that may still be sent"),
                    Result.number("time_left_in_cycle", "Seconds until it begins anew"))))
        .example("");
  }

  @Override
  public JsonNode run(RpcCall call) {
    RelayTotals totals = relay().totals();
    ObjectNode out = Json.object();
    out.put("totalbytesrecv", totals.bytesReceived());
    out.put("totalbytessent", totals.bytesSent());
    out.put("timemillis", core.clock().instant().toEpochMilli());
    out.putObject("uploadtarget")
        .put("timeframe", totals.timeframeSeconds())
        .put("target", totals.targetBytes())
        .put("target_reached", totals.targetReached())
        .put("serve_historical_blocks", totals.servesHistoricalBlocks())
        .put("bytes_left_in_cycle", totals.bytesLeft())
        .put("time_left_in_cycle", totals.secondsLeft());
    return out;
  }
}
