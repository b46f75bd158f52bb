// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/** {@code getblockhash}. */
final class GetBlockHash extends NodeMethod {
  GetBlockHash(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getblockhash", "blockchain")
        .describe("Returns the hash of the block at a height of the active chain.")
        .params(Param.number("height", "The height"))
        .results(Result.hex("", "The hash"))
        .example("1000");
  }

  @Override
  public JsonNode run(RpcCall call) {
    int height = call.int32("height");
    BlockEntry entry =
        withChain(() -> Optional.ofNullable(core.kernel().chain().at(height)))
            .orElseThrow(
                () ->
                    new RpcException(RpcErrorCode.INVALID_PARAMETER, "Block height out of range"));
    return Json.text(entry.hash().toString());
  }
}
