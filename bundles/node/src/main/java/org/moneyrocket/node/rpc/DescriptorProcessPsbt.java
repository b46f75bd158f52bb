// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalInt;
import org.moneyrocket.consensus.interpreter.PrecomputedTransaction;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.script.psbt.Psbt;
import org.moneyrocket.script.psbt.PsbtSigner;
import org.moneyrocket.script.sign.SigningData;

/** {@code descriptorprocesspsbt}. */
final class DescriptorProcessPsbt extends NodeMethod {
  DescriptorProcessPsbt(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("descriptorprocesspsbt", "rawtransactions")
        .describe(
            "Adds to a PSBT what chain, mempool and given descriptors know, and signs what the"
                + " secret keys in them can sign.")
        .params(
            PsbtText.psbt(),
            PsbtUpdate.descriptors(),
            Param.text(
                    "sighashtype",
                    "What is signed: DEFAULT, ALL, NONE, SINGLE, or one of the last three with"
                        + " |ANYONECANPAY")
                .byDefault("DEFAULT for Taproot, ALL otherwise"),
            Param.flag("bip32derivs", "Whether to add where keys come from").byDefault(true),
            Param.flag("finalize", "Whether inputs that can be finished are").byDefault(true))
        .results(
            Result.object(
                "",
                "",
                Result.text("psbt", "The PSBT in Base64"),
                Result.flag("complete", "Whether every input is satisfied"),
                Result.hex("hex", "The transaction, if it is complete").optional()))
        .example("\"psbt\" \"[\\\"descriptor1\\\", \\\"descriptor2\\\"]\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    try (SigningData data = new SigningData()) {
      PsbtUpdate.read(call.json("descriptors"), core, data, true);
      OptionalInt hashType =
          call.has("sighashtype")
              ? OptionalInt.of(SignRawTransactionWithKey.hashType(call.text("sighashtype")).code())
              : OptionalInt.empty();
      Psbt psbt = PsbtText.decode(call.text("psbt"));
      SigningData used = call.flag("bip32derivs") ? data : data.withoutOrigins();
      new PsbtUpdate(core, used).run(psbt, hashType, call.flag("finalize"));
      return describe(psbt);
    }
  }

  private static JsonNode describe(Psbt psbt) {
    PrecomputedTransaction transaction = PsbtSigner.precompute(psbt).orElseThrow();
    boolean complete = true;
    for (int i = 0; i < psbt.inputs().size(); i++) {
      complete &= PsbtSigner.isSigned(psbt, i, transaction);
    }
    ObjectNode out = Json.object();
    out.put("psbt", psbt.toBase64());
    out.put("complete", complete);
    if (complete) {
      Transaction tx = PsbtSigner.finishAndExtract(psbt.copy()).orElseThrow();
      out.put("hex", tx.toBytes().toHex());
    }
    return out;
  }
}
