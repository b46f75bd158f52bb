// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.moneyrocket.consensus.interpreter.Opcodes;
import org.moneyrocket.consensus.interpreter.ScriptBuilder;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcValues;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.script.address.Destination;
import org.moneyrocket.wallet.spend.Recipient;

/** Outputs of a new transaction as callers give them. */
record OutputArguments(List<Output> outputs) {
  /**
   * One output.
   *
   * @param name address, or {@code data}
   */
  record Output(String name, Bytes script, long sats) {
    TxOut toTxOut() {
      return new TxOut(sats, script);
    }
  }

  static Param param() {
    return Param.array(
            "outputs",
            "The outputs: one object for each, or one for all. No address may come twice, nor more"
                + " than one 'data'.",
            Param.map("", "", Param.amount("address", "Address, and the amount in BTC it gets"))
                .optional(),
            Param.object(
                    "",
                    "",
                    Param.hex("data", "The word data, and the bytes of an OP_RETURN output"))
                .optional())
        .unchecked();
  }

  /** Reads an object of outputs, or a list of objects with one output each. */
  static OutputArguments read(JsonNode given, ChainFormat format) {
    List<Map.Entry<String, JsonNode>> pairs = new ArrayList<>();
    if (given.isObject()) {
      pairs.addAll(given.properties());
    } else if (given.isArray()) {
      for (JsonNode output : given) {
        if (!output.isObject()) {
          throw invalid("key-value pair not an object as expected");
        }
        if (output.size() != 1) {
          throw invalid("key-value pair must contain exactly one key");
        }
        pairs.addAll(output.properties());
      }
    } else if (given.isNull() || given.isMissingNode()) {
      throw invalid("output argument must be non-null");
    } else {
      throw new RpcException(
          RpcErrorCode.TYPE_ERROR,
          "JSON value of type " + Json.kind(given) + " is not of expected type array");
    }
    return new OutputArguments(read(pairs, format));
  }

  private static List<Output> read(List<Map.Entry<String, JsonNode>> pairs, ChainFormat format) {
    List<Output> outputs = new ArrayList<>();
    Set<Bytes> scripts = new HashSet<>();
    boolean hasData = false;
    for (Map.Entry<String, JsonNode> pair : pairs) {
      String name = pair.getKey();
      if (name.equals("data")) {
        if (hasData) {
          throw invalid("duplicate key: data");
        }
        hasData = true;
        Bytes data = RpcValues.bytes(Json.text(pair.getValue().asText()), "Data");
        outputs.add(
            new Output(name, new ScriptBuilder().op(Opcodes.OP_RETURN).push(data).build(), 0));
        continue;
      }
      long sats = RpcValues.satoshis(pair.getValue());
      Bytes script =
          format
              .decode(name)
              .map(Destination::script)
              .orElseThrow(() -> CallContext.badKey("Invalid Bitcoin address: " + name));
      if (!scripts.add(script)) {
        throw invalid("duplicated address: " + name);
      }
      outputs.add(new Output(name, script, sats));
    }
    return outputs;
  }

  private static RpcException invalid(String what) {
    return CallContext.invalid("Invalid parameter, " + what);
  }

  List<TxOut> txOuts() {
    return outputs.stream().map(Output::toTxOut).toList();
  }

  /**
   * Returns whom to pay.
   *
   * @param subtractFrom numbers or names of outputs that pay the fee; JSON null for none
   */
  List<Recipient> recipients(JsonNode subtractFrom) {
    List<String> names = outputs.stream().map(Output::name).toList();
    Set<Integer> payers = payers(subtractFrom, names);
    List<Recipient> recipients = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      Output output = outputs.get(i);
      recipients.add(new Recipient(output.script(), output.sats(), payers.contains(i)));
    }
    return recipients;
  }

  /** Returns the numbers of the outputs that pay the fee. */
  static Set<Integer> payers(JsonNode subtractFrom, List<String> names) {
    Set<Integer> payers = new HashSet<>();
    for (JsonNode one : subtractFrom) {
      int position;
      if (one.isTextual()) {
        position = names.indexOf(one.textValue());
        if (position < 0) {
          throw badPayer("destination " + one.textValue() + " not found in tx outputs");
        }
      } else if (one.isNumber()) {
        position = RpcValues.int32(one);
      } else {
        throw badPayer("invalid value type: " + Json.kind(one));
      }
      if (payers.contains(position)) {
        throw badPayer("duplicated position: " + position);
      }
      if (position < 0) {
        throw badPayer("negative position: " + position);
      }
      if (position >= names.size()) {
        throw badPayer("position too large: " + position);
      }
      payers.add(position);
    }
    return payers;
  }

  private static RpcException badPayer(String what) {
    return CallContext.invalid("Invalid parameter 'subtract fee from output', " + what);
  }
}
