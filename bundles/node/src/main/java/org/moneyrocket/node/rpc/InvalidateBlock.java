// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/** {@code invalidateblock}. */
final class InvalidateBlock extends NodeMethod {
  InvalidateBlock(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("invalidateblock", "hidden")
        .describe("Marks a block invalid for good, as if it broke a rule, and leaves its chain.")
        .params(Param.hex("blockhash", "The block's hash"))
        .results(Result.none())
        .example("\"blockhash\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    BlockEntry entry = find(call.blockHash("blockhash"));
    // Genesis cannot be invalid; Core passes over that in silence.
    boolean done = entry.height() == 0 || core.kernel().invalidate(entry);
    done = done && core.kernel().activateBestChain();
    if (!done) {
      throw new RpcException(
          RpcErrorCode.DATABASE_ERROR, "The block cannot be taken off the active chain");
    }
    return Json.none();
  }
}
