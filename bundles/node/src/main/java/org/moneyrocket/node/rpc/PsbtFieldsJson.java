// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.script.address.ScriptTemplate;
import org.moneyrocket.script.key.KeyOrigin;
import org.moneyrocket.script.key.PublicKey;
import org.moneyrocket.script.key.XonlyKey;
import org.moneyrocket.script.psbt.Proprietary;
import org.moneyrocket.script.psbt.PsbtMap;
import org.moneyrocket.script.sign.InputSignatures;

/** Fields that inputs and outputs of PSBTs share, in answers. */
final class PsbtFieldsJson {
  private PsbtFieldsJson() {}

  /** Returns the entries of a map with bytes as hex digits. */
  static ObjectNode hexMap(Map<Bytes, Bytes> map) {
    ObjectNode out = Json.object();
    map.forEach((key, value) -> out.put(key.toHex(), value.toHex()));
    return out;
  }

  /** Describes a map of {@link #hexMap}. */
  static Result hexMapResult(String name, String text, String member) {
    return Result.map(name, text, Result.hex(member, text));
  }

  /** Adds a script that is not empty. */
  static void putScript(ObjectNode out, String name, Bytes script) {
    if (!script.isEmpty()) {
      ObjectNode one = out.putObject(name);
      one.put("asm", ScriptJson.asm(script));
      one.put("hex", script.toHex());
      one.put("type", ScriptTemplate.of(script).label());
    }
  }

  /** Describes {@link #putScript}. */
  static Result scriptResult(String name) {
    return Result.object(
            name,
            "",
            Result.text("asm", "Disassembly"),
            Result.hex("hex", "The script"),
            Result.text("type", "The form, for example pubkeyhash"))
        .optional();
  }

  /** Adds where keys come from. */
  static void putKeys(ObjectNode out, Map<PublicKey, KeyOrigin> keys) {
    if (keys.isEmpty()) {
      return;
    }
    ArrayNode list = out.putArray("bip32_derivs");
    keys.forEach(
        (key, origin) -> {
          ObjectNode one = list.addObject();
          one.put("pubkey", key.bytes().toHex());
          putOrigin(one, origin);
        });
  }

  /** Adds fingerprint and path. */
  static void putOrigin(ObjectNode out, KeyOrigin origin) {
    out.put("master_fingerprint", origin.fingerprint().toHex());
    out.put("path", origin.path().toString());
  }

  /** Describes {@link #putKeys}. */
  static Result keysResult() {
    return Result.array(
            "bip32_derivs",
            "",
            Result.object(
                "",
                "",
                Result.text("pubkey", "The public key"),
                Result.text("master_fingerprint", "Fingerprint of the master key"),
                Result.text("path", "The path")))
        .optional();
  }

  /** Adds where taproot keys come from and the leaves they are in. */
  static void putTaprootKeys(ObjectNode out, Map<XonlyKey, InputSignatures.TaprootKey> keys) {
    if (keys.isEmpty()) {
      return;
    }
    ArrayNode list = out.putArray("taproot_bip32_derivs");
    keys.forEach(
        (key, use) -> {
          ObjectNode one = list.addObject();
          one.put("pubkey", key.bytes().toHex());
          putOrigin(one, use.origin());
          ArrayNode leaves = one.putArray("leaf_hashes");
          use.leafHashes().forEach(hash -> leaves.add(hash.toHex()));
        });
  }

  /** Describes {@link #putTaprootKeys}. */
  static Result taprootKeysResult() {
    return Result.array(
            "taproot_bip32_derivs",
            "",
            Result.object(
                "",
                "",
                Result.text("pubkey", "The x-only public key"),
                Result.text("master_fingerprint", "Fingerprint of the master key"),
                Result.text("path", "The path"),
                Result.array(
                    "leaf_hashes", "The leaves it is in", Result.hex("hash", "Hash of a leaf"))))
        .optional();
  }

  /** Adds who takes part in aggregated keys. */
  static void putParticipants(ObjectNode out, Map<PublicKey, List<PublicKey>> participants) {
    if (participants.isEmpty()) {
      return;
    }
    ArrayNode list = out.putArray("musig2_participant_pubkeys");
    participants.forEach(
        (aggregate, keys) -> {
          ObjectNode one = list.addObject();
          one.put("aggregate_pubkey", aggregate.bytes().toHex());
          ArrayNode members = one.putArray("participant_pubkeys");
          keys.forEach(key -> members.add(key.bytes().toHex()));
        });
  }

  /** Describes {@link #putParticipants}. */
  static Result participantsResult() {
    return Result.array(
            "musig2_participant_pubkeys",
            "",
            Result.object(
                "",
                "",
                Result.hex("aggregate_pubkey", "The aggregated key"),
                Result.array(
                    "participant_pubkeys", "", Result.hex("pubkey", "A key that takes part"))))
        .optional();
  }

  /** Returns proprietary fields. */
  static ArrayNode proprietary(PsbtMap map) {
    ArrayNode list = Json.array();
    for (Proprietary field : map.proprietary()) {
      ObjectNode one = list.addObject();
      one.put("identifier", field.identifier().toHex());
      one.put("subtype", field.subtype());
      one.put("key", field.key().toHex());
      one.put("value", field.value().toHex());
    }
    return list;
  }

  /** Describes {@link #proprietary}. */
  static Result proprietaryResult() {
    return Result.array(
        "proprietary",
        "Fields of somebody's own",
        Result.object(
            "",
            "",
            Result.hex("identifier", "Whose it is"),
            Result.number("subtype", "Kind of field"),
            Result.hex("key", "The whole key"),
            Result.hex("value", "The value")));
  }

  /** Adds what is not understood, if there is any. */
  static void putOthers(ObjectNode out, PsbtMap map) {
    if (!map.proprietary().isEmpty()) {
      out.set("proprietary", proprietary(map));
    }
    if (!map.unknown().isEmpty()) {
      out.set("unknown", hexMap(map.unknown()));
    }
  }

  /** Describes {@link #putOthers}. */
  static List<Result> othersResults() {
    return List.of(
        hexMapResult("unknown", "Fields that are not known", "key").optional(),
        proprietaryResult().optional());
  }
}
