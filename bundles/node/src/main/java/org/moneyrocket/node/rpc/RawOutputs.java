// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.consensus.interpreter.Opcodes;
import org.moneyrocket.consensus.interpreter.ScriptBuilder;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.NewOutput;
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

  private static List<TxOut> outputs(JsonNode given, ChainFormat format) {
    var scripts =
        new NewOutput.Scripts() {
          @Override
          public Optional<Bytes> ofAddress(String address) {
            return format.decode(address).map(Destination::script);
          }

          @Override
          public Bytes ofData(Bytes data) {
            return new ScriptBuilder().op(Opcodes.OP_RETURN).push(data).build();
          }
        };
    return NewOutput.read(given, scripts).stream().map(NewOutput::toTxOut).toList();
  }

  private static RpcException invalid(String what) {
    return new RpcException(RpcErrorCode.INVALID_PARAMETER, "Invalid parameter, " + what);
  }
}
