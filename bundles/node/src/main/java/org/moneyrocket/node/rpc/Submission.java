// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.moneyrocket.consensus.interpreter.Script;
import org.moneyrocket.node.mempool.AdmissionResult;
import org.moneyrocket.node.mempool.PackageShape;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Wtxid;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcValues;
import org.moneyrocket.script.text.TransactionHex;

/** What methods that take transactions from users have in common. */
final class Submission {
  /** Highest rate unless the user says otherwise: 0.10 BTC/kvB. */
  static final String DEFAULT_MAX_RATE = "0.10";

  private Submission() {}

  static Param maxFeeRate() {
    return Param.amount(
            "maxfeerate",
            "Refuse transactions of a higher rate, in BTC/kvB. Rates of 1 BTC/kvB and more are not"
                + " taken. 0 for no limit.")
        .byDefault(DEFAULT_MAX_RATE);
  }

  static Param maxBurnAmount() {
    return Param.amount(
            "maxburnamount",
            "Refuse outputs that can never be spent and are worth more than this, in BTC.")
        .byDefault("0.00");
  }

  /** Returns the rate a user gave as limit. */
  static FeeRate rate(JsonNode value) {
    long rate = RpcValues.satoshis(value);
    if (rate >= Amount.COIN) {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMETER,
          "Fee rates larger than or equal to 1BTC/kvB are not accepted");
    }
    return new FeeRate(rate);
  }

  /** Refuses outputs that burn more than the user allows. */
  static void checkBurn(Transaction tx, long maxBurn) {
    for (TxOut output : tx.outputs()) {
      boolean lost = Script.isUnspendable(output.script()) || !Script.isWellFormed(output.script());
      if (lost && output.valueSats() > maxBurn) {
        throw new RpcException(
            RpcErrorCode.VERIFY_ERROR,
            "Unspendable output exceeds maximum configured by user (maxburnamount)");
      }
    }
  }

  /** Reads transactions that a user gave as a list of hex digits. */
  static List<Transaction> decodeAll(JsonNode list) {
    if (list.isEmpty() || list.size() > PackageShape.MAX_COUNT) {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMETER,
          "Array must contain between 1 and " + PackageShape.MAX_COUNT + " transactions.");
    }
    List<Transaction> out = new ArrayList<>();
    for (JsonNode item : list) {
      String hex = RpcValues.text(item);
      out.add(
          TransactionHex.decode(hex)
              .orElseThrow(
                  () ->
                      new RpcException(
                          RpcErrorCode.DESERIALIZATION_ERROR,
                          "TX decode failed: "
                              + hex
                              + " Make sure the tx has at least one input.")));
    }
    return out;
  }

  /** Adds by which rate a transaction was judged. */
  static void putEffective(ObjectNode fees, AdmissionResult.EffectiveRate effective) {
    fees.set("effective-feerate", Json.amount(effective.rate().satsPerKvb()));
    fees.set(
        "effective-includes",
        Json.array(effective.includes().stream().map(Wtxid::toString).toList()));
  }
}
