// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.consensus.interpreter.Script;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.script.address.Destination;
import org.moneyrocket.script.address.ScriptTemplate;
import org.moneyrocket.script.descriptor.Descriptor;
import org.moneyrocket.script.key.KeyOrigin;
import org.moneyrocket.script.key.PublicKey;
import org.moneyrocket.script.key.XonlyKey;
import org.moneyrocket.script.sign.SigningData;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.coins.TxMovements;
import org.moneyrocket.wallet.keys.OwnedDescriptor;

/** Everything the wallet knows about one address. Needs the wallet's lock. */
final class AddressInfo {
  private final OpenWallet wallet;

  AddressInfo(OpenWallet wallet) {
    this.wallet = wallet;
  }

  static MethodSpec spec() {
    List<Result> nested = baseResults();
    nested.add(
        Result.object("embedded", "The address inside, if there is one more", baseResults())
            .optional());
    List<Result> results = new ArrayList<>();
    results.add(Result.text("address", "The address"));
    results.add(Result.hex("scriptPubKey", "The script it stands for"));
    results.add(Result.flag("ismine", "Whether it is the wallet's"));
    results.add(Result.flag("iswatchonly", "Always false (deprecated)"));
    results.add(Result.flag("solvable", "Whether the wallet knows how coins there are spent"));
    results.add(Result.text("desc", "Descriptor for spending those coins").optional());
    results.add(Result.text("parent_desc", "Descriptor the address was derived from").optional());
    results.add(Result.flag("ischange", "Whether it was used for change"));
    for (Result base : baseResults().subList(2, baseResults().size())) {
      results.add(base);
    }
    results.add(
        Result.object("embedded", "The address inside the script, if there is one", nested)
            .optional());
    results.add(Result.time("timestamp", "When the descriptor of the key was made").optional());
    results.add(Result.text("hdkeypath", "Derivation of the key").optional());
    results.add(Result.hex("hdseedid", "Always zero").optional());
    results.add(Result.hex("hdmasterfingerprint", "Fingerprint of the master key").optional());
    results.add(
        Result.array("labels", "The label, if there is one", Result.text("label name", "")));
    return MethodSpec.method("getaddressinfo", "wallet")
        .describe("Returns what the wallet knows about an address, its own or others'.")
        .params(Param.text("address", "The address"))
        .results(Result.object("", "", results))
        .example("\"bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080\"")
        .onWallet();
  }

  private static List<Result> baseResults() {
    List<Result> results = new ArrayList<>();
    results.add(Result.text("address", "The address").optional());
    results.add(Result.hex("scriptPubKey", "The script it stands for").optional());
    results.add(Result.flag("isscript", "Whether it is a script's").optional());
    results.add(Result.flag("iswitness", "Whether coins are spent with a witness").optional());
    results.add(Result.number("witness_version", "Version of the witness program").optional());
    results.add(Result.hex("witness_program", "The witness program").optional());
    results.add(Result.text("script", "Form of the script inside, if known").optional());
    results.add(Result.hex("hex", "The script inside").optional());
    results.add(
        Result.array("pubkeys", "Keys of a multisig", Result.text("pubkey", "")).optional());
    results.add(Result.number("sigsrequired", "Signatures a multisig needs").optional());
    results.add(Result.hex("pubkey", "The public key of an address of one key").optional());
    results.add(Result.flag("iscompressed", "Whether that key is compressed").optional());
    return results;
  }

  ObjectNode describe(Destination destination) {
    Bytes script = destination.script();
    ObjectNode out = Json.object();
    out.put("address", wallet.format().encode(destination));
    out.put("scriptPubKey", script.toHex());
    List<OwnedDescriptor> owners = wallet.ring().owners(script);
    out.put("ismine", !owners.isEmpty());
    try (SigningData data = wallet.ring().signingData(List.of(script), false)) {
      Descriptor inferred = Descriptor.infer(script, data, wallet.format());
      boolean solvable = !owners.isEmpty() && inferred.isSolvable();
      out.put("solvable", solvable);
      if (solvable) {
        out.put("desc", inferred.toString());
      }
      if (!owners.isEmpty()) {
        owners.get(0).publicText().ifPresent(text -> out.put("parent_desc", text));
      }
      out.put("iswatchonly", false);
      putShape(out, destination);
      putKnown(out, destination, data);
      out.put(
          "ischange", TxMovements.isChange(new TxOut(0, script), wallet.ledger(), wallet.book()));
      if (!owners.isEmpty()) {
        putOrigin(out, destination, data, owners.get(0));
      }
    }
    var labels = out.putArray("labels");
    wallet.book().label(script).ifPresent(labels::add);
    return out;
  }

  private static void putShape(ObjectNode out, Destination destination) {
    switch (destination) {
      case Destination.KeyHash _ -> out.put("isscript", false).put("iswitness", false);
      case Destination.ScriptHash _ -> out.put("isscript", true).put("iswitness", false);
      case Destination.WitnessKeyHash(Bytes hash) -> putWitness(out, Optional.of(false), 0, hash);
      case Destination.WitnessScriptHash(Bytes hash) -> putWitness(out, Optional.of(true), 0, hash);
      case Destination.Taproot(Bytes key) -> putWitness(out, Optional.of(true), 1, key);
      case Destination.WitnessUnknown(int version, Bytes program) -> {
        if (ScriptTemplate.of(destination.script()) instanceof ScriptTemplate.Anchor) {
          out.put("isscript", true).put("iswitness", true);
        } else {
          putWitness(out, Optional.empty(), version, program);
        }
      }
    }
  }

  private static void putWitness(
      ObjectNode out, Optional<Boolean> isScript, int version, Bytes program) {
    isScript.ifPresent(value -> out.put("isscript", value));
    out.put("iswitness", true);
    out.put("witness_version", version);
    out.put("witness_program", program.toHex());
  }

  private void putKnown(ObjectNode out, Destination destination, SigningData data) {
    switch (destination) {
      case Destination.KeyHash(Bytes hash) ->
          data.publicKey(hash)
              .ifPresent(
                  key ->
                      out.put("pubkey", key.bytes().toHex())
                          .put("iscompressed", key.isCompressed()));
      case Destination.WitnessKeyHash(Bytes hash) ->
          data.publicKey(hash).ifPresent(key -> out.put("pubkey", key.bytes().toHex()));
      case Destination.ScriptHash(Bytes hash) ->
          data.script(hash).ifPresent(inner -> putInner(out, inner, data));
      case Destination.WitnessScriptHash(Bytes hash) ->
          data.script(Bytes.wrap(Hashes.ripemd160(hash.unsafeArray())))
              .ifPresent(inner -> putInner(out, inner, data));
      case Destination.Taproot _, Destination.WitnessUnknown _ -> {}
    }
  }

  private void putInner(ObjectNode out, Bytes script, SigningData data) {
    ScriptTemplate template = ScriptTemplate.of(script);
    out.put("script", template.label());
    out.put("hex", script.toHex());
    Optional<Destination> inner = Destination.of(script);
    if (inner.isPresent()) {
      ObjectNode embedded = Json.object();
      putShape(embedded, inner.get());
      putKnown(embedded, inner.get(), data);
      embedded.put("address", wallet.format().encode(inner.get()));
      embedded.put("scriptPubKey", script.toHex());
      if (embedded.has("pubkey")) {
        out.set("pubkey", embedded.get("pubkey"));
      }
      out.set("embedded", embedded);
    } else if (template instanceof ScriptTemplate.Multisig(int required, List<Bytes> keys)) {
      out.put("sigsrequired", required);
      var list = out.putArray("pubkeys");
      keys.forEach(key -> list.add(key.toHex()));
    }
  }

  private static void putOrigin(
      ObjectNode out, Destination destination, SigningData data, OwnedDescriptor owner) {
    Optional<KeyOrigin> origin = key(destination, data).flatMap(data::origin);
    origin.ifPresent(
        known -> {
          out.put("timestamp", owner.record().creationTime());
          out.put("hdkeypath", known.path().toString());
          out.put("hdseedid", "0".repeat(40));
          out.put("hdmasterfingerprint", known.fingerprint().toHex());
        });
  }

  /** Returns the one key behind an address, if there is one. */
  private static Optional<PublicKey> key(Destination destination, SigningData data) {
    return switch (destination) {
      case Destination.KeyHash(Bytes hash) -> data.publicKey(hash);
      case Destination.WitnessKeyHash(Bytes hash) -> data.publicKey(hash);
      case Destination.ScriptHash(Bytes hash) ->
          data.script(hash)
              .flatMap(Script::witnessProgram)
              .filter(program -> program.version() == 0 && program.program().size() == 20)
              .flatMap(program -> data.publicKey(program.program()));
      case Destination.Taproot(Bytes key) ->
          data.tree(new XonlyKey(key))
              .flatMap(tree -> data.publicKey(tree.internalKey()))
              .or(() -> data.publicKey(new XonlyKey(key)));
      case Destination.WitnessScriptHash _, Destination.WitnessUnknown _ -> Optional.empty();
    };
  }
}
