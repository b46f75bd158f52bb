// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.script.message.SignedMessage;

/** {@code verifymessage}. */
final class VerifyMessage extends NodeMethod {
  VerifyMessage(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("verifymessage", "util")
        .describe("Tells whether the owner of an address signed a text.")
        .params(
            Param.text("address", "The address"),
            Param.text("signature", "The signature in Base64"),
            Param.text("message", "The text"))
        .results(Result.flag("", "Whether it is so"))
        .example("\"1D1ZrZNe3JUo7ZycKEYQQiQAWd9y54F4XX\" \"signature\" \"my message\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    return switch (SignedMessage.verify(
        core.format(), call.text("address"), call.text("signature"), call.text("message"))) {
      case OK -> Json.flag(true);
      case KEY_NOT_RECOVERED, NOT_SIGNED -> Json.flag(false);
      case INVALID_ADDRESS ->
          throw new RpcException(RpcErrorCode.INVALID_ADDRESS_OR_KEY, "Invalid address");
      case ADDRESS_WITHOUT_KEY ->
          throw new RpcException(RpcErrorCode.TYPE_ERROR, "Address does not refer to key");
      case MALFORMED_SIGNATURE ->
          throw new RpcException(RpcErrorCode.TYPE_ERROR, "Malformed base64 encoding");
    };
  }
}
