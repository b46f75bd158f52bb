// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.script.psbt.Psbt;

/** {@code combinepsbt}. */
final class CombinePsbt extends NodeMethod {
  CombinePsbt(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("combinepsbt", "rawtransactions")
        .describe("Puts what several PSBTs of one transaction know into one.")
        .params(PsbtText.psbts())
        .results(Result.text("", "The PSBT in Base64"))
        .example("'[\"mybase64_1\", \"mybase64_2\", \"mybase64_3\"]'");
  }

  @Override
  public JsonNode run(RpcCall call) {
    JsonNode texts = call.json("txs");
    if (texts.isEmpty()) {
      throw new RpcException(RpcErrorCode.INVALID_PARAMETER, "Parameter 'txs' cannot be empty");
    }
    List<Psbt> psbts = PsbtText.decodeAll(texts);
    Psbt first = psbts.get(0);
    for (Psbt other : psbts.subList(1, psbts.size())) {
      if (!first.merge(other)) {
        throw new RpcException(
            RpcErrorCode.INVALID_PARAMETER, "PSBTs not compatible (different transactions)");
      }
    }
    return Json.text(first.toBase64());
  }
}
