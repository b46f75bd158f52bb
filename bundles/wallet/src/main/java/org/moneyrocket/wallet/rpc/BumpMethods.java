// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.NewOutput;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcMethod;
import org.moneyrocket.rpc.RpcValues;
import org.moneyrocket.script.psbt.Psbt;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.spend.FeeBump;
import org.moneyrocket.wallet.spend.PsbtFilling;
import org.moneyrocket.wallet.spend.SpendOptions;
import org.moneyrocket.wallet.store.WalletFlag;

/** Replacing transactions by ones with a higher fee. */
final class BumpMethods {
  private static final Map<String, String> KINDS =
      Map.of(
          "confTarget", "number",
          "conf_target", "number",
          "fee_rate", "",
          "replaceable", "bool",
          "estimate_mode", "string",
          "outputs", "",
          "original_change_index", "number",
          "psbt_version", "number");

  private final CallContext context;

  BumpMethods(CallContext context) {
    this.context = context;
  }

  List<RpcMethod> all() {
    return List.of(
        new BodyMethod(spec(false), call -> bump(call, false)),
        new BodyMethod(spec(true), call -> bump(call, true)));
  }

  private static MethodSpec spec(boolean psbt) {
    List<Param> options = new ArrayList<>();
    Collections.addAll(
        options,
        FeeArguments.target(),
        FeeArguments.rate(),
        Param.flag("replaceable", "Whether the new one says that it may be replaced (BIP125)")
            .byDefault(true),
        FeeArguments.mode(),
        NewOutput.param().byDefault(Json.array()),
        Param.number(
                "original_change_index",
                "Number of the old output that is change; not together with outputs")
            .defaultHint("not set, detect change automatically"));
    if (psbt) {
      options.add(Param.number("psbt_version", "Version of the PSBT, 0 or 2").byDefault(2));
    }
    return MethodSpec.method(psbt ? "psbtbumpfee" : "bumpfee", "wallet")
        .describe(
            "Makes a transaction that replaces an unconfirmed one and pays a higher fee, from its"
                + " change or from more coins."
                + (psbt ? " Returns it as a PSBT, not signed." : ""))
        .params(
            Param.hex("txid", "The transaction to replace"),
            Param.options("options", "", options.toArray(new Param[0]))
                .optional()
                .oneLine("options"))
        .results(
            Result.object(
                "",
                "",
                psbt
                    ? Result.text("psbt", "The new transaction in Base64")
                    : Result.hex("txid", "The new transaction"),
                Result.amount("origfee", "The old fee in BTC"),
                Result.amount("fee", "The new fee in BTC"),
                Result.array("errors", "Always empty", Result.text("", ""))))
        .example("<txid>")
        .onWallet();
  }

  private JsonNode bump(RpcCall call, boolean wantsPsbt) {
    OpenWallet wallet = context.wallet(call);
    if (!wallet.mayHavePrivateKeys() && !wallet.has(WalletFlag.EXTERNAL_SIGNER) && !wantsPsbt) {
      throw CallContext.walletError(
          "bumpfee is not available with wallets that have private keys disabled. Use psbtbumpfee"
              + " instead.");
    }
    Txid txid = call.txid("txid");
    ObjectNode options = CallContext.options(call);
    RpcValues.checkMembers(options, KINDS, true, true);
    if (options.has("confTarget") && options.has("conf_target")) {
      throw CallContext.invalid(
          "confTarget and conf_target options should not both be set. Use conf_target (confTarget"
              + " is deprecated).");
    }
    SpendOptions spend =
        new SpendOptions()
            .avoidPartialSpends(wallet.settings().avoidPartialSpends())
            .signalRbf(Optional.of(CallContext.flagMember(options, "replaceable").orElse(true)));
    FeeArguments.apply(
        wallet,
        spend,
        options.has("confTarget") ? options.get("confTarget") : options.path("conf_target"),
        options.path("estimate_mode"),
        options.path("fee_rate"),
        false);
    List<TxOut> outputs = outputs(wallet, options);
    Optional<Integer> change =
        CallContext.member(options, "original_change_index")
            .map(RpcValues::uint32)
            .map(index -> (int) Math.min(index, Integer.MAX_VALUE));
    int psbtVersion =
        FundingMethods.psbtVersion(
            CallContext.member(options, "psbt_version").map(RpcValues::uint32).orElse(2L));
    wallet.awaitCurrent();
    FeeBump.Request request = new FeeBump.Request(spend, outputs, change, !wantsPsbt, false);
    return CallContext.sending(
        wallet,
        () -> {
          CallContext.requireUnlocked(wallet);
          return wantsPsbt
              ? psbt(wallet, txid, request, psbtVersion)
              : replace(wallet, txid, request);
        });
  }

  private static List<TxOut> outputs(OpenWallet wallet, ObjectNode options) {
    JsonNode given = options.path("outputs");
    if (!FeeArguments.isGiven(given)) {
      return List.of();
    }
    if (given.isArray() && given.isEmpty()) {
      throw CallContext.invalid("Invalid parameter, output argument cannot be an empty array");
    }
    return OutputArguments.read(given, wallet.format()).txOuts();
  }

  private static JsonNode replace(OpenWallet wallet, Txid txid, FeeBump.Request request) {
    FeeBump bump = new FeeBump(wallet);
    FeeBump.Replacement replacement = build(bump, txid, request);
    Transaction signed =
        bump.sign(replacement.built().transaction())
            .orElseThrow(
                () ->
                    CallContext.walletError(
                        wallet.has(WalletFlag.EXTERNAL_SIGNER)
                            ? "Transaction incomplete. Try psbtbumpfee instead."
                            : "Can't sign transaction."));
    ObjectNode out = Json.object();
    try {
      out.put("txid", bump.commit(txid, signed, "").txid().toString());
    } catch (FeeBump.BumpException e) {
      throw CallContext.walletError(String.valueOf(e.getMessage()));
    }
    return withFees(out, replacement);
  }

  private static JsonNode psbt(OpenWallet wallet, Txid txid, FeeBump.Request request, int version) {
    FeeBump.Replacement replacement = build(new FeeBump(wallet), txid, request);
    Psbt psbt = Psbt.of(replacement.built().transaction(), version);
    FinishedTransaction.fill(wallet, psbt, PsbtFilling.Options.UPDATE);
    return withFees(Json.object().put("psbt", psbt.toBase64()), replacement);
  }

  private static FeeBump.Replacement build(FeeBump bump, Txid txid, FeeBump.Request request) {
    try {
      return bump.build(txid, request);
    } catch (FeeBump.BumpException e) {
      throw new RpcException(code(e.problem()), String.valueOf(e.getMessage()));
    }
  }

  private static RpcErrorCode code(FeeBump.Problem problem) {
    return switch (problem) {
      case UNKNOWN_TRANSACTION -> RpcErrorCode.INVALID_ADDRESS_OR_KEY;
      case PARAMETER -> RpcErrorCode.INVALID_PARAMETER;
      case SPENT -> RpcErrorCode.MISC_ERROR;
      case WALLET -> RpcErrorCode.WALLET_ERROR;
    };
  }

  private static ObjectNode withFees(ObjectNode out, FeeBump.Replacement replacement) {
    out.set("origfee", Json.amount(replacement.oldFeeSats()));
    out.set("fee", Json.amount(replacement.built().feeSats()));
    out.putArray("errors");
    return out;
  }
}
