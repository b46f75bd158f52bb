// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;

/** {@code getdifficulty}. */
final class GetDifficulty extends NodeMethod {
  GetDifficulty(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getdifficulty", "blockchain")
        .describe("Returns how many times harder than the easiest the present proof of work is.")
        .results(Result.number("", "The difficulty"))
        .example("");
  }

  @Override
  public JsonNode run(RpcCall call) {
    return Json.real(BlockJson.difficulty(withChain(this::tip).bits()));
  }
}
