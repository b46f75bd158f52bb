// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;

/** {@code getblockcount}. */
final class GetBlockCount extends NodeMethod {
  GetBlockCount(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getblockcount", "blockchain")
        .describe("Returns the height of the last block of the active chain; genesis has 0.")
        .results(Result.number("", "The height"))
        .example("");
  }

  @Override
  public JsonNode run(RpcCall call) {
    return Json.number(withChain(() -> core.kernel().chain().height()));
  }
}
