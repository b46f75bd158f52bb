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
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.interfaces.chain.MempoolAncestry;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcMethod;
import org.moneyrocket.rpc.RpcValues;
import org.moneyrocket.script.address.ScriptTemplate;
import org.moneyrocket.script.descriptor.Descriptor;
import org.moneyrocket.script.sign.SigningData;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.coins.WalletTx;
import org.moneyrocket.wallet.select.Candidate;
import org.moneyrocket.wallet.spend.AvailableCoins;
import org.moneyrocket.wallet.spend.SpendOptions;
import org.moneyrocket.wallet.store.StoreException;
import org.moneyrocket.wallet.store.WalletFlag;

/** The coins of a wallet and locks on them. */
final class UnspentMethods {
  private static final Map<String, String> QUERY =
      Map.of(
          "minimumAmount", "",
          "maximumAmount", "",
          "minimumSumAmount", "",
          "maximumCount", "number",
          "include_immature_coinbase", "bool");

  private final CallContext context;

  UnspentMethods(CallContext context) {
    this.context = context;
  }

  List<RpcMethod> all() {
    return List.of(
        new BodyMethod(listSpec(), this::list),
        new BodyMethod(lockSpec(), this::lock),
        new BodyMethod(lockedSpec(), this::locked));
  }

  // ---- listunspent

  private static MethodSpec listSpec() {
    return MethodSpec.method("listunspent", "wallet")
        .describe("Returns the coins of the wallet that are not spent and not locked.")
        .params(
            Param.number("minconf", "Least confirmations").byDefault(1),
            Param.number("maxconf", "Most confirmations").byDefault(9_999_999),
            Param.array(
                    "addresses",
                    "Only coins on these addresses",
                    Param.text("address", "An address").optional())
                .byDefault(Json.array()),
            Param.flag("include_unsafe", "Whether unsafe coins are listed").byDefault(true),
            Param.options(
                    "query_options",
                    "",
                    Param.amount("minimumAmount", "Least amount of a coin in BTC")
                        .byDefault("0.00"),
                    Param.amount("maximumAmount", "Largest amount of a coin in BTC")
                        .defaultHint("unlimited"),
                    Param.number("maximumCount", "Most coins").defaultHint("unlimited"),
                    Param.amount("minimumSumAmount", "End when the coins sum up to this")
                        .defaultHint("unlimited"),
                    Param.flag("include_immature_coinbase", "List immature coinbases as well")
                        .byDefault(false))
                .optional()
                .oneLine("query_options"))
        .results(
            Result.array(
                "",
                "",
                Result.object(
                    "",
                    "",
                    Result.hex("txid", "The transaction"),
                    Result.number("vout", "Number of its output"),
                    Result.text("address", "The address").optional(),
                    Result.text("label", "Its label").optional(),
                    Result.text("scriptPubKey", "The script"),
                    Result.amount("amount", "Amount in BTC"),
                    Result.number("confirmations", "Confirmations"),
                    Result.number("ancestorcount", "Mempool ancestors with itself").optional(),
                    Result.number("ancestorsize", "Their virtual bytes").optional(),
                    Result.amount("ancestorfees", "Their fees in satoshis").optional(),
                    Result.hex("redeemScript", "The script inside P2SH").optional(),
                    Result.text("witnessScript", "The script inside P2WSH").optional(),
                    Result.flag("spendable", "Always true (deprecated)"),
                    Result.flag("solvable", "Whether the wallet knows how it is spent"),
                    Result.flag("reused", "Whether its address was spent from").optional(),
                    Result.text("desc", "Descriptor for spending it").optional(),
                    CallContext.parentsResult(),
                    Result.flag("safe", "Whether nobody else can make it vanish"))))
        .example("6 9999999 \"[\\\"bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080\\\"]\"")
        .onWallet();
  }

  private JsonNode list(RpcCall call) {
    OpenWallet wallet = context.wallet(call);
    SpendOptions options =
        new SpendOptions()
            .avoidReuse(false)
            .minDepth(call.int32("minconf"))
            .maxDepth(call.int32("maxconf"));
    Set<Bytes> scripts = scripts(wallet, call);
    options.includeUnsafe(call.flag("include_unsafe"));
    AvailableCoins.Filter filter = filter(call.json("query_options"));
    wallet.awaitCurrent();
    List<Candidate> coins =
        new AvailableCoins(wallet, options, filter)
            .find(Optional.empty()).all().stream()
                .filter(c -> scripts.isEmpty() || scripts.contains(c.output().script()))
                .toList();
    Map<Txid, MempoolAncestry> ancestries = new HashMap<>();
    for (Candidate coin : coins) {
      if (coin.depth() == 0) {
        ancestries.computeIfAbsent(coin.outPoint().txid(), wallet.chain()::ancestry);
      }
    }
    return CallContext.locked(
        wallet,
        () -> {
          ArrayNode out = Json.array();
          coins.forEach(
              coin ->
                  out.add(
                      coin(
                          wallet,
                          coin,
                          Optional.ofNullable(ancestries.get(coin.outPoint().txid())))));
          return out;
        });
  }

  private static Set<Bytes> scripts(OpenWallet wallet, RpcCall call) {
    Set<Bytes> scripts = new LinkedHashSet<>();
    for (JsonNode address : call.json("addresses")) {
      String text = RpcValues.text(address);
      Bytes script =
          CallContext.destination(wallet, text, "Invalid Bitcoin address: " + text).script();
      if (!scripts.add(script)) {
        throw CallContext.invalid("Invalid parameter, duplicated address: " + text);
      }
    }
    return scripts;
  }

  private static AvailableCoins.Filter filter(JsonNode options) {
    RpcValues.checkMembers(options, QUERY, true, true);
    return new AvailableCoins.Filter(
        CallContext.member(options, "minimumAmount").map(RpcValues::satoshis).orElse(0L),
        CallContext.member(options, "maximumAmount")
            .map(RpcValues::satoshis)
            .orElse(Amount.MAX_MONEY),
        CallContext.member(options, "minimumSumAmount")
            .map(RpcValues::satoshis)
            .orElse(Amount.MAX_MONEY),
        Math.clamp(
            CallContext.member(options, "maximumCount").map(RpcValues::integer).orElse(0L),
            0,
            Integer.MAX_VALUE),
        CallContext.flagMember(options, "include_immature_coinbase").orElse(false),
        true,
        false);
  }

  private static ObjectNode coin(
      OpenWallet wallet, Candidate coin, Optional<MempoolAncestry> asked) {
    Bytes script = coin.output().script();
    ObjectNode out = Json.object();
    out.put("txid", coin.outPoint().txid().toString());
    out.put("vout", coin.outPoint().index());
    wallet
        .format()
        .addressOf(script)
        .ifPresent(
            address -> {
              out.put("address", address);
              wallet.book().label(script).ifPresent(label -> out.put("label", label));
            });
    SigningData data = wallet.ring().signingData(List.of(script), false);
    putInnerScripts(out, script, data);
    out.put("scriptPubKey", script.toHex());
    out.set("amount", Json.amount(coin.valueSats()));
    out.put("confirmations", coin.depth());
    asked
        .filter(ancestry -> ancestry.ancestors() > 0)
        .ifPresent(
            ancestry -> {
              out.put("ancestorcount", ancestry.ancestors());
              out.put("ancestorsize", ancestry.ancestorVsize());
              out.put("ancestorfees", ancestry.ancestorFees().sats());
            });
    out.put("spendable", true);
    out.put("solvable", coin.solvable());
    if (coin.solvable()) {
      out.put("desc", Descriptor.infer(script, data, wallet.format()).toString());
    }
    CallContext.putParents(out, wallet, script);
    if (wallet.has(WalletFlag.AVOID_REUSE)) {
      out.put("reused", wallet.book().isUsed(script));
    }
    out.put("safe", coin.safe());
    return out;
  }

  private static void putInnerScripts(ObjectNode out, Bytes script, SigningData data) {
    switch (ScriptTemplate.of(script)) {
      case ScriptTemplate.ScriptHash(Bytes hash) ->
          data.script(hash)
              .ifPresent(
                  redeem -> {
                    out.put("redeemScript", redeem.toHex());
                    if (ScriptTemplate.of(redeem) instanceof ScriptTemplate.WitnessScriptHash) {
                      putInnerScripts(out, redeem, data);
                    }
                  });
      case ScriptTemplate.WitnessScriptHash(Bytes hash) ->
          data.script(Bytes.wrap(Hashes.ripemd160(hash.unsafeArray())))
              .ifPresent(witness -> out.put("witnessScript", witness.toHex()));
      default -> {}
    }
  }

  // ---- lockunspent, listlockunspent

  private static MethodSpec lockSpec() {
    return MethodSpec.method("lockunspent", "wallet")
        .describe(
            "Locks coins, so that no transaction picks them by itself, or takes the locks off.")
        .params(
            Param.flag("unlock", "Whether locks are taken off"),
            Param.array(
                    "transactions",
                    "The coins; none with unlock means all that are locked",
                    Param.object(
                            "",
                            "",
                            Param.hex("txid", "The transaction"),
                            Param.number("vout", "Number of its output"))
                        .optional())
                .byDefault(Json.array()),
            Param.flag("persistent", "Whether new locks survive a restart").byDefault(false))
        .results(Result.flag("", "Whether it was done"))
        .example("true")
        .onWallet();
  }

  private JsonNode lock(RpcCall call) {
    OpenWallet wallet = context.currentWallet(call);
    boolean unlock = call.flag("unlock");
    boolean persistent = call.flag("persistent");
    return CallContext.changing(
        wallet,
        () -> {
          if (!call.has("transactions")) {
            if (unlock) {
              unlockAll(wallet);
            }
            return Json.flag(true);
          }
          List<OutPoint> coins = new ArrayList<>();
          for (JsonNode coin : call.json("transactions")) {
            coins.add(checkedCoin(wallet, coin, unlock, persistent));
          }
          change(wallet, coins, unlock, persistent);
          return Json.flag(true);
        });
  }

  private static void unlockAll(OpenWallet wallet) {
    try {
      wallet
          .records()
          .atomically(
              () -> List.copyOf(wallet.ledger().locked().keySet()).forEach(wallet.sync()::unlock));
    } catch (StoreException e) {
      throw CallContext.walletError("Unlocking coins failed");
    }
  }

  private static void change(
      OpenWallet wallet, List<OutPoint> coins, boolean unlock, boolean persistent) {
    try {
      wallet
          .records()
          .atomically(
              () -> {
                for (OutPoint coin : coins) {
                  if (unlock) {
                    wallet.sync().unlock(coin);
                  } else {
                    wallet.sync().lock(coin, persistent);
                  }
                }
              });
    } catch (StoreException e) {
      throw CallContext.walletError(unlock ? "Unlocking coin failed" : "Locking coin failed");
    }
  }

  private static OutPoint checkedCoin(
      OpenWallet wallet, JsonNode coin, boolean unlock, boolean persistent) {
    RpcValues.checkMembers(coin, Map.of("txid", "string", "vout", "number"), false, false);
    var txid = RpcValues.txid(coin.get("txid"), "txid");
    int index = RpcValues.int32(coin.get("vout"));
    if (index < 0) {
      throw CallContext.invalid("Invalid parameter, vout cannot be negative");
    }
    WalletTx tx =
        wallet
            .ledger()
            .find(txid)
            .orElseThrow(() -> CallContext.invalid("Invalid parameter, unknown transaction"));
    if (index >= tx.transaction().outputs().size()) {
      throw CallContext.invalid("Invalid parameter, vout index out of bounds");
    }
    OutPoint outPoint = new OutPoint(txid, index);
    if (wallet.ledger().isSpent(outPoint)) {
      throw CallContext.invalid("Invalid parameter, expected unspent output");
    }
    boolean isLocked = wallet.ledger().isLocked(outPoint);
    if (unlock && !isLocked) {
      throw CallContext.invalid("Invalid parameter, expected locked output");
    }
    if (!unlock && isLocked && !persistent) {
      throw CallContext.invalid("Invalid parameter, output already locked");
    }
    return outPoint;
  }

  private static MethodSpec lockedSpec() {
    return MethodSpec.method("listlockunspent", "wallet")
        .describe("Returns the coins that are locked.")
        .results(
            Result.array(
                "",
                "",
                Result.object(
                    "",
                    "",
                    Result.hex("txid", "The transaction"),
                    Result.number("vout", "Number of its output"))))
        .example("")
        .onWallet();
  }

  private JsonNode locked(RpcCall call) {
    OpenWallet wallet = context.wallet(call);
    return CallContext.locked(
        wallet,
        () -> {
          ArrayNode out = Json.array();
          for (OutPoint coin : wallet.ledger().locked().keySet()) {
            out.addObject().put("txid", coin.txid().toString()).put("vout", coin.index());
          }
          return out;
        });
  }
}
