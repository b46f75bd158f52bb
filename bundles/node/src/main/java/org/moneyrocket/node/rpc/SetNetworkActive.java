// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;

/** {@code setnetworkactive}. */
final class SetNetworkActive extends PeerMethod {
  SetNetworkActive(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("setnetworkactive", "network")
        .describe("Switches all traffic with peers on or off.")
        .params(Param.flag("state", "True for on"))
        .results(Result.flag("", "What it is now"));
  }

  @Override
  public JsonNode run(RpcCall call) {
    relay().setNetworkActive(call.flag("state"));
    return Json.flag(relay().networkActive());
  }
}
