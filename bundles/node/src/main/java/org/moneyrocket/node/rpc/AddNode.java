// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.relay.Relay;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/** {@code addnode}. */
final class AddNode extends PeerMethod {
  AddNode(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("addnode", "network")
        .describe(
            "Adds a peer to keep a connection to, removes it, or tries a connection once.\n"
                + "Peers added by hand are not subject to limits and bans.")
        .params(
            Param.text("node", "The peer's address, with port if it is not the usual one"),
            Param.text("command", "add, remove or onetry"),
            Param.flag("v2transport", "Whether to try the transport of BIP324")
                .defaultHint("set by -v2transport"))
        .results(Result.none())
        .example("\"192.168.0.6:8333\" \"onetry\" true");
  }

  @Override
  public JsonNode run(RpcCall call) {
    String command = call.text("command");
    if (!Set.of("add", "remove", "onetry").contains(command)) {
      throw new RpcException(RpcErrorCode.MISC_ERROR, help());
    }
    Relay relay = relay();
    String node = call.text("node");
    if (node.isBlank()) {
      throw new RpcException(RpcErrorCode.INVALID_PARAMETER, "Error: Node address cannot be empty");
    }
    boolean v2 = call.findFlag("v2transport").orElse(offersV2());
    if (v2 && !offersV2()) {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMETER,
          "Error: v2transport requested but not enabled (see -v2transport)");
    }
    switch (command) {
      case "add" -> {
        if (!relay.addNode(node, v2)) {
          throw new RpcException(
              RpcErrorCode.CLIENT_NODE_ALREADY_ADDED, "Error: Node already added");
        }
      }
      case "remove" -> {
        if (!relay.removeNode(node)) {
          throw new RpcException(
              RpcErrorCode.CLIENT_NODE_NOT_ADDED,
              "Error: Node could not be removed. It has not been added previously.");
        }
      }
      // Whether it works shows later; the caller looks at the peers.
      default -> relay.connect(node, "manual", v2);
    }
    return Json.none();
  }
}
