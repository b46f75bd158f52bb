// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcMethod;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.coins.AddressBook;
import org.moneyrocket.wallet.coins.BalanceSheet;
import org.moneyrocket.wallet.coins.WalletTx;
import org.moneyrocket.wallet.store.WalletFlag;

/** What the wallet holds, and what addresses and labels received. */
final class BalanceMethods {
  private final CallContext context;

  BalanceMethods(CallContext context) {
    this.context = context;
  }

  List<RpcMethod> all() {
    return List.of(
        new BodyMethod(balanceSpec(), this::balance),
        new BodyMethod(balancesSpec(), this::balances),
        new BodyMethod(
            receivedSpec(
                "getreceivedbyaddress",
                "an address",
                Param.text("address", "The address"),
                "\"bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080\" 6"),
            this::receivedByAddress),
        new BodyMethod(
            receivedSpec(
                "getreceivedbylabel",
                "all addresses with a label",
                Param.text("label", "The label; may be empty"),
                "\"tabby\" 6"),
            this::receivedByLabel));
  }

  // ---- getbalance, getbalances

  private static MethodSpec balanceSpec() {
    return MethodSpec.method("getbalance", "wallet")
        .describe("Returns what the wallet can spend.")
        .params(
            Param.text("dummy", "Must be \"*\" if given").optional().placeholder(),
            Param.number("minconf", "Confirmations that money must have").byDefault(0),
            Param.flag("include_watchonly", "Not used any more").byDefault(false),
            Param.flag(
                    "avoid_reuse",
                    "Leave out coins on used addresses, if the wallet keeps them apart")
                .byDefault(true))
        .results(Result.amount("", "Amount in BTC"))
        .example("\"*\" 6")
        .onWallet();
  }

  private JsonNode balance(RpcCall call) {
    OpenWallet wallet = context.currentWallet(call);
    if (!call.findText("dummy").orElse("*").equals("*")) {
      throw new RpcException(
          RpcErrorCode.METHOD_DEPRECATED, "dummy first argument must be excluded or set to \"*\".");
    }
    int minDepth = call.int32("minconf");
    boolean avoidReuse = CallContext.avoidReuse(wallet, CallContext.given(call, "avoid_reuse"));
    return CallContext.locked(
        wallet,
        () -> Json.amount(wallet.balanceSheet().sums(minDepth, avoidReuse, false).trusted()));
  }

  private static MethodSpec balancesSpec() {
    return MethodSpec.method("getbalances", "wallet")
        .describe("Returns all balances in BTC.")
        .results(
            Result.object(
                "",
                "",
                Result.object(
                    "mine",
                    "Coins of the wallet",
                    Result.amount("trusted", "Confirmed, or made by this wallet"),
                    Result.amount("untrusted_pending", "From others and not confirmed"),
                    Result.amount("immature", "Mined and not to be spent yet"),
                    Result.amount(
                        "nonmempool",
                        "Negative: part of the others that is spent by transactions that are not"
                            + " in the mempool"),
                    Result.amount("used", "On used addresses, if they are kept apart").optional()),
                CallContext.lastBlockResult()))
        .example("")
        .onWallet();
  }

  private JsonNode balances(RpcCall call) {
    OpenWallet wallet = context.currentWallet(call);
    return CallContext.locked(
        wallet,
        () -> {
          boolean apart = wallet.has(WalletFlag.AVOID_REUSE);
          BalanceSheet.Sums sums = wallet.balanceSheet().sums(0, apart, true);
          ObjectNode out = Json.object();
          ObjectNode mine = out.putObject("mine");
          mine.set("trusted", Json.amount(sums.trusted()));
          mine.set("untrusted_pending", Json.amount(sums.pending()));
          mine.set("immature", Json.amount(sums.immature()));
          mine.set("nonmempool", Json.amount(sums.nonMempool()));
          if (apart) {
            mine.set("used", Json.amount(sums.used()));
          }
          CallContext.putLastBlock(out, wallet);
          return out;
        });
  }

  // ---- getreceivedbyaddress, getreceivedbylabel

  private static MethodSpec receivedSpec(String name, String whose, Param first, String example) {
    return MethodSpec.method(name, "wallet")
        .describe("Returns the sum of all payments to " + whose + ", spent or not.")
        .params(
            first,
            Param.number("minconf", "Confirmations a payment must have").byDefault(1),
            Param.flag("include_immature_coinbase", "Whether immature coinbases count")
                .byDefault(false))
        .results(Result.amount("", "Amount in BTC"))
        .example(example)
        .onWallet();
  }

  private JsonNode receivedByAddress(RpcCall call) {
    OpenWallet wallet = context.currentWallet(call);
    return CallContext.locked(
        wallet,
        () -> {
          Bytes script =
              CallContext.destination(wallet, call.text("address"), "Invalid Bitcoin address")
                  .script();
          return received(wallet, call, Set.of(script));
        });
  }

  private JsonNode receivedByLabel(RpcCall call) {
    OpenWallet wallet = context.currentWallet(call);
    String label = CallContext.label(call.findText("label"));
    return CallContext.locked(
        wallet,
        () -> {
          Set<Bytes> scripts = new HashSet<>();
          wallet
              .book()
              .labelled()
              .forEach(
                  (Bytes script, AddressBook.Entry entry) -> {
                    if (entry.label().equals(Optional.of(label))) {
                      scripts.add(script);
                    }
                  });
          if (scripts.isEmpty()) {
            throw CallContext.walletError("Label not found in wallet");
          }
          return received(wallet, call, scripts);
        });
  }

  private static JsonNode received(OpenWallet wallet, RpcCall call, Set<Bytes> scripts) {
    if (scripts.stream().noneMatch(wallet.ring()::isMine)) {
      throw CallContext.walletError("Address not found in wallet");
    }
    int minDepth = call.int32("minconf");
    boolean immature = call.flag("include_immature_coinbase");
    long sum = 0;
    for (WalletTx tx : wallet.ledger().all()) {
      if (!CallContext.countsAsReceived(wallet, tx, minDepth, immature)) {
        continue;
      }
      for (TxOut output : tx.transaction().outputs()) {
        if (scripts.contains(output.script()) && wallet.ledger().isMine(output)) {
          sum += output.valueSats();
        }
      }
    }
    return Json.amount(sum);
  }
}
