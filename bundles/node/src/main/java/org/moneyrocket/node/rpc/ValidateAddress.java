// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.moneyrocket.consensus.interpreter.Script;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.script.address.Destination;

/** {@code validateaddress}. */
final class ValidateAddress extends NodeMethod {
  ValidateAddress(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("validateaddress", "util")
        .describe("Tells whether a text is an address of this chain, and what it pays to.")
        .params(Param.text("address", "The address"))
        .results(
            Result.object(
                "",
                "",
                Result.flag("isvalid", "Whether it is an address"),
                Result.text("address", "The address").optional(),
                Result.hex("scriptPubKey", "The script it stands for").optional(),
                Result.flag("isscript", "Whether it pays to a script").optional(),
                Result.flag("iswitness", "Whether it pays to a witness program").optional(),
                Result.number("witness_version", "Version of that program").optional(),
                Result.hex("witness_program", "That program").optional(),
                Result.text("error", "What is wrong").optional(),
                Result.array(
                        "error_locations",
                        "Characters that are likely wrong",
                        Result.number("index", "Place of one"))
                    .optional()))
        .example("\"bc1q09vm5lfy0j5reeulh4x5752q25uqqvz34hufdl\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    ObjectNode out = Json.object();
    switch (core.format().decodeAddress(call.text("address"))) {
      case ChainFormat.AddressResult.Valid(Destination destination) -> {
        out.put("isvalid", true);
        out.put("address", core.format().encode(destination));
        out.put("scriptPubKey", destination.script().toHex());
        describe(out, destination);
      }
      case ChainFormat.AddressResult.Invalid(String error, List<Integer> positions) -> {
        out.put("isvalid", false);
        ArrayNode places = out.putArray("error_locations");
        positions.forEach(places::add);
        out.put("error", error);
      }
    }
    return out;
  }

  static void describe(ObjectNode out, Destination destination) {
    switch (destination) {
      case Destination.KeyHash _ -> out.put("isscript", false).put("iswitness", false);
      case Destination.ScriptHash _ -> out.put("isscript", true).put("iswitness", false);
      case Destination.WitnessKeyHash(Bytes hash) -> witness(out.put("isscript", false), 0, hash);
      case Destination.WitnessScriptHash(Bytes hash) -> witness(out.put("isscript", true), 0, hash);
      case Destination.Taproot(Bytes key) -> witness(out.put("isscript", true), 1, key);
      case Destination.WitnessUnknown(int version, Bytes program) -> {
        if (Script.isPayToAnchor(destination.script())) {
          out.put("isscript", true).put("iswitness", true);
        } else {
          witness(out, version, program);
        }
      }
    }
  }

  private static void witness(ObjectNode out, int version, Bytes program) {
    out.put("iswitness", true);
    out.put("witness_version", version);
    out.put("witness_program", program.toHex());
  }
}
