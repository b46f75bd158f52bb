// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.moneyrocket.consensus.interpreter.Opcodes;
import org.moneyrocket.consensus.interpreter.ScriptBuilder;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcValues;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.script.address.Destination;

/** Inputs and outputs of a new transaction as users give them. */
final class RawOutputs {
  private static final long MAX_SEQUENCE = 0xffff_ffffL;
  private static final int REPLACEABLE = 0xfffffffd;
  private static final int NOT_FINAL = 0xfffffffe;
  private static final long MAX_LOCK_TIME = 0xffff_ffffL;
  private static final int MIN_VERSION = 1;
  private static final int MAX_VERSION = 3;

  private RawOutputs() {}

  /** Describes the inputs. */
  static Param inputs() {
    return Param.array(
        "inputs",
        "The inputs",
        Param.object(
                "",
                "",
                Param.hex("txid", "Transaction whose output is spent"),
                Param.number("vout", "Number of the output"),
                Param.number("sequence", "The sequence number")
                    .defaultHint(
                        "depends on the value of the 'replaceable' and 'locktime' arguments"))
            .optional());
  }

  /** Describes the outputs. */
  static Param outputs() {
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

  static Param lockTime() {
    return Param.number("locktime", "The lock time; other than 0 it makes inputs not final")
        .byDefault(0);
  }

  static Param replaceable() {
    return Param.flag(
            "replaceable",
            "Whether the transaction says that it may be replaced (BIP125). Sequence numbers must"
                + " not contradict it.")
        .byDefault(true);
  }

  static Param version() {
    return Param.number("version", "The version").byDefault(2);
  }

  /** Makes the transaction that a call describes. */
  static Transaction transaction(RpcCall call, ChainFormat format) {
    JsonNode lock = call.json("locktime");
    long lockTime = RpcValues.integer(lock);
    if (lockTime < 0 || lockTime > MAX_LOCK_TIME) {
      throw invalid("locktime out of range");
    }
    long version = RpcValues.uint32(call.json("version"));
    if (version < MIN_VERSION || version > MAX_VERSION) {
      throw invalid("version out of range(" + MIN_VERSION + "~" + MAX_VERSION + ")");
    }
    boolean signal = call.flag("replaceable");
    List<TxIn> inputs = new ArrayList<>();
    for (JsonNode input : call.json("inputs")) {
      inputs.add(input(input, signal, lockTime));
    }
    List<TxOut> outputs = outputs(call.json("outputs"), format);
    boolean asked = call.has("replaceable") && signal;
    if (asked && !inputs.isEmpty() && inputs.stream().noneMatch(RawOutputs::signals)) {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMETER,
          "Invalid parameter combination: Sequence number(s) contradict replaceable option");
    }
    return new Transaction((int) version, inputs, outputs, (int) lockTime);
  }

  private static boolean signals(TxIn input) {
    return Integer.compareUnsigned(input.sequence(), REPLACEABLE) <= 0;
  }

  private static TxIn input(JsonNode given, boolean signal, long lockTime) {
    if (!given.isObject()) {
      throw new RpcException(
          RpcErrorCode.TYPE_ERROR,
          "JSON value of type " + Json.kind(given) + " is not of expected type object");
    }
    Txid txid = RpcValues.txid(given.path("txid"), "txid");
    JsonNode vout = given.path("vout");
    if (!vout.isNumber()) {
      throw invalid("missing vout key");
    }
    int index = RpcValues.int32(vout);
    if (index < 0) {
      throw invalid("vout cannot be negative");
    }
    int sequence = signal ? REPLACEABLE : lockTime != 0 ? NOT_FINAL : TxIn.SEQUENCE_FINAL;
    if (given.path("sequence").isNumber()) {
      long number = RpcValues.integer(given.path("sequence"));
      if (number < 0 || number > MAX_SEQUENCE) {
        throw invalid("sequence number is out of range");
      }
      sequence = (int) number;
    }
    return new TxIn(new OutPoint(txid, index), Bytes.EMPTY, sequence);
  }

  /** Reads the outputs. */
  static List<TxOut> outputs(JsonNode given, ChainFormat format) {
    List<Map.Entry<String, JsonNode>> pairs = new ArrayList<>();
    if (given.isObject()) {
      pairs.addAll(Json.members(given));
    } else if (given.isArray()) {
      for (JsonNode output : given) {
        if (!output.isObject()) {
          throw invalid("key-value pair not an object as expected");
        }
        if (Json.members(output).size() != 1) {
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
    return read(pairs, format);
  }

  private static List<TxOut> read(List<Map.Entry<String, JsonNode>> pairs, ChainFormat format) {
    List<TxOut> out = new ArrayList<>();
    Set<Bytes> scripts = new HashSet<>();
    boolean data = false;
    for (Map.Entry<String, JsonNode> pair : pairs) {
      if (pair.getKey().equals("data")) {
        if (data) {
          throw invalid("duplicate key: data");
        }
        data = true;
        JsonNode text =
            pair.getValue().isValueNode() ? Json.text(pair.getValue().asText()) : pair.getValue();
        Bytes bytes = RpcValues.bytes(text, "Data");
        out.add(new TxOut(0, new ScriptBuilder().op(Opcodes.OP_RETURN).push(bytes).build()));
        continue;
      }
      Optional<Destination> destination = format.decode(pair.getKey());
      long amount = RpcValues.satoshis(pair.getValue());
      if (destination.isEmpty()) {
        throw new RpcException(
            RpcErrorCode.INVALID_ADDRESS_OR_KEY, "Invalid Bitcoin address: " + pair.getKey());
      }
      Bytes script = destination.get().script();
      if (!scripts.add(script)) {
        throw invalid("duplicated address: " + pair.getKey());
      }
      out.add(new TxOut(amount, script));
    }
    return out;
  }

  private static RpcException invalid(String what) {
    return new RpcException(RpcErrorCode.INVALID_PARAMETER, "Invalid parameter, " + what);
  }
}
