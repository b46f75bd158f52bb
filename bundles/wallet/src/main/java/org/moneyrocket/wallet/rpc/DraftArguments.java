// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcValues;

/** Inputs, lock time and version of a new transaction as callers give them. */
record DraftArguments(List<TxIn> inputs, int lockTime, int version) {
  static final int SEQUENCE_RBF = 0xfffffffd;
  static final int SEQUENCE_NONFINAL = 0xfffffffe;
  private static final long MAX_UINT32 = 0xffff_ffffL;
  private static final int MAX_VERSION = 3;

  DraftArguments {
    inputs = List.copyOf(inputs);
  }

  /** Takes them from a transaction. */
  static DraftArguments of(Transaction transaction) {
    return new DraftArguments(transaction.inputs(), transaction.lockTime(), transaction.version());
  }

  static Param inputParam(String description, boolean withWeight) {
    List<Param> members = new ArrayList<>();
    members.add(Param.hex("txid", "Transaction whose output is spent"));
    members.add(Param.number("vout", "Number of the output"));
    members.add(
        Param.number("sequence", "The sequence number")
            .defaultHint("depends on the value of the 'replaceable' and 'locktime' arguments"));
    if (withWeight) {
      members.add(
          Param.number("weight", "Largest weight of the input once it is signed")
              .defaultHint("Calculated from wallet and solving data"));
    }
    return Param.array(
        "inputs", description, Param.object("", "", members.toArray(new Param[0])).optional());
  }

  /**
   * Reads them.
   *
   * @param inputs JSON null for none
   * @param lockTime JSON null for 0
   */
  static DraftArguments read(JsonNode inputs, JsonNode lockTime, boolean rbf, long version) {
    long lock = 0;
    if (FeeArguments.isGiven(lockTime)) {
      lock = RpcValues.integer(lockTime);
      if (lock < 0 || lock > MAX_UINT32) {
        throw invalid("locktime out of range");
      }
    }
    if (version < 1 || version > MAX_VERSION) {
      throw invalid("version out of range(1~" + MAX_VERSION + ")");
    }
    List<TxIn> read = new ArrayList<>();
    for (JsonNode input : inputs) {
      read.add(input(input, rbf, lock));
    }
    return new DraftArguments(read, (int) lock, (int) version);
  }

  private static TxIn input(JsonNode given, boolean rbf, long lockTime) {
    OutPoint outPoint = outPoint(given);
    int sequence = rbf ? SEQUENCE_RBF : lockTime != 0 ? SEQUENCE_NONFINAL : TxIn.SEQUENCE_FINAL;
    Optional<JsonNode> wanted = CallContext.member(given, "sequence").filter(JsonNode::isNumber);
    if (wanted.isPresent()) {
      long number = RpcValues.integer(wanted.get());
      if (number < 0 || number > MAX_UINT32) {
        throw invalid("sequence number is out of range");
      }
      sequence = (int) number;
    }
    return new TxIn(outPoint, Bytes.EMPTY, sequence);
  }

  /** Reads members txid and vout. */
  static OutPoint outPoint(JsonNode given) {
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
    return new OutPoint(txid, index);
  }

  /** Refuses inputs that contradict the wish to be replaceable (BIP125). */
  void requireSignal(boolean rbf) {
    if (rbf
        && !inputs.isEmpty()
        && inputs.stream()
            .allMatch(in -> Integer.compareUnsigned(in.sequence(), SEQUENCE_RBF) > 0)) {
      throw CallContext.invalid(
          "Invalid parameter combination: Sequence number(s) contradict replaceable option");
    }
  }

  private static RpcException invalid(String what) {
    return CallContext.invalid("Invalid parameter, " + what);
  }
}
