// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.mempool.Chunk;
import org.moneyrocket.node.mempool.FeeFraction;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;

/** {@code getmempoolfeeratediagram}. */
final class GetMempoolFeerateDiagram extends PoolMethod {
  GetMempoolFeerateDiagram(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getmempoolfeeratediagram", "hidden")
        .describe("Returns fees against weight as the mempool would be mined.")
        .results(
            Result.array(
                "",
                "",
                Result.object(
                    "",
                    "",
                    Result.number("weight", "Adjusted weight so far"),
                    Result.amount("fee", "Modified fees so far in BTC"))))
        .example("");
  }

  @Override
  public JsonNode run(RpcCall call) {
    ArrayNode out = Json.array();
    FeeFraction at = FeeFraction.NOTHING;
    addPoint(out, at);
    for (Chunk chunk : pool().chunks()) {
      at = at.plus(chunk.rate());
      addPoint(out, at);
    }
    return out;
  }

  private static void addPoint(ArrayNode out, FeeFraction at) {
    ObjectNode point = out.addObject();
    point.put("weight", at.size());
    point.set("fee", Json.amount(at.fee()));
  }
}
