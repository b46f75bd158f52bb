// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.script.text.TransactionHex;

/** {@code decoderawtransaction}. */
final class DecodeRawTransaction extends NodeMethod {
  DecodeRawTransaction(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("decoderawtransaction", "rawtransactions")
        .describe("Returns a transaction as an object.")
        .params(
            Param.hex("hexstring", "The transaction"),
            Param.flag(
                    "iswitness",
                    "Whether it is the encoding with witness; if left out, both are tried")
                .defaultHint("depends on heuristic tests"))
        .results(Result.object("", "", TransactionJson.results(false, false, false)))
        .example("\"hexstring\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    Transaction tx =
        TransactionHex.decode(call.text("hexstring"), call.findFlag("iswitness"))
            .orElseThrow(
                () -> new RpcException(RpcErrorCode.DESERIALIZATION_ERROR, "TX decode failed"));
    ObjectNode out = Json.object();
    new TransactionJson(core.format()).put(out, tx, false);
    return out;
  }
}
