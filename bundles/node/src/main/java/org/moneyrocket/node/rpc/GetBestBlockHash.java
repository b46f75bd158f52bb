// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;

/** {@code getbestblockhash}. */
final class GetBestBlockHash extends NodeMethod {
  GetBestBlockHash(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getbestblockhash", "blockchain")
        .describe("Returns the hash of the last block of the active chain.")
        .results(Result.hex("", "The hash"))
        .example("");
  }

  @Override
  public JsonNode run(RpcCall call) {
    return Json.text(withChain(() -> tip().hash()).toString());
  }
}
