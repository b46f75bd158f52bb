// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import org.moneyrocket.kernel.ChainTip;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;

/** {@code getchaintips}. */
final class GetChainTips extends NodeMethod {
  GetChainTips(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getchaintips", "blockchain")
        .describe("Returns the ends of all branches of the block tree.")
        .results(
            Result.array(
                "",
                "",
                Result.object(
                    "",
                    "",
                    Result.number("height", "Height of the end"),
                    Result.hex("hash", "Hash of the end"),
                    Result.number("branchlen", "Blocks between it and the active chain"),
                    Result.text(
                        "status",
                        "active; valid-fork (fully checked); valid-headers (blocks there, not"
                            + " checked); headers-only; or invalid"))))
        .example("");
  }

  @Override
  public JsonNode run(RpcCall call) {
    ArrayNode out = Json.array();
    for (ChainTip tip : core.kernel().chainTips()) {
      out.addObject()
          .put("height", tip.entry().height())
          .put("hash", tip.entry().hash().toString())
          .put("branchlen", tip.branchLength())
          .put("status", tip.status().rpcName());
    }
    return out;
  }
}
