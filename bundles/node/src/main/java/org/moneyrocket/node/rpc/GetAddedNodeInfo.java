// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
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

/** {@code getaddednodeinfo}. */
final class GetAddedNodeInfo extends PeerMethod {
  GetAddedNodeInfo(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getaddednodeinfo", "network")
        .describe("Returns the peers added by addnode, and whether they are connected.")
        .params(Param.text("node", "Only this one, named as it was added").defaultHint("all nodes"))
        .results(
            Result.array(
                "",
                "",
                Result.object(
                    "",
                    "",
                    Result.text("addednode", "The peer as it was added"),
                    Result.flag("connected", "Whether it is connected"),
                    Result.array(
                        "addresses",
                        "If connected",
                        Result.object(
                            "",
                            "",
                            Result.text("address", "Address and port"),
                            Result.text("connected", "inbound or outbound"))))))
        .example("\"192.168.0.201\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    List<Relay.AddedNode> nodes = relay().addedNodes();
    Optional<String> wanted = call.findText("node");
    if (wanted.isPresent()) {
      nodes = nodes.stream().filter(node -> node.name().equals(wanted.get())).limit(1).toList();
      if (nodes.isEmpty()) {
        throw new RpcException(
            RpcErrorCode.CLIENT_NODE_NOT_ADDED, "Error: Node has not been added.");
      }
    }
    ArrayNode out = Json.array();
    for (Relay.AddedNode node : nodes) {
      ObjectNode one = out.addObject();
      boolean connected = !node.direction().isEmpty();
      one.put("addednode", node.name());
      one.put("connected", connected);
      ArrayNode addresses = one.putArray("addresses");
      if (connected) {
        addresses.addObject().put("address", node.address()).put("connected", node.direction());
      }
    }
    return out;
  }
}
