// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/** {@code reconsiderblock}. */
final class ReconsiderBlock extends NodeMethod {
  ReconsiderBlock(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("reconsiderblock", "hidden")
        .describe(
            "Forgets that a block, its ancestors and its descendants are invalid, and follows the"
                + " best chain again.")
        .params(Param.hex("blockhash", "The block's hash"))
        .results(Result.none())
        .example("\"blockhash\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    core.kernel().reconsider(find(call.blockHash("blockhash")));
    if (!core.kernel().activateBestChain()) {
      throw new RpcException(
          RpcErrorCode.DATABASE_ERROR, "The best chain cannot be activated; see the log");
    }
    return Json.none();
  }
}
