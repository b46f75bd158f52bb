// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.relay.Relay;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/** {@code disconnectnode}. */
final class DisconnectNode extends PeerMethod {
  DisconnectNode(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("disconnectnode", "network")
        .describe("Cuts the connection to a peer, named by its address or by its number.")
        .params(
            Param.text("address", "Address and port, or a subnet")
                .defaultHint("fallback to nodeid"),
            Param.number("nodeid", "Number of the peer").defaultHint("fallback to address"))
        .results(Result.none())
        .example("\"192.168.0.6:8333\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    Relay relay = relay();
    Optional<String> address = call.findText("address");
    Optional<Long> id = call.findInteger("nodeid");
    boolean done;
    if (address.isPresent() && id.isEmpty()) {
      done = relay.disconnectAddress(address.get());
    } else if (id.isPresent() && address.orElse("").isEmpty()) {
      done = relay.disconnect(id.get());
    } else {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMS, "Only one of address and nodeid should be provided.");
    }
    if (!done) {
      throw new RpcException(
          RpcErrorCode.CLIENT_NODE_NOT_CONNECTED, "Node not found in connected nodes");
    }
    return Json.none();
  }
}
