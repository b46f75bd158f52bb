// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalInt;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.script.psbt.Psbt;
import org.moneyrocket.script.sign.SigningData;

/** {@code utxoupdatepsbt}. */
final class UtxoUpdatePsbt extends NodeMethod {
  UtxoUpdatePsbt(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("utxoupdatepsbt", "rawtransactions")
        .describe(
            "Adds to a PSBT what chain, mempool and given descriptors know about its inputs and"
                + " outputs.")
        .params(PsbtText.psbt(), PsbtUpdate.descriptors().optional())
        .results(Result.text("", "The PSBT in Base64"))
        .example("\"psbt\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    SigningData data = new SigningData();
    if (call.has("descriptors")) {
      PsbtUpdate.read(call.json("descriptors"), core, data, false);
    }
    Psbt psbt = PsbtText.decode(call.text("psbt"));
    new PsbtUpdate(core, data).run(psbt, OptionalInt.empty(), false);
    return Json.text(psbt.toBase64());
  }
}
