// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.relay.Relay;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/** {@code addconnection}. */
final class AddConnection extends PeerMethod {
  private static final Set<String> KINDS =
      Set.of("outbound-full-relay", "block-relay-only", "addr-fetch", "feeler");

  AddConnection(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("addconnection", "hidden")
        .describe("Opens a connection of a kind to a peer. Only on regtest.")
        .params(
            Param.text("address", "Address and port"),
            Param.text(
                "connection_type", "outbound-full-relay, block-relay-only, addr-fetch or feeler"),
            Param.flag("v2transport", "Whether to try the transport of BIP324"))
        .results(
            Result.object(
                "",
                "",
                Result.text("address", "The address"),
                Result.text("connection_type", "The kind")))
        .example("\"192.168.0.6:8333\" \"outbound-full-relay\" true");
  }

  @Override
  public JsonNode run(RpcCall call) {
    if (core.parameters().chain() != Chain.REGTEST) {
      throw new RpcException(
          RpcErrorCode.MISC_ERROR, "addconnection is for regression testing (-regtest mode) only.");
    }
    String address = call.text("address");
    String kind = call.text("connection_type").strip();
    if (!KINDS.contains(kind)) {
      throw new RpcException(RpcErrorCode.INVALID_PARAMETER, help());
    }
    boolean v2 = call.flag("v2transport");
    Relay relay = relay();
    if (v2 && !offersV2()) {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMETER,
          "Error: Adding v2transport connections requires -v2transport init flag to be set.");
    }
    if (!relay.connect(address, kind, v2)) {
      throw new RpcException(
          RpcErrorCode.CLIENT_NODE_CAPACITY_REACHED,
          "Error: Already at capacity for specified connection type.");
    }
    return Json.object().put("address", address).put("connection_type", kind);
  }
}
