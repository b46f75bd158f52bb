// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.NewOutput;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.script.psbt.Psbt;

/** {@code createpsbt}. */
final class CreatePsbt extends NodeMethod {
  CreatePsbt(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("createpsbt", "rawtransactions")
        .describe(
            "Makes a PSBT that spends given outputs and makes new ones. Nothing is signed, kept or"
                + " sent.")
        .params(
            RawOutputs.inputs(),
            NewOutput.param(),
            RawOutputs.lockTime(),
            RawOutputs.replaceable(),
            RawOutputs.version(),
            PsbtText.version())
        .results(Result.text("", "The PSBT in Base64"))
        .example("\"[{\\\"txid\\\":\\\"myid\\\",\\\"vout\\\":0}]\" \"[{\\\"address\\\":0.01}]\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    Transaction tx = RawOutputs.transaction(call, core.format());
    return Json.text(Psbt.of(tx, PsbtText.version(call)).toBase64());
  }
}
