// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.script.key.PublicKey;
import org.moneyrocket.script.miniscript.Fragment;
import org.moneyrocket.script.psbt.PsbtInput;
import org.moneyrocket.script.sign.HashType;
import org.moneyrocket.script.sign.InputSignatures;

/** Inputs of PSBTs in answers. */
final class PsbtInputJson {
  private record Preimage(String name, Fragment hash) {}

  private static final List<Preimage> PREIMAGES =
      List.of(
          new Preimage("ripemd160_preimages", Fragment.RIPEMD160),
          new Preimage("sha256_preimages", Fragment.SHA256),
          new Preimage("hash160_preimages", Fragment.HASH160),
          new Preimage("hash256_preimages", Fragment.HASH256));

  private final ChainFormat format;

  PsbtInputJson(ChainFormat format) {
    this.format = format;
  }

  /** Describes an input of a PSBT of a version. */
  ObjectNode describe(PsbtInput input, int version) {
    ObjectNode out = Json.object();
    putSpent(out, input);
    if (!input.partialSignatures().isEmpty()) {
      ObjectNode signatures = out.putObject("partial_signatures");
      input
          .partialSignatures()
          .values()
          .forEach(s -> signatures.put(s.key().bytes().toHex(), s.signature().toHex()));
    }
    if (input.hashType().isPresent()) {
      int type = input.hashType().getAsInt() & 0xff;
      out.put(
          "sighash",
          HashType.byCode(type).filter(t -> t != HashType.DEFAULT).map(HashType::label).orElse(""));
    }
    PsbtFieldsJson.putScript(out, "redeem_script", input.redeemScript());
    PsbtFieldsJson.putScript(out, "witness_script", input.witnessScript());
    PsbtFieldsJson.putKeys(out, input.keys());
    putFinal(out, input);
    for (Preimage kind : PREIMAGES) {
      Map<Bytes, Bytes> known = input.preimages(kind.hash());
      if (!known.isEmpty()) {
        out.set(kind.name(), PsbtFieldsJson.hexMap(known));
      }
    }
    if (version >= 2) {
      out.put("previous_txid", input.prevout().txid().toString());
      out.put("previous_vout", Integer.toUnsignedLong(input.prevout().index()));
      input.sequence().ifPresent(s -> out.put("sequence", Integer.toUnsignedLong(s)));
      input.requiredTime().ifPresent(time -> out.put("time_locktime", time));
      input.requiredHeight().ifPresent(height -> out.put("height_locktime", height));
    }
    putTaproot(out, input);
    putMusig(out, input);
    PsbtFieldsJson.putOthers(out, input);
    return out;
  }

  private void putSpent(ObjectNode out, PsbtInput input) {
    input
        .nonWitnessUtxo()
        .ifPresent(
            tx -> new TransactionJson(format).put(out.putObject("non_witness_utxo"), tx, false));
    input
        .witnessUtxo()
        .ifPresent(
            spent -> {
              ObjectNode one = out.putObject("witness_utxo");
              one.set("amount", Json.amount(spent.valueSats()));
              one.set("scriptPubKey", ScriptJson.locking(spent.script(), format));
            });
  }

  private static void putFinal(ObjectNode out, PsbtInput input) {
    if (!input.finalScriptSig().isEmpty()) {
      ObjectNode script = out.putObject("final_scriptSig");
      script.put("asm", ScriptJson.asm(input.finalScriptSig(), true));
      script.put("hex", input.finalScriptSig().toHex());
    }
    if (!input.finalWitness().isEmpty()) {
      ArrayNode witness = out.putArray("final_scriptwitness");
      input.finalWitness().forEach(item -> witness.add(item.toHex()));
    }
  }

  private static void putTaproot(ObjectNode out, PsbtInput input) {
    if (!input.taprootKeySignature().isEmpty()) {
      out.put("taproot_key_path_sig", input.taprootKeySignature().toHex());
    }
    if (!input.taprootLeafSignatures().isEmpty()) {
      ArrayNode list = out.putArray("taproot_script_path_sigs");
      input
          .taprootLeafSignatures()
          .forEach(
              (where, signature) -> {
                ObjectNode one = list.addObject();
                one.put("pubkey", where.key().bytes().toHex());
                one.put("leaf_hash", where.leafHash().toHex());
                one.put("sig", signature.toHex());
              });
    }
    if (!input.taprootLeaves().isEmpty()) {
      ArrayNode list = out.putArray("taproot_scripts");
      input
          .taprootLeaves()
          .forEach(
              (leaf, blocks) -> {
                ObjectNode one = list.addObject();
                one.put("script", leaf.script().toHex());
                one.put("leaf_ver", leaf.version());
                ArrayNode controls = one.putArray("control_blocks");
                blocks.forEach(block -> controls.add(block.toHex()));
              });
    }
    PsbtFieldsJson.putTaprootKeys(out, input.taprootKeys());
    input
        .taprootInternalKey()
        .ifPresent(key -> out.put("taproot_internal_key", key.bytes().toHex()));
    input.taprootMerkleRoot().ifPresent(root -> out.put("taproot_merkle_root", root.toHex()));
  }

  private static void putMusig(ObjectNode out, PsbtInput input) {
    PsbtFieldsJson.putParticipants(out, input.musigParticipants());
    putRounds(out, "musig2_pubnonces", "pubnonce", input.musigNonces());
    putRounds(out, "musig2_partial_sigs", "partial_sig", input.musigPartialSignatures());
  }

  private static void putRounds(
      ObjectNode out,
      String name,
      String member,
      Map<InputSignatures.MusigKey, Map<PublicKey, Bytes>> rounds) {
    if (rounds.isEmpty()) {
      return;
    }
    ArrayNode list = out.putArray(name);
    rounds.forEach(
        (key, byParticipant) ->
            byParticipant.forEach(
                (participant, value) -> {
                  ObjectNode one = list.addObject();
                  one.put("participant_pubkey", participant.bytes().toHex());
                  one.put("aggregate_pubkey", key.key().bytes().toHex());
                  if (!key.leafHash().isEmpty()) {
                    one.put("leaf_hash", key.leafHash().toHex());
                  }
                  one.put(member, value.toHex());
                }));
  }

  /** Describes {@link #describe}. */
  static Result results() {
    List<Result> all = new ArrayList<>();
    all.add(
        Result.object(
                "non_witness_utxo",
                "The transaction whose output is spent",
                TransactionJson.results(false, false, false))
            .optional());
    all.add(
        Result.object(
                "witness_utxo",
                "The output that is spent, where a witness spends it",
                Result.number("amount", "The amount in BTC"),
                Result.object("scriptPubKey", "", ScriptJson.lockingResults()))
            .optional());
    all.add(
        Result.map(
                "partial_signatures",
                "",
                Result.text("pubkey", "The public key, and its signature"))
            .optional());
    all.add(Result.text("sighash", "What is to be signed").optional());
    all.add(PsbtFieldsJson.scriptResult("redeem_script"));
    all.add(PsbtFieldsJson.scriptResult("witness_script"));
    all.add(PsbtFieldsJson.keysResult());
    all.add(
        Result.object(
                "final_scriptSig",
                "",
                Result.text("asm", "Disassembly"),
                Result.hex("hex", "The script"))
            .optional());
    all.add(
        Result.array("final_scriptwitness", "", Result.hex("", "An item of the witness"))
            .optional());
    for (Preimage kind : PREIMAGES) {
      all.add(
          Result.map(kind.name(), "", Result.text("hash", "The hash, and its preimage"))
              .optional());
    }
    all.add(Result.hex("previous_txid", "Transaction whose output is spent").optional());
    all.add(Result.number("previous_vout", "Number of that output").optional());
    all.add(Result.number("sequence", "The sequence number").optional());
    all.add(Result.number("time_locktime", "Lock time that is needed, as a time").optional());
    all.add(Result.number("height_locktime", "Lock time that is needed, as a height").optional());
    all.addAll(taprootResults());
    all.add(PsbtFieldsJson.participantsResult());
    all.add(roundsResult("musig2_pubnonces", "pubnonce", "The public nonce"));
    all.add(roundsResult("musig2_partial_sigs", "partial_sig", "The partial signature"));
    all.addAll(PsbtFieldsJson.othersResults());
    return Result.array("inputs", "", Result.object("", "", all));
  }

  private static List<Result> taprootResults() {
    return List.of(
        Result.hex("taproot_key_path_sig", "The signature for the key path").optional(),
        Result.array(
                "taproot_script_path_sigs",
                "",
                Result.object(
                        "signature",
                        "",
                        Result.text("pubkey", "The x-only public key"),
                        Result.text("leaf_hash", "Hash of the leaf"),
                        Result.text("sig", "The signature"))
                    .optional())
            .optional(),
        Result.array(
                "taproot_scripts",
                "",
                Result.object(
                    "",
                    "",
                    Result.hex("script", "The script of a leaf"),
                    Result.number("leaf_ver", "Version of the leaf"),
                    Result.array(
                        "control_blocks", "", Result.hex("control_block", "A control block"))))
            .optional(),
        PsbtFieldsJson.taprootKeysResult(),
        Result.hex("taproot_internal_key", "The x-only internal key").optional(),
        Result.hex("taproot_merkle_root", "Root of the tree").optional());
  }

  private static Result roundsResult(String name, String member, String text) {
    return Result.array(
            name,
            "",
            Result.object(
                "",
                "",
                Result.hex("participant_pubkey", "The key that takes part"),
                Result.hex("aggregate_pubkey", "The aggregated key"),
                Result.hex("leaf_hash", "Hash of the leaf; not there for the internal key")
                    .optional(),
                Result.hex(member, text)))
        .optional();
  }
}
