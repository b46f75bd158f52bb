// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.moneyrocket.consensus.check.SigOps;
import org.moneyrocket.consensus.interpreter.ScriptFlags;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.script.psbt.Psbt;
import org.moneyrocket.script.psbt.PsbtAnalysis;

/** {@code analyzepsbt}. */
final class AnalyzePsbt extends NodeMethod {
  AnalyzePsbt(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("analyzepsbt", "rawtransactions")
        .describe("Tells what a PSBT still needs, and who has to do something next.")
        .params(PsbtText.psbt())
        .results(
            Result.object(
                "",
                "",
                Result.array(
                        "inputs",
                        "",
                        Result.object(
                            "",
                            "",
                            Result.flag("has_utxo", "Whether what it spends is known"),
                            Result.flag("is_final", "Whether it is finished"),
                            Result.object(
                                    "missing",
                                    "What is not there",
                                    Result.array(
                                            "pubkeys",
                                            "",
                                            Result.hex("keyid", "Hash of a public key"))
                                        .optional(),
                                    Result.array(
                                            "signatures",
                                            "",
                                            Result.hex(
                                                "keyid", "Hash of a key that has not signed"))
                                        .optional(),
                                    Result.hex("redeemscript", "Hash of the redeem script")
                                        .optional(),
                                    Result.hex("witnessscript", "Hash of the witness script")
                                        .optional())
                                .optional(),
                            Result.text("next", "Who is next for this input").optional()))
                    .optional(),
                Result.number("estimated_vsize", "Virtual bytes once it is complete").optional(),
                Result.amount("estimated_feerate", "Its fee rate in BTC/kvB").optional(),
                Result.amount("fee", "Its fee in BTC").optional(),
                Result.text("next", "Who is next"),
                Result.text("error", "What is wrong, if anything is").optional()))
        .example("\"psbt\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    Psbt psbt = PsbtText.decode(call.text("psbt"));
    PsbtAnalysis analysis = PsbtAnalysis.of(psbt);
    ObjectNode out = Json.object();
    if (!analysis.inputs().isEmpty()) {
      ArrayNode inputs = out.putArray("inputs");
      analysis.inputs().forEach(input -> inputs.add(describe(input)));
    }
    if (analysis.sample().isPresent()) {
      long vsize = vsize(analysis.sample().get(), psbt);
      out.put("estimated_vsize", vsize);
      analysis
          .feeSats()
          .ifPresent(
              fee ->
                  out.set("estimated_feerate", Json.amount(FeeRate.of(fee, vsize).satsPerKvb())));
    }
    analysis.feeSats().ifPresent(fee -> out.set("fee", Json.amount(fee)));
    out.put("next", analysis.next().label());
    analysis.error().ifPresent(error -> out.put("error", error));
    return out;
  }

  private long vsize(Transaction sample, Psbt psbt) {
    List<TxOut> spent = new ArrayList<>();
    psbt.inputs().forEach(input -> spent.add(input.utxo().orElseThrow()));
    long cost = SigOps.cost(sample, spent, ScriptFlags.STANDARD);
    long weight = Math.max(sample.weight(), cost * core.options().relay().bytesPerSigop());
    return Math.ceilDiv(weight, Transaction.WITNESS_SCALE_FACTOR);
  }

  private static ObjectNode describe(PsbtAnalysis.Input input) {
    ObjectNode out = Json.object();
    out.put("has_utxo", input.hasUtxo());
    out.put("is_final", input.isFinal());
    out.put("next", input.next().label());
    ObjectNode missing = Json.object();
    input
        .missing()
        .ifPresent(
            signatures -> {
              putHashes(missing, "pubkeys", signatures.missingKeys());
              signatures
                  .missingRedeemScript()
                  .ifPresent(hash -> missing.put("redeemscript", hash.toHex()));
              signatures
                  .missingWitnessScript()
                  .ifPresent(hash -> missing.put("witnessscript", hash.toHex()));
              putHashes(missing, "signatures", signatures.missingSignatures());
            });
    if (!missing.isEmpty()) {
      out.set("missing", missing);
    }
    return out;
  }

  private static void putHashes(ObjectNode out, String name, List<Bytes> hashes) {
    if (!hashes.isEmpty()) {
      out.set(name, Json.array(hashes.stream().map(Bytes::toHex).toList()));
    }
  }
}
