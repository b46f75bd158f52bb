// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.script.psbt.Psbt;
import org.moneyrocket.script.psbt.PsbtSigner;

/** {@code finalizepsbt}. */
final class FinalizePsbt extends NodeMethod {
  FinalizePsbt(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("finalizepsbt", "rawtransactions")
        .describe(
            "Finishes the inputs of a PSBT that have all their signatures. A transaction that is"
                + " complete is returned as such, ready to be sent.")
        .params(
            PsbtText.psbt(),
            Param.flag("extract", "Whether a complete transaction is returned as such")
                .byDefault(true))
        .results(
            Result.object(
                "",
                "",
                Result.text("psbt", "The PSBT in Base64").optional(),
                Result.hex("hex", "The complete transaction").optional(),
                Result.flag("complete", "Whether it is complete")))
        .example("\"psbt\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    Psbt psbt = PsbtText.decode(call.text("psbt"));
    Optional<Transaction> complete = PsbtSigner.finishAndExtract(psbt);
    ObjectNode out = Json.object();
    if (complete.isPresent() && call.flag("extract")) {
      out.put("hex", complete.get().toBytes().toHex());
    } else {
      out.put("psbt", psbt.toBase64());
    }
    out.put("complete", complete.isPresent());
    return out;
  }
}
