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

/** {@code preciousblock}. */
final class PreciousBlock extends NodeMethod {
  PreciousBlock(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("preciousblock", "blockchain")
        .describe(
            "Treats a block as if it had come before others of the same work. A later call can take"
                + " that back. Not kept over a restart.")
        .params(Param.hex("blockhash", "The block's hash"))
        .results(Result.none())
        .example("\"blockhash\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    if (!core.kernel().precious(find(call.blockHash("blockhash")))) {
      throw new RpcException(
          RpcErrorCode.DATABASE_ERROR, "The best chain cannot be activated; see the log");
    }
    return Json.none();
  }
}
