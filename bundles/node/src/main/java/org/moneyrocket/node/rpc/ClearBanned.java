// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;

/** {@code clearbanned}. */
final class ClearBanned extends PeerMethod {
  ClearBanned(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("clearbanned", "network")
        .describe("Lifts all bans.")
        .results(Result.none())
        .example("");
  }

  @Override
  public JsonNode run(RpcCall call) {
    relay().clearBans();
    return Json.none();
  }
}
