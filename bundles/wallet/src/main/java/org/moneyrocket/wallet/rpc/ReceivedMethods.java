// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcMethod;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.coins.AddressBook;
import org.moneyrocket.wallet.coins.BalanceSheet;
import org.moneyrocket.wallet.coins.OwnOutput;
import org.moneyrocket.wallet.coins.TxMovements;
import org.moneyrocket.wallet.coins.WalletTx;

/** Addresses and what they received or hold. */
final class ReceivedMethods {
  private final CallContext context;

  ReceivedMethods(CallContext context) {
    this.context = context;
  }

  List<RpcMethod> all() {
    return List.of(
        new BodyMethod(byAddressSpec(), this::byAddress),
        new BodyMethod(byLabelSpec(), this::byLabel),
        new BodyMethod(groupingsSpec(), this::groupings));
  }

  /** What one address or label received. */
  private static final class Tally {
    private long sats;
    private int depth = Integer.MAX_VALUE;
    private final List<Txid> txids = new ArrayList<>();

    void add(Tally other) {
      sats += other.sats;
      depth = Math.min(depth, other.depth);
    }

    int shownDepth() {
      return depth == Integer.MAX_VALUE ? 0 : depth;
    }
  }

  // ---- listreceivedbyaddress

  private static MethodSpec byAddressSpec() {
    return MethodSpec.method("listreceivedbyaddress", "wallet")
        .describe("Returns the labelled addresses of the wallet and what they received.")
        .params(
            Param.number("minconf", "Confirmations a payment must have").byDefault(1),
            Param.flag("include_empty", "List addresses that received nothing").byDefault(false),
            Param.flag("include_watchonly", "Not used any more (deprecated)").byDefault(false),
            Param.text("address_filter", "Only this address").optional(),
            Param.flag("include_immature_coinbase", "Whether immature coinbases count")
                .byDefault(false))
        .results(
            Result.array(
                "",
                "",
                Result.object(
                    "",
                    "",
                    Result.text("address", "The address"),
                    Result.amount("amount", "What it received in BTC"),
                    Result.number("confirmations", "Confirmations of the newest payment"),
                    Result.text("label", "Its label"),
                    Result.array("txids", "The payments", Result.hex("txid", "")))))
        .example("6 true")
        .onWallet();
  }

  private JsonNode byAddress(RpcCall call) {
    OpenWallet wallet = context.currentWallet(call);
    return CallContext.locked(
        wallet,
        () -> {
          Optional<Bytes> only =
              call.findText("address_filter")
                  .filter(text -> !text.isEmpty())
                  .map(text -> filter(wallet, text));
          ArrayNode out = Json.array();
          received(wallet, call, only)
              .forEach(
                  (script, tally) -> {
                    AddressBook.Entry entry = wallet.book().find(script).orElseThrow();
                    ObjectNode row = out.addObject();
                    row.put("address", entry.address());
                    row.set("amount", Json.amount(tally.sats));
                    row.put("confirmations", tally.shownDepth());
                    row.put("label", entry.label().orElse(""));
                    ArrayNode txids = row.putArray("txids");
                    tally.txids.forEach(txid -> txids.add(txid.toString()));
                  });
          return out;
        });
  }

  private static Bytes filter(OpenWallet wallet, String address) {
    return wallet
        .format()
        .decode(address)
        .orElseThrow(() -> CallContext.walletError("address_filter parameter was invalid"))
        .script();
  }

  /** Sums up what labelled addresses of the wallet received, in the order of the address book. */
  private static Map<Bytes, Tally> received(OpenWallet wallet, RpcCall call, Optional<Bytes> only) {
    int minDepth = call.int32("minconf");
    boolean empty = call.flag("include_empty");
    boolean immature = call.flag("include_immature_coinbase");
    Map<Bytes, Tally> tallies = new java.util.LinkedHashMap<>();
    for (Bytes script : wallet.book().labelled().keySet()) {
      if (wallet.ring().isMine(script) && only.map(script::equals).orElse(true)) {
        tallies.put(script, new Tally());
      }
    }
    for (WalletTx tx : wallet.ledger().ordered()) {
      if (!CallContext.countsAsReceived(wallet, tx, minDepth, immature)) {
        continue;
      }
      for (TxOut output : tx.transaction().outputs()) {
        Tally tally = tallies.get(output.script());
        if (tally != null) {
          tally.sats += output.valueSats();
          tally.depth = Math.min(tally.depth, wallet.ledger().depth(tx));
          tally.txids.add(tx.txid());
        }
      }
    }
    if (!empty) {
      tallies.values().removeIf(tally -> tally.txids.isEmpty());
    }
    return tallies;
  }

  // ---- listreceivedbylabel

  private static MethodSpec byLabelSpec() {
    return MethodSpec.method("listreceivedbylabel", "wallet")
        .describe("Returns the labels and what their addresses received.")
        .params(
            Param.number("minconf", "Confirmations a payment must have").byDefault(1),
            Param.flag("include_empty", "List labels that received nothing").byDefault(false),
            Param.flag("include_watchonly", "Not used any more (deprecated)").byDefault(false),
            Param.flag("include_immature_coinbase", "Whether immature coinbases count")
                .byDefault(false))
        .results(
            Result.array(
                "",
                "",
                Result.object(
                    "",
                    "",
                    Result.amount("amount", "What its addresses received in BTC"),
                    Result.number("confirmations", "Confirmations of the newest payment"),
                    Result.text("label", "The label"))))
        .example("6 true")
        .onWallet();
  }

  private JsonNode byLabel(RpcCall call) {
    OpenWallet wallet = context.currentWallet(call);
    return CallContext.locked(
        wallet,
        () -> {
          Map<String, Tally> labels = new TreeMap<>();
          received(wallet, call, Optional.empty())
              .forEach(
                  (script, tally) ->
                      labels
                          .computeIfAbsent(
                              wallet.book().label(script).orElse(""), label -> new Tally())
                          .add(tally));
          ArrayNode out = Json.array();
          labels.forEach(
              (label, tally) -> {
                ObjectNode row = out.addObject();
                row.set("amount", Json.amount(tally.sats));
                row.put("confirmations", tally.shownDepth());
                row.put("label", label);
              });
          return out;
        });
  }

  // ---- listaddressgroupings

  private static MethodSpec groupingsSpec() {
    return MethodSpec.method("listaddressgroupings", "wallet")
        .describe(
            "Returns groups of addresses that others can tell belong together, because"
                + " transactions spent from several or gave change.")
        .results(
            Result.array(
                "",
                "",
                Result.array(
                    "",
                    "A group",
                    Result.fixedArray(
                        "",
                        "",
                        Result.text("address", "The address"),
                        Result.amount("amount", "What it holds in BTC"),
                        Result.text("label", "Its label").optional()))))
        .example("")
        .onWallet();
  }

  private JsonNode groupings(RpcCall call) {
    OpenWallet wallet = context.currentWallet(call);
    return CallContext.locked(
        wallet,
        () -> {
          Map<Bytes, Long> balances = balances(wallet);
          ArrayNode out = Json.array();
          for (Set<Bytes> group : groups(wallet)) {
            ArrayNode shown = out.addArray();
            for (Bytes script : group) {
              ArrayNode row = shown.addArray();
              row.add(wallet.format().addressOf(script).orElse(""));
              row.add(Json.amount(balances.getOrDefault(script, 0L)));
              wallet.book().label(script).ifPresent(row::add);
            }
          }
          return out;
        });
  }

  private static Map<Bytes, Long> balances(OpenWallet wallet) {
    BalanceSheet trust = wallet.balanceSheet();
    Map<Bytes, Long> balances = new HashMap<>();
    for (OwnOutput own : wallet.ledger().ownOutputs()) {
      WalletTx tx = own.tx();
      int least = wallet.ledger().isFromMe(tx.transaction()) ? 0 : 1;
      if (trust.isTrusted(tx)
          && !wallet.ledger().isImmature(tx)
          && wallet.ledger().depth(tx) >= least
          && !wallet.ledger().isSpent(own.outPoint())) {
        balances.merge(own.output().script(), own.output().valueSats(), Long::sum);
      }
    }
    return balances;
  }

  private static List<Set<Bytes>> groups(OpenWallet wallet) {
    Map<Bytes, Set<Bytes>> groupOf = new HashMap<>();
    for (WalletTx tx : wallet.ledger().ordered()) {
      List<Bytes> together = new ArrayList<>();
      for (TxIn in : tx.transaction().inputs()) {
        wallet
            .ledger()
            .ownOutput(in.prevout())
            .ifPresent(own -> together.add(own.output().script()));
      }
      boolean spends = !together.isEmpty();
      for (TxOut output : tx.transaction().outputs()) {
        if (spends && TxMovements.isChange(output, wallet.ledger(), wallet.book())) {
          together.add(output.script());
        } else if (wallet.ledger().isMine(output)) {
          join(wallet, groupOf, List.of(output.script()));
        }
      }
      join(wallet, groupOf, together);
    }
    return new ArrayList<>(new LinkedHashSet<>(groupOf.values()));
  }

  private static void join(OpenWallet wallet, Map<Bytes, Set<Bytes>> groupOf, List<Bytes> scripts) {
    @Nullable Set<Bytes> joined = null;
    for (Bytes script : scripts) {
      if (wallet.format().addressOf(script).isEmpty()) {
        continue;
      }
      Set<Bytes> group =
          groupOf.computeIfAbsent(script, first -> new LinkedHashSet<>(List.of(first)));
      if (joined == null) {
        joined = group;
      } else if (joined != group) {
        joined.addAll(group);
        for (Bytes moved : group) {
          groupOf.put(moved, joined);
        }
      }
    }
  }
}
