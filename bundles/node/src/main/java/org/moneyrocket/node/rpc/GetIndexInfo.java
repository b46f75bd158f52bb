// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.index.ChainIndex;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;

/** {@code getindexinfo}. */
final class GetIndexInfo extends NodeMethod {
  GetIndexInfo(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getindexinfo", "util")
        .describe("Returns the state of the indexes that are kept.")
        .params(Param.text("index_name", "Only this one").optional())
        .results(
            Result.map(
                "",
                "",
                Result.object(
                    "name",
                    "",
                    Result.flag("synced", "Whether it is up to date"),
                    Result.number("best_block_height", "Height it has come to"))))
        .example("")
        .example("txindex");
  }

  @Override
  public JsonNode run(RpcCall call) {
    ObjectNode out = Json.object();
    String only = call.has("index_name") ? call.text("index_name") : "";
    for (ChainIndex index : core.indexes().all()) {
      if (only.isEmpty() || only.equals(index.name())) {
        ChainIndex.Summary summary = index.summary();
        out.putObject(index.name())
            .put("synced", summary.synced())
            .put("best_block_height", summary.height());
      }
    }
    return out;
  }
}
