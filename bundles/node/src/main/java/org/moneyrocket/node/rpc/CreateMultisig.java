// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.moneyrocket.consensus.interpreter.Opcodes;
import org.moneyrocket.consensus.interpreter.Script;
import org.moneyrocket.consensus.interpreter.ScriptBuilder;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcValues;
import org.moneyrocket.script.address.Destination;
import org.moneyrocket.script.address.OutputType;
import org.moneyrocket.script.descriptor.Descriptor;
import org.moneyrocket.script.key.PublicKey;
import org.moneyrocket.script.sign.SigningData;

/** {@code createmultisig}. */
final class CreateMultisig extends NodeMethod {
  private static final int COMPRESSED_DIGITS = 66;
  private static final int UNCOMPRESSED_DIGITS = 130;

  CreateMultisig(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("createmultisig", "util")
        .describe("Makes an address that several keys must sign for.")
        .params(
            Param.number("nrequired", "How many signatures are needed"),
            Param.array("keys", "The public keys", Param.hex("key", "A public key").optional()),
            Param.text("address_type", "legacy, p2sh-segwit or bech32").byDefault("legacy"))
        .results(
            Result.object(
                "",
                "",
                Result.text("address", "The address"),
                Result.hex("redeemScript", "The script behind it"),
                Result.text("descriptor", "Its descriptor"),
                Result.array("warnings", "What is odd", Result.text("", "")).optional()))
        .example("2 \"[\\\"key1\\\",\\\"key2\\\"]\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    int required = call.int32("nrequired");
    List<PublicKey> keys = new ArrayList<>();
    for (JsonNode key : call.json("keys")) {
      keys.add(key(RpcValues.text(key)));
    }
    String wanted = call.text("address_type");
    OutputType type =
        OutputType.byLabel(wanted)
            .orElseThrow(
                () ->
                    new RpcException(
                        RpcErrorCode.INVALID_ADDRESS_OR_KEY,
                        "Unknown address type '" + wanted + "'"));
    if (type == OutputType.BECH32M) {
      throw new RpcException(
          RpcErrorCode.INVALID_ADDRESS_OR_KEY,
          "createmultisig cannot create bech32m multisig addresses");
    }
    return make(required, keys, type);
  }

  private JsonNode make(int required, List<PublicKey> keys, OutputType wanted) {
    if (required < 1) {
      throw invalid("a multisignature address must require at least one key to redeem");
    }
    if (keys.size() < required) {
      throw invalid(
          "not enough keys supplied (got "
              + keys.size()
              + " keys, but need at least "
              + required
              + " to redeem)");
    }
    if (keys.size() > Script.MAX_MULTISIG_KEYS) {
      throw invalid(
          "Number of keys involved in the multisignature address creation > "
              + Script.MAX_MULTISIG_KEYS
              + "\nReduce the number");
    }
    ScriptBuilder builder = new ScriptBuilder().number(required);
    keys.forEach(key -> builder.push(key.bytes()));
    Bytes script = builder.number(keys.size()).op(Opcodes.OP_CHECKMULTISIG).build();
    OutputType type = keys.stream().allMatch(PublicKey::isCompressed) ? wanted : OutputType.LEGACY;
    if (type == OutputType.LEGACY && script.size() > Script.MAX_ELEMENT_BYTES) {
      throw invalid(
          "redeemScript exceeds size limit: " + script.size() + " > " + Script.MAX_ELEMENT_BYTES);
    }
    Bytes program = Destination.WitnessScriptHash.of(script).script();
    Destination destination =
        switch (type) {
          case LEGACY -> Destination.ScriptHash.of(script);
          case P2SH_SEGWIT -> Destination.ScriptHash.of(program);
          default -> Destination.WitnessScriptHash.of(script);
        };
    SigningData data = new SigningData();
    data.addScript(script);
    data.addScript(program);
    keys.forEach(data::addPublicKey);
    ObjectNode out = Json.object();
    out.put("address", core.format().encode(destination));
    out.put("redeemScript", script.toHex());
    out.put("descriptor", Descriptor.infer(destination.script(), data, core.format()).toString());
    if (type != wanted) {
      out.putArray("warnings")
          .add(
              "Unable to make chosen address type, please ensure no uncompressed public keys are"
                  + " present.");
    }
    return out;
  }

  private static PublicKey key(String text) {
    if (!RpcValues.isHex(text)) {
      throw badKey(text, "must be a hex string");
    }
    if (text.length() != COMPRESSED_DIGITS && text.length() != UNCOMPRESSED_DIGITS) {
      throw badKey(text, "must have a length of either 33 or 65 bytes");
    }
    return PublicKey.of(Bytes.fromHex(text))
        .filter(PublicKey::isOnCurve)
        .orElseThrow(() -> badKey(text, "must be cryptographically valid."));
  }

  private static RpcException badKey(String text, String what) {
    return new RpcException(RpcErrorCode.INVALID_ADDRESS_OR_KEY, "Pubkey \"" + text + "\" " + what);
  }

  private static RpcException invalid(String text) {
    return new RpcException(RpcErrorCode.INVALID_PARAMETER, text);
  }
}
