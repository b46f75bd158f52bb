// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/** {@code sendmsgtopeer}. */
final class SendMsgToPeer extends PeerMethod {
  private static final int MAX_TYPE = 12;

  SendMsgToPeer(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("sendmsgtopeer", "hidden")
        .describe("Sends a message to a peer, whatever it says. For tests.")
        .params(
            Param.number("peer_id", "The peer"),
            Param.text("msg_type", "Type of the message, at most " + MAX_TYPE + " characters"),
            Param.hex("msg", "The message without its header"))
        .results(Result.object("", ""))
        .example("0 \"addr\" \"ffffff\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    String type = call.text("msg_type");
    if (type.length() > MAX_TYPE) {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMETER, "Error: msg_type too long, max length is " + MAX_TYPE);
    }
    Bytes message;
    try {
      message = Bytes.fromHex(call.text("msg"));
    } catch (IllegalArgumentException e) {
      throw new RpcException(RpcErrorCode.INVALID_PARAMETER, "Error parsing input for msg");
    }
    if (!relay().sendRaw(call.integer("peer_id"), type, message)) {
      throw new RpcException(RpcErrorCode.MISC_ERROR, "Error: Could not send message to peer");
    }
    return Json.object();
  }
}
