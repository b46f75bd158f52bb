// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.script.psbt.Psbt;
import org.moneyrocket.script.text.TransactionHex;

/** {@code converttopsbt}. */
final class ConvertToPsbt extends NodeMethod {
  ConvertToPsbt(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("converttopsbt", "rawtransactions")
        .describe("Makes a PSBT of a transaction.")
        .params(
            Param.hex("hexstring", "The transaction"),
            Param.flag(
                    "permitsigdata",
                    "Whether signatures are thrown away; otherwise there must be none")
                .byDefault(false),
            Param.flag(
                    "iswitness",
                    "Whether it is the encoding with witness; if left out, both are tried")
                .defaultHint("depends on heuristic tests"),
            PsbtText.version())
        .results(Result.text("", "The PSBT in Base64"))
        .example("\"rawtransaction\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    Transaction tx =
        TransactionHex.decode(call.text("hexstring"), call.findFlag("iswitness"))
            .orElseThrow(
                () -> new RpcException(RpcErrorCode.DESERIALIZATION_ERROR, "TX decode failed"));
    boolean signed =
        tx.inputs().stream().anyMatch(in -> !in.scriptSig().isEmpty() || in.hasWitness());
    if (signed && !call.flag("permitsigdata")) {
      throw new RpcException(
          RpcErrorCode.DESERIALIZATION_ERROR,
          "Inputs must not have scriptSigs and scriptWitnesses");
    }
    return Json.text(Psbt.of(tx, PsbtText.version(call)).toBase64());
  }
}
