// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.script.address.Base58;
import org.moneyrocket.script.psbt.Psbt;
import org.moneyrocket.script.psbt.PsbtInput;
import org.moneyrocket.script.psbt.PsbtOutput;

/** {@code decodepsbt}. */
final class DecodePsbt extends NodeMethod {
  private static final int INPUTS_MODIFIABLE = 1;
  private static final int OUTPUTS_MODIFIABLE = 2;
  private static final int HAS_SINGLE = 4;

  DecodePsbt(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("decodepsbt", "rawtransactions")
        .describe("Returns a PSBT as an object.")
        .params(PsbtText.psbt())
        .results(
            Result.object(
                "",
                "",
                Result.object(
                        "tx",
                        "The transaction without scripts, in version 0",
                        TransactionJson.results(false, false, false))
                    .optional(),
                Result.array(
                    "global_xpubs",
                    "",
                    Result.object(
                        "",
                        "",
                        Result.text("xpub", "The extended public key"),
                        Result.hex("master_fingerprint", "Fingerprint of the master key"),
                        Result.text("path", "The path"))),
                Result.number("tx_version", "Version of the transaction").optional(),
                Result.number("fallback_locktime", "Lock time if no input needs one").optional(),
                Result.number("input_count", "Number of inputs").optional(),
                Result.number("output_count", "Number of outputs").optional(),
                Result.flag("inputs_modifiable", "Whether inputs may be added").optional(),
                Result.flag("outputs_modifiable", "Whether outputs may be added").optional(),
                Result.flag("has_sighash_single", "Whether an input signs a single output")
                    .optional(),
                Result.number("psbt_version", "Version of the PSBT").optional(),
                PsbtFieldsJson.proprietaryResult(),
                PsbtFieldsJson.hexMapResult("unknown", "Fields that are not known", "key"),
                PsbtInputJson.results(),
                PsbtOutputJson.results(),
                Result.amount("fee", "The fee in BTC, if everything spent is known").optional()))
        .example("\"psbt\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    Psbt psbt = PsbtText.decode(call.text("psbt"));
    ObjectNode out = Json.object();
    if (psbt.version() < 2) {
      new TransactionJson(core.format())
          .put(out.putObject("tx"), psbt.unsignedTransaction().orElseThrow(), false);
    }
    putGlobalKeys(out, psbt);
    if (psbt.version() >= 2) {
      out.put("tx_version", Integer.toUnsignedLong(psbt.transactionVersion()));
      psbt.fallbackLockTime().ifPresent(time -> out.put("fallback_locktime", time));
      out.put("input_count", psbt.inputs().size());
      out.put("output_count", psbt.outputs().size());
      psbt.modifiable()
          .ifPresent(
              flags -> {
                out.put("inputs_modifiable", (flags & INPUTS_MODIFIABLE) != 0);
                out.put("outputs_modifiable", (flags & OUTPUTS_MODIFIABLE) != 0);
                out.put("has_sighash_single", (flags & HAS_SINGLE) != 0);
              });
    }
    out.put("psbt_version", psbt.version());
    out.set("proprietary", PsbtFieldsJson.proprietary(psbt));
    out.set("unknown", PsbtFieldsJson.hexMap(psbt.unknown()));
    ArrayNode inputs = out.putArray("inputs");
    PsbtInputJson input = new PsbtInputJson(core.format());
    psbt.inputs().forEach(one -> inputs.add(input.describe(one, psbt.version())));
    ArrayNode outputs = out.putArray("outputs");
    PsbtOutputJson output = new PsbtOutputJson(core.format());
    psbt.outputs().forEach(one -> outputs.add(output.describe(one, psbt.version())));
    fee(psbt).ifPresent(fee -> out.set("fee", Json.amount(fee)));
    return out;
  }

  private static void putGlobalKeys(ObjectNode out, Psbt psbt) {
    ArrayNode list = out.putArray("global_xpubs");
    psbt.globalKeys()
        .forEach(
            (origin, keys) ->
                keys.forEach(
                    key -> {
                      ObjectNode one = list.addObject();
                      // The key says itself for which chain it is, which need not be this one.
                      ByteBuffer bytes = ByteBuffer.allocate(4 + key.key().encode().size());
                      bytes.putInt(key.version()).put(key.key().encode().unsafeArray());
                      one.put("xpub", Base58.encodeChecked(bytes.array()));
                      PsbtFieldsJson.putOrigin(one, origin);
                    }));
  }

  /** Returns the fee, if all amounts are known and none is impossible. */
  private static Optional<Long> fee(Psbt psbt) {
    long in = 0;
    for (PsbtInput input : psbt.inputs()) {
      long value = input.utxo().map(TxOut::valueSats).orElse(-1L);
      if (!Amount.isMoney(value) || !Amount.isMoney(in + value)) {
        return Optional.empty();
      }
      in += value;
    }
    long out = 0;
    for (PsbtOutput output : psbt.outputs()) {
      long value = output.output().valueSats();
      if (!Amount.isMoney(value) || !Amount.isMoney(out + value)) {
        return Optional.empty();
      }
      out += value;
    }
    return Optional.of(in - out);
  }
}
