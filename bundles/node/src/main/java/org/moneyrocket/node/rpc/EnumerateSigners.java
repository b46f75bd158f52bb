// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.moneyrocket.node.core.ExternalSigner;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.settings.catalogue.WalletOptions;

/** {@code enumeratesigners}. */
final class EnumerateSigners extends NodeMethod {
  EnumerateSigners(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("enumeratesigners", "signer")
        .describe("Lists the hardware signers that the program of -signer finds.")
        .results(
            Result.object(
                "",
                "",
                Result.array(
                    "signers",
                    "The signers",
                    Result.object(
                        "",
                        "",
                        Result.hex("fingerprint", "Fingerprint of the master key"),
                        Result.text("name", "Model")))))
        .example("");
  }

  @Override
  public JsonNode run(RpcCall call) {
    String command = core.settings().get(WalletOptions.SIGNER);
    if (command.isBlank()) {
      throw new RpcException(RpcErrorCode.MISC_ERROR, "Error: restart bitcoind with -signer=<cmd>");
    }
    ObjectNode out = Json.object();
    ArrayNode signers = out.putArray("signers");
    try {
      for (ExternalSigner.Signer signer : new ExternalSigner(command).enumerate()) {
        signers.addObject().put("fingerprint", signer.fingerprint()).put("name", signer.name());
      }
    } catch (ExternalSigner.SignerException e) {
      throw new RpcException(RpcErrorCode.MISC_ERROR, String.valueOf(e.getMessage()));
    }
    return out;
  }
}
