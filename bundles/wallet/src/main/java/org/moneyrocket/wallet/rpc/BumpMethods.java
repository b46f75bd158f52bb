// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcMethod;
import org.moneyrocket.rpc.RpcValues;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.coins.WalletTx;
import org.moneyrocket.wallet.spend.FeeBump;
import org.moneyrocket.wallet.spend.FeeBump.BumpException;
import org.moneyrocket.wallet.spend.SpendOptions;

/** Replacing a transaction by one that pays more. */
final class BumpMethods {
  private final CallContext context;

  BumpMethods(CallContext context) {
    this.context = context;
  }

  List<RpcMethod> all() {
    return List.of(new BodyMethod(bumpSpec(), this::bump));
  }

  private static MethodSpec bumpSpec() {
    return MethodSpec.method("bumpfee", "wallet")
        .describe(
            "Replaces an unconfirmed transaction of the wallet by one with a higher fee, keeping"
                + " its payments. The change pays the difference.")
        .params(
            Param.hex("txid", "The transaction to replace"),
            Param.options(
                    "options",
                    "How",
                    Param.number("conf_target", "Blocks within which it should confirm").optional(),
                    Param.amount("fee_rate", "Fee rate in satoshis per virtual byte").optional(),
                    Param.flag("replaceable", "Whether the new one may be replaced again")
                        .byDefault(true),
                    Param.text("estimate_mode", "How careful the estimate is").byDefault("unset"),
                    Param.number("original_change_index", "The old output that is change")
                        .optional())
                .optional())
        .results(
            Result.object(
                "",
                "",
                Result.hex("txid", "The new transaction"),
                Result.amount("origfee", "Fee of the old one"),
                Result.amount("fee", "Fee of the new one"),
                Result.array("errors", "What went wrong", Result.text("", ""))))
        .example("<txid>")
        .onWallet();
  }

  private JsonNode bump(RpcCall call) {
    OpenWallet wallet = context.currentWallet(call);
    if (!wallet.mayHavePrivateKeys()) {
      throw CallContext.walletError(
          "bumpfee is not available with wallets that have private keys disabled. Use psbtbumpfee"
              + " instead.");
    }
    JsonNode options = call.has("options") ? call.json("options") : Json.object();
    SpendOptions spend =
        new SpendOptions()
            .signalRbf(Optional.of(CallContext.flagMember(options, "replaceable").orElse(true)));
    FeeArguments.apply(
        wallet,
        spend,
        CallContext.member(options, "conf_target"),
        CallContext.member(options, "estimate_mode"),
        CallContext.member(options, "fee_rate"));
    CallContext.requireUnlocked(wallet);
    Optional<Integer> change =
        CallContext.member(options, "original_change_index").map(RpcValues::int32);
    Txid txid = call.txid("txid");
    wallet.lock().lock();
    try {
      FeeBump bump = new FeeBump(wallet);
      FeeBump.Replacement replacement =
          bump.build(txid, new FeeBump.Request(spend, List.of(), change, true, false));
      Transaction signed =
          bump.sign(replacement.built().transaction())
              .orElseThrow(() -> CallContext.walletError("Can't sign transaction."));
      WalletTx tx = bump.commit(txid, signed, "");
      ObjectNode out = Json.object();
      out.put("txid", tx.txid().toString());
      out.set("origfee", Json.amount(replacement.oldFeeSats()));
      out.set("fee", Json.amount(replacement.built().feeSats()));
      out.putArray("errors");
      return out;
    } catch (BumpException e) {
      throw new RpcException(code(e.problem()), String.valueOf(e.getMessage()));
    } finally {
      wallet.lock().unlock();
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
}
