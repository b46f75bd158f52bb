// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;

/** {@code getconnectioncount}. */
final class GetConnectionCount extends PeerMethod {
  GetConnectionCount(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getconnectioncount", "network")
        .describe("Returns the number of peers.")
        .results(Result.number("", "The number"))
        .example("");
  }

  @Override
  public JsonNode run(RpcCall call) {
    return Json.number(relay().peers().size());
  }
}
