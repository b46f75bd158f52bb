// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.moneyrocket.interfaces.chain.CoinInfo;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcMethod;
import org.moneyrocket.rpc.RpcValues;
import org.moneyrocket.script.text.TransactionHex;
import org.moneyrocket.wallet.OpenWallet;

/** {@code simulaterawtransaction}: what transactions would do to the balance. */
final class SimulationMethod implements RpcMethod {
  private final CallContext context;

  SimulationMethod(CallContext context) {
    this.context = context;
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("simulaterawtransaction", "wallet")
        .describe("Returns by how much the balance would change if transactions were sent.")
        .params(
            Param.array(
                    "rawtxs",
                    "The transactions, in order",
                    Param.hex("rawtx", "A transaction").optional())
                .optional(),
            Param.options(
                    "options",
                    "",
                    Param.flag("include_watchonly", "Not used any more (deprecated)")
                        .byDefault(false))
                .optional())
        .results(Result.object("", "", Result.amount("balance_change", "The change in BTC")))
        .example("[\"myhex\"]")
        .onWallet();
  }

  @Override
  public JsonNode run(RpcCall call) {
    OpenWallet wallet = context.wallet(call);
    List<Transaction> transactions = new ArrayList<>();
    JsonNode given = call.json("rawtxs");
    if (!given.isArray()) {
      // Declared as optional, and yet the body needs it.
      throw new RpcException(
          RpcErrorCode.TYPE_ERROR,
          "JSON value of type " + Json.kind(given) + " is not of expected type array");
    }
    for (JsonNode hex : given) {
      transactions.add(
          TransactionHex.decode(RpcValues.text(hex))
              .orElseThrow(
                  () ->
                      new RpcException(
                          RpcErrorCode.DESERIALIZATION_ERROR,
                          "Transaction hex string decoding failure.")));
    }
    List<OutPoint> inputs =
        transactions.stream().flatMap(tx -> tx.inputs().stream()).map(TxIn::prevout).toList();
    Map<OutPoint, TxOut> coins = new HashMap<>();
    for (CoinInfo coin : wallet.chain().coins(inputs)) {
      coins.put(coin.outPoint(), coin.output());
    }
    return CallContext.locked(
        wallet,
        () -> {
          ObjectNode out = Json.object();
          out.set("balance_change", Json.amount(change(wallet, transactions, coins)));
          return out;
        });
  }

  private static long change(
      OpenWallet wallet, List<Transaction> transactions, Map<OutPoint, TxOut> coins) {
    Set<OutPoint> spent = new HashSet<>();
    long change = 0;
    for (Transaction transaction : transactions) {
      List<OutPoint> inputs = transaction.inputs().stream().map(TxIn::prevout).toList();
      for (OutPoint input : inputs) {
        if (!spent.add(input)) {
          throw CallContext.invalid("Transaction(s) are spending the same output more than once");
        }
        TxOut coin = coins.get(input);
        if (coin == null) {
          throw CallContext.invalid(
              "One or more transaction inputs are missing or have been spent already");
        }
        change -= wallet.ledger().isMine(coin) ? coin.valueSats() : 0;
      }
      List<TxOut> outputs = transaction.outputs();
      for (int i = 0; i < outputs.size(); i++) {
        coins.put(new OutPoint(transaction.txid(), i), outputs.get(i));
        change += wallet.ledger().isMine(outputs.get(i)) ? outputs.get(i).valueSats() : 0;
      }
    }
    return change;
  }
}
