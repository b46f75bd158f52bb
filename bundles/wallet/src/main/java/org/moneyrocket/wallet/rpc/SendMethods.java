// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcMethod;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.coins.WalletTx;
import org.moneyrocket.wallet.spend.BuildException;
import org.moneyrocket.wallet.spend.BuiltTransaction;
import org.moneyrocket.wallet.spend.Recipient;
import org.moneyrocket.wallet.spend.SpendOptions;
import org.moneyrocket.wallet.spend.Spending;
import org.moneyrocket.wallet.store.WalletFlag;

/** Paying addresses with whatever coins the wallet chooses. */
final class SendMethods {
  private final CallContext context;

  SendMethods(CallContext context) {
    this.context = context;
  }

  List<RpcMethod> all() {
    return List.of(
        new BodyMethod(toAddressSpec(), this::toAddress), new BodyMethod(manySpec(), this::toMany));
  }

  private static Param replaceable() {
    return Param.flag("replaceable", "Whether it says that it may be replaced (BIP125)")
        .defaultHint("wallet default");
  }

  private static Param verbose() {
    return Param.flag("verbose", "Whether to say where the fee came from").byDefault(false);
  }

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

  // ---- sendtoaddress

  private static MethodSpec toAddressSpec() {
    return MethodSpec.method("sendtoaddress", "wallet")
        .describe("Pays an address.")
        .params(
            Param.text("address", "The address"),
            Param.amount("amount", "Amount in BTC"),
            Param.text("comment", "Note on what it is for, kept in the wallet").optional(),
            Param.text("comment_to", "Note on whom it is for, kept in the wallet").optional(),
            Param.flag("subtractfeefromamount", "Whether the receiver pays the fee")
                .byDefault(false),
            replaceable(),
            FeeArguments.target(),
            FeeArguments.mode(),
            Param.flag(
                    "avoid_reuse",
                    "Leave out coins on used addresses, if the wallet keeps them apart")
                .byDefault(true),
            FeeArguments.rate(),
            verbose())
        .results(results())
        .example("\"bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080\" 0.1")
        .onWallet();
  }

  private JsonNode toAddress(RpcCall call) {
    OpenWallet wallet = context.currentWallet(call);
    return CallContext.sending(
        wallet,
        () -> {
          SpendOptions options = options(wallet, call);
          boolean avoidReuse =
              CallContext.avoidReuse(wallet, CallContext.given(call, "avoid_reuse"));
          options
              .avoidReuse(avoidReuse)
              .avoidPartialSpends(wallet.settings().avoidPartialSpends() || avoidReuse);
          applyFee(wallet, call, options);
          CallContext.requireUnlocked(wallet);
          ObjectNode output = Json.object();
          output.set(call.text("address"), call.json("amount"));
          JsonNode payer =
              call.flag("subtractfeefromamount") ? Json.array().add(0) : NullNode.instance;
          List<Recipient> recipients =
              OutputArguments.read(output, wallet.format()).recipients(payer);
          Spending.Notes notes =
              new Spending.Notes(
                  call.findText("comment").orElse(""),
                  call.findText("comment_to").orElse(""),
                  List.of(),
                  Optional.empty(),
                  "");
          return send(wallet, recipients, options, notes, call.flag("verbose"));
        });
  }

  private static SpendOptions options(OpenWallet wallet, RpcCall call) {
    return new SpendOptions()
        .avoidPartialSpends(wallet.settings().avoidPartialSpends())
        .signalRbf(CallContext.given(call, "replaceable"));
  }

  private static void applyFee(OpenWallet wallet, RpcCall call, SpendOptions options) {
    FeeArguments.apply(
        wallet,
        options,
        FeeArguments.given(call, "conf_target"),
        FeeArguments.given(call, "estimate_mode"),
        FeeArguments.given(call, "fee_rate"),
        false);
  }

  // ---- sendmany

  private static MethodSpec manySpec() {
    return MethodSpec.method("sendmany", "wallet")
        .describe("Pays several addresses with one transaction.")
        .params(
            Param.text("dummy", "Must be \"\"").byDefault("").placeholder().oneLine("\"\""),
            Param.map(
                "amounts",
                "Addresses and amounts",
                Param.amount("address", "Address, and the amount in BTC it gets")),
            Param.number("minconf", "Not used any more").optional().placeholder(),
            Param.text("comment", "Note on what it is for, kept in the wallet").optional(),
            Param.array(
                    "subtractfeefrom",
                    "Addresses that pay the fee, shared equally; else the sender pays",
                    Param.text("address", "An address").optional())
                .optional(),
            replaceable(),
            FeeArguments.target(),
            FeeArguments.mode(),
            FeeArguments.rate(),
            verbose())
        .results(results())
        .example("\"\" \"{\\\"bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080\\\":0.01}\"")
        .onWallet();
  }

  private JsonNode toMany(RpcCall call) {
    OpenWallet wallet = context.currentWallet(call);
    return CallContext.sending(
        wallet,
        () -> {
          if (!call.findText("dummy").orElse("").isEmpty()) {
            throw CallContext.invalid("Dummy value must be set to \"\"");
          }
          SpendOptions options = options(wallet, call);
          applyFee(wallet, call, options);
          List<Recipient> recipients =
              OutputArguments.read(call.json("amounts"), wallet.format())
                  .recipients(FeeArguments.given(call, "subtractfeefrom"));
          Spending.Notes notes =
              new Spending.Notes(
                  call.findText("comment").orElse(""), "", List.of(), Optional.empty(), "");
          return send(wallet, recipients, options, notes, call.flag("verbose"));
        });
  }

  private static JsonNode send(
      OpenWallet wallet,
      List<Recipient> recipients,
      SpendOptions options,
      Spending.Notes notes,
      boolean verbose) {
    CallContext.requireUnlocked(wallet);
    if (wallet.has(WalletFlag.EXTERNAL_SIGNER)) {
      throw CallContext.walletError(
          "Error: sendtoaddress and sendmany are not supported for wallets with external signers;"
              + " use send instead");
    }
    if (!wallet.mayHavePrivateKeys()) {
      throw CallContext.walletError("Error: Private keys are disabled for this wallet");
    }
    List<Recipient> shuffled = new ArrayList<>(recipients);
    Collections.shuffle(shuffled, wallet.environment().random());
    Spending spending = new Spending(wallet);
    BuiltTransaction built;
    try {
      built = spending.build(shuffled, options, true);
    } catch (BuildException e) {
      throw new RpcException(
          RpcErrorCode.WALLET_INSUFFICIENT_FUNDS, String.valueOf(e.getMessage()));
    }
    WalletTx tx = spending.commit(built.transaction(), notes);
    if (!verbose) {
      return Json.text(tx.txid().toString());
    }
    return Json.object().put("txid", tx.txid().toString()).put("fee_reason", built.reason().text());
  }
}
