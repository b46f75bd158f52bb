// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.NewOutput;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;

/** {@code createrawtransaction}. */
final class CreateRawTransaction extends NodeMethod {
  CreateRawTransaction(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("createrawtransaction", "rawtransactions")
        .describe(
            "Makes a transaction that spends given outputs and makes new ones. It is not signed,"
                + " kept or sent.")
        .params(
            RawOutputs.inputs(),
            NewOutput.param(),
            RawOutputs.lockTime(),
            RawOutputs.replaceable(),
            RawOutputs.version())
        .results(Result.hex("transaction", "The transaction"))
        .example("\"[{\\\"txid\\\":\\\"myid\\\",\\\"vout\\\":0}]\" \"[{\\\"address\\\":0.01}]\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    return Json.text(RawOutputs.transaction(call, core.format()).toBytes().toHex());
  }
}
