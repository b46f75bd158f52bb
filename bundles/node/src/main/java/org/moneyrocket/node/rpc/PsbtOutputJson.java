// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.script.psbt.PsbtOutput;

/** Outputs of PSBTs in answers. */
final class PsbtOutputJson {
  private final ChainFormat format;

  PsbtOutputJson(ChainFormat format) {
    this.format = format;
  }

  /** Describes an output of a PSBT of a version. */
  ObjectNode describe(PsbtOutput output, int version) {
    ObjectNode out = Json.object();
    PsbtFieldsJson.putScript(out, "redeem_script", output.redeemScript());
    PsbtFieldsJson.putScript(out, "witness_script", output.witnessScript());
    PsbtFieldsJson.putKeys(out, output.keys());
    if (version >= 2) {
      out.set("amount", Json.amount(output.output().valueSats()));
      out.set("script", ScriptJson.locking(output.output().script(), format));
    }
    output
        .taprootInternalKey()
        .ifPresent(key -> out.put("taproot_internal_key", key.bytes().toHex()));
    if (!output.taprootTree().isEmpty()) {
      ArrayNode tree = out.putArray("taproot_tree");
      for (PsbtOutput.TreeLeaf leaf : output.taprootTree()) {
        ObjectNode one = tree.addObject();
        one.put("depth", leaf.depth());
        one.put("leaf_ver", leaf.version());
        one.put("script", leaf.script().toHex());
      }
    }
    PsbtFieldsJson.putTaprootKeys(out, output.taprootKeys());
    PsbtFieldsJson.putParticipants(out, output.musigParticipants());
    PsbtFieldsJson.putOthers(out, output);
    return out;
  }

  /** Describes {@link #describe}. */
  static Result results() {
    List<Result> all = new ArrayList<>();
    all.add(PsbtFieldsJson.scriptResult("redeem_script"));
    all.add(PsbtFieldsJson.scriptResult("witness_script"));
    all.add(PsbtFieldsJson.keysResult());
    all.add(Result.number("amount", "The amount in BTC").optional());
    all.add(Result.object("script", "The script", ScriptJson.lockingResults()).optional());
    all.add(Result.hex("taproot_internal_key", "The x-only internal key").optional());
    all.add(
        Result.array(
                "taproot_tree",
                "Leaves from left to right",
                Result.object(
                        "tuple",
                        "",
                        Result.number("depth", "Steps below the root"),
                        Result.number("leaf_ver", "Version of the leaf"),
                        Result.text("script", "The script"))
                    .optional())
            .optional());
    all.add(PsbtFieldsJson.taprootKeysResult());
    all.add(PsbtFieldsJson.participantsResult());
    all.addAll(PsbtFieldsJson.othersResults());
    return Result.array("outputs", "", Result.object("", "", all));
  }
}
