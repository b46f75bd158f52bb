// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcMethod;
import org.moneyrocket.rpc.RpcValues;
import org.moneyrocket.script.address.Destination;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.coins.WalletTx;
import org.moneyrocket.wallet.spend.BuildException;
import org.moneyrocket.wallet.spend.BuiltTransaction;
import org.moneyrocket.wallet.spend.Recipient;
import org.moneyrocket.wallet.spend.SpendOptions;
import org.moneyrocket.wallet.spend.Spending;

/** Paying: one address, or several at once. */
final class SendMethods {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final CallContext context;

  SendMethods(CallContext context) {
    this.context = context;
  }

  List<RpcMethod> all() {
    return List.of(
        new BodyMethod(toAddressSpec(), this::toAddress), new BodyMethod(manySpec(), this::toMany));
  }

  // ---- declarations

  private static Result[] results() {
    return new Result[] {
      Result.hex("txid", "The transaction").when("if verbose is not set or set to false"),
      Result.object(
              "",
              "",
              Result.hex("txid", "The transaction"),
              Result.text("fee_reason", "Where the fee rate came from"))
          .when("if verbose is set to true")
    };
  }

  private static Param replaceable() {
    return Param.flag("replaceable", "Whether it says that it may be replaced (BIP125)")
        .defaultHint("wallet default");
  }

  private static Param target() {
    return Param.number("conf_target", "Blocks within which it should confirm")
        .defaultHint("wallet -txconfirmtarget");
  }

  private static Param mode() {
    return Param.text(
            "estimate_mode", "How careful the estimate is: unset, economical," + " conservative")
        .byDefault("unset");
  }

  private static Param rate() {
    return Param.amount("fee_rate", "Fee rate in satoshis per virtual byte")
        .defaultHint("not set, fall back to wallet fee estimation");
  }

  private static Param verbose() {
    return Param.flag("verbose", "Whether to tell more about the fee").byDefault(false);
  }

  private static MethodSpec toAddressSpec() {
    return MethodSpec.method("sendtoaddress", "wallet")
        .describe("Pays an amount to an address.")
        .params(
            Param.text("address", "Whom to pay"),
            Param.amount("amount", "How much, in bitcoin"),
            Param.text("comment", "What it is for; kept in the wallet only").optional(),
            Param.text("comment_to", "Who it is for; kept in the wallet only").optional(),
            Param.flag("subtractfeefromamount", "Whether the receiver pays the fee")
                .byDefault(false),
            replaceable(),
            target(),
            mode(),
            Param.flag("avoid_reuse", "Whether coins of used addresses are left alone")
                .byDefault(true),
            rate(),
            verbose())
        .results(results())
        .example("\"bc1q...\" 0.1")
        .onWallet();
  }

  private static MethodSpec manySpec() {
    return MethodSpec.method("sendmany", "wallet")
        .describe("Pays several addresses with one transaction.")
        .params(
            Param.text("dummy", "Must be empty").byDefault("").oneLine("\"\""),
            Param.map(
                "amounts",
                "Addresses and what they get, in bitcoin",
                Param.amount("address", "An address and its amount")),
            Param.number("minconf", "Ignored").optional().placeholder(),
            Param.text("comment", "What it is for; kept in the wallet only").optional(),
            Param.array(
                    "subtractfeefrom",
                    "Addresses that share the fee",
                    Param.text("address", "One of the addresses"))
                .optional(),
            replaceable(),
            target(),
            mode(),
            rate(),
            verbose())
        .results(results())
        .example("\"\" \"{\\\"bc1q...\\\":0.01,\\\"bc1p...\\\":0.02}\"")
        .onWallet();
  }

  // ---- bodies

  private JsonNode toAddress(RpcCall call) {
    OpenWallet wallet = context.currentWallet(call);
    SpendOptions options = options(call, wallet);
    boolean avoidReuse = CallContext.avoidReuse(wallet, CallContext.given(call, "avoid_reuse"));
    options
        .avoidReuse(avoidReuse)
        .avoidPartialSpends(avoidReuse || wallet.settings().avoidPartialSpends());
    CallContext.requireUnlocked(wallet);
    String address = call.text("address");
    Destination destination =
        wallet
            .format()
            .decode(address)
            .orElseThrow(() -> CallContext.badKey("Invalid Bitcoin address: " + address));
    boolean subtract = call.findFlag("subtractfeefromamount").orElse(false);
    Recipient recipient = new Recipient(destination.script(), call.satoshis("amount"), subtract);
    Spending.Notes notes =
        new Spending.Notes(
            call.findText("comment").orElse(""),
            call.findText("comment_to").orElse(""),
            List.of(),
            Optional.empty(),
            "");
    return send(call, wallet, List.of(recipient), options, notes);
  }

  private JsonNode toMany(RpcCall call) {
    OpenWallet wallet = context.currentWallet(call);
    if (!call.findText("dummy").orElse("").isEmpty()) {
      throw CallContext.invalid("Dummy value must be set to \"\"");
    }
    SpendOptions options = options(call, wallet);
    CallContext.requireUnlocked(wallet);
    Spending.Notes notes =
        new Spending.Notes(
            call.findText("comment").orElse(""), "", List.of(), Optional.empty(), "");
    return send(call, wallet, recipients(call, wallet), options, notes);
  }

  private static List<Recipient> recipients(RpcCall call, OpenWallet wallet) {
    Set<String> payers = new HashSet<>();
    if (call.has("subtractfeefrom")) {
      for (JsonNode payer : call.json("subtractfeefrom")) {
        payers.add(RpcValues.text(payer));
      }
    }
    Map<Destination, String> seen = new HashMap<>();
    List<Recipient> recipients = new ArrayList<>();
    Set<String> addresses = new HashSet<>();
    for (Iterator<Map.Entry<String, JsonNode>> it = call.json("amounts").fields(); it.hasNext(); ) {
      Map.Entry<String, JsonNode> entry = it.next();
      String address = entry.getKey();
      Destination destination =
          wallet
              .format()
              .decode(address)
              .orElseThrow(() -> CallContext.badKey("Invalid Bitcoin address: " + address));
      if (seen.put(destination, address) != null) {
        throw CallContext.invalid("Invalid parameter, duplicated address: " + address);
      }
      addresses.add(address);
      recipients.add(
          new Recipient(
              destination.script(),
              RpcValues.satoshis(entry.getValue()),
              payers.contains(address)));
    }
    for (String payer : payers) {
      if (!addresses.contains(payer)) {
        throw CallContext.invalid(
            "Invalid parameter 'subtract fee from output', destination "
                + payer
                + " not found in tx outputs");
      }
    }
    return recipients;
  }

  private static SpendOptions options(RpcCall call, OpenWallet wallet) {
    SpendOptions options =
        new SpendOptions()
            .signalRbf(CallContext.given(call, "replaceable"))
            .avoidPartialSpends(wallet.settings().avoidPartialSpends());
    FeeArguments.apply(
        wallet,
        options,
        argument(call, "conf_target"),
        argument(call, "estimate_mode"),
        argument(call, "fee_rate"));
    return options;
  }

  static Optional<JsonNode> argument(RpcCall call, String name) {
    return call.has(name) ? Optional.of(call.json(name)) : Optional.empty();
  }

  private static JsonNode send(
      RpcCall call,
      OpenWallet wallet,
      List<Recipient> recipients,
      SpendOptions options,
      Spending.Notes notes) {
    if (!wallet.mayHavePrivateKeys()) {
      throw CallContext.walletError("Error: Private keys are disabled for this wallet");
    }
    List<Recipient> shuffled = new ArrayList<>(recipients);
    // The order of the outputs should say nothing about whom the wallet paid first.
    Collections.shuffle(shuffled, RANDOM);
    wallet.lock().lock();
    try {
      Spending spending = new Spending(wallet);
      BuiltTransaction built = spending.build(shuffled, options, true);
      WalletTx tx = spending.commit(built.transaction(), notes);
      if (!call.findFlag("verbose").orElse(false)) {
        return Json.text(tx.txid().toString());
      }
      ObjectNode out = Json.object();
      out.put("txid", tx.txid().toString());
      out.put("fee_reason", built.reason().text());
      return out;
    } catch (BuildException e) {
      throw new RpcException(
          RpcErrorCode.WALLET_INSUFFICIENT_FUNDS, String.valueOf(e.getMessage()));
    } finally {
      wallet.lock().unlock();
    }
  }
}
