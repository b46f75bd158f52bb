// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.moneyrocket.node.core.NodeCore;
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
        .describe("Returns the state of the indexes that are kept. There are none yet.")
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
        .example("");
  }

  @Override
  public JsonNode run(RpcCall call) {
    return Json.object();
  }
}
