// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.moneyrocket.consensus.interpreter.Opcodes;
import org.moneyrocket.consensus.interpreter.Script;
import org.moneyrocket.consensus.interpreter.ScriptReader;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcValues;
import org.moneyrocket.script.address.Destination;
import org.moneyrocket.script.address.ScriptTemplate;
import org.moneyrocket.script.descriptor.Descriptor;
import org.moneyrocket.script.key.PublicKey;
import org.moneyrocket.script.sign.SigningData;

/** {@code decodescript}. */
final class DecodeScript extends NodeMethod {
  DecodeScript(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("decodescript", "rawtransactions")
        .describe("Returns what a script is.")
        .params(Param.hex("hexstring", "The script"))
        .results(
            Result.object(
                "",
                "",
                Result.text("asm", "Disassembly"),
                Result.text("desc", "Descriptor that the script may come from"),
                Result.text("type", "Its form"),
                Result.text("address", "Its address, where there is one").optional(),
                Result.text("p2sh", "Address of its script hash, if that makes sense").optional(),
                Result.object(
                        "segwit",
                        "The witness program for it, if that makes sense",
                        Result.text("asm", "Disassembly"),
                        Result.hex("hex", "The program's script"),
                        Result.text("type", "Its form"),
                        Result.text("address", "Its address").optional(),
                        Result.text("desc", "Its descriptor"),
                        Result.text("p2sh-segwit", "Address of its script hash"))
                    .optional()))
        .example("\"hexstring\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    Bytes script =
        call.text("hexstring").isEmpty()
            ? Bytes.EMPTY
            : RpcValues.bytes(call.json("hexstring"), "argument");
    ObjectNode out = Json.object();
    out.put("asm", ScriptJson.asm(script));
    out.put("desc", Descriptor.infer(script, new SigningData(), core.format()).toString());
    ScriptJson.putTypeAndAddress(out, script, core.format());
    if (!canBeHashed(script)) {
      return out;
    }
    out.put("p2sh", core.format().encode(Destination.ScriptHash.of(script)));
    program(script).ifPresent(program -> out.set("segwit", describe(program, script)));
    return out;
  }

  private ObjectNode describe(Bytes program, Bytes script) {
    SigningData data = new SigningData();
    data.addScript(script);
    boolean hash = Script.isPayToWitnessScriptHash(program);
    ObjectNode out = Json.object();
    out.put("asm", ScriptJson.asm(program));
    out.put(
        "desc",
        Descriptor.infer(program, hash ? data : new SigningData(), core.format()).toString());
    out.put("hex", program.toHex());
    ScriptJson.putTypeAndAddress(out, program, core.format());
    out.put("p2sh-segwit", core.format().encode(Destination.ScriptHash.of(program)));
    return out;
  }

  private static boolean canBeHashed(Bytes script) {
    boolean form =
        switch (ScriptTemplate.of(script)) {
          case ScriptTemplate.Multisig _,
              ScriptTemplate.Nonstandard _,
              ScriptTemplate.Key _,
              ScriptTemplate.KeyHash _,
              ScriptTemplate.WitnessKeyHash _,
              ScriptTemplate.WitnessScriptHash _ ->
              true;
          case ScriptTemplate.Data _,
              ScriptTemplate.ScriptHash _,
              ScriptTemplate.WitnessUnknown _,
              ScriptTemplate.Taproot _,
              ScriptTemplate.Anchor _ ->
              false;
        };
    if (!form || !Script.isWellFormed(script) || Script.isUnspendable(script)) {
      return false;
    }
    ScriptReader reader = new ScriptReader(script);
    while (reader.next()) {
      if (reader.opcode() == Opcodes.OP_CHECKSIGADD || Opcodes.isSuccess(reader.opcode())) {
        return false;
      }
    }
    return true;
  }

  /** Returns the witness program that stands for a script; empty if its keys do not allow one. */
  private static Optional<Bytes> program(Bytes script) {
    Bytes wrapped = Destination.WitnessScriptHash.of(script).script();
    return switch (ScriptTemplate.of(script)) {
      case ScriptTemplate.Multisig multisig ->
          multisig.keys().stream().allMatch(DecodeScript::isCompressed)
              ? Optional.of(wrapped)
              : Optional.empty();
      case ScriptTemplate.Key(Bytes key) ->
          isCompressed(key)
              ? Optional.of(new Destination.WitnessKeyHash(new PublicKey(key).hash()).script())
              : Optional.empty();
      case ScriptTemplate.KeyHash(Bytes hash) ->
          Optional.of(new Destination.WitnessKeyHash(hash).script());
      case ScriptTemplate.Nonstandard _ -> Optional.of(wrapped);
      default -> Optional.empty();
    };
  }

  private static boolean isCompressed(Bytes key) {
    return PublicKey.of(key).filter(PublicKey::isCompressed).isPresent();
  }
}
