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
import org.moneyrocket.script.key.SecretKey;
import org.moneyrocket.script.message.SignedMessage;

/** {@code signmessagewithprivkey}. */
final class SignMessageWithPrivKey extends NodeMethod {
  SignMessageWithPrivKey(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("signmessagewithprivkey", "util")
        .describe("Signs a text with a private key.")
        .params(
            Param.text("privkey", "The private key in Base58"), Param.text("message", "The text"))
        .results(Result.text("signature", "The signature in Base64"))
        .example("\"privkey\" \"my message\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    try (SecretKey key =
        core.format()
            .decodeSecret(call.text("privkey"))
            .orElseThrow(
                () ->
                    new RpcException(RpcErrorCode.INVALID_ADDRESS_OR_KEY, "Invalid private key"))) {
      return Json.text(SignedMessage.sign(key, call.text("message")));
    }
  }
}
