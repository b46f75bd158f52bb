// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.moneyrocket.interfaces.chain.CoinInfo;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.Bytes;
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
import org.moneyrocket.rpc.SigningAnswer;
import org.moneyrocket.script.address.Destination;
import org.moneyrocket.script.key.SecretKey;
import org.moneyrocket.script.message.SignedMessage;
import org.moneyrocket.script.psbt.Psbt;
import org.moneyrocket.script.psbt.PsbtException;
import org.moneyrocket.script.psbt.PsbtSigner;
import org.moneyrocket.script.sign.HashType;
import org.moneyrocket.script.sign.SigningData;
import org.moneyrocket.script.sign.TransactionSigner;
import org.moneyrocket.script.text.ScriptAssembly;
import org.moneyrocket.script.text.TransactionHex;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.spend.PsbtFilling;
import org.moneyrocket.wallet.spend.Signing;

/** Signing transactions, PSBTs and messages with keys of the wallet. */
final class SigningMethods {
  private static final Map<String, String> PREVIOUS =
      Map.of("txid", "string", "vout", "number", "scriptPubKey", "string");

  private final CallContext context;

  SigningMethods(CallContext context) {
    this.context = context;
  }

  List<RpcMethod> all() {
    return List.of(
        new BodyMethod(rawSpec(), this::raw),
        new BodyMethod(psbtSpec(), this::psbt),
        new BodyMethod(messageSpec(), this::message));
  }

  private static Param hashType() {
    return Param.text(
            "sighashtype",
            "What is signed: DEFAULT, ALL, NONE, SINGLE, or one of the last three with"
                + " |ANYONECANPAY")
        .byDefault("DEFAULT for Taproot, ALL otherwise");
  }

  private static HashType hashType(String text) {
    return HashType.byLabel(text)
        .orElseThrow(() -> CallContext.invalid("'" + text + "' is not a valid sighash parameter."));
  }

  // ---- signrawtransactionwithwallet

  private static MethodSpec rawSpec() {
    return MethodSpec.method("signrawtransactionwithwallet", "wallet")
        .describe(
            "Signs the inputs of a transaction. Outputs that are not in the chain yet are"
                + " described in the second argument.")
        .params(
            Param.text("hexstring", "The transaction"),
            Param.array(
                    "prevtxs",
                    "Outputs that are spent",
                    Param.object(
                            "",
                            "",
                            Param.hex("txid", "The transaction's id"),
                            Param.number("vout", "Number of the output"),
                            Param.hex("scriptPubKey", "Its script"),
                            Param.hex("redeemScript", "The script behind a script hash").optional(),
                            Param.hex("witnessScript", "The script behind a witness script hash")
                                .optional(),
                            Param.amount("amount", "Its amount in BTC, needed for witnesses")
                                .optional())
                        .optional())
                .optional(),
            hashType())
        .results(
            Result.object(
                "",
                "",
                Result.hex("hex", "The transaction with signatures"),
                Result.flag("complete", "Whether every input is satisfied"),
                Result.array(
                        "errors",
                        "Inputs that are not",
                        Result.object(
                            "",
                            "",
                            Result.hex("txid", "Transaction whose output is spent"),
                            Result.number("vout", "Number of the output"),
                            Result.array("witness", "", Result.hex("witness", "One item")),
                            Result.hex("scriptSig", "The unlocking script"),
                            Result.number("sequence", "The sequence number"),
                            Result.text("error", "What is wrong")))
                    .optional()))
        .example("\"myhex\"")
        .onWallet();
  }

  private JsonNode raw(RpcCall call) {
    OpenWallet wallet = context.wallet(call);
    Transaction transaction =
        TransactionHex.decode(call.text("hexstring"))
            .orElseThrow(
                () ->
                    new RpcException(
                        RpcErrorCode.DESERIALIZATION_ERROR,
                        "TX decode failed. Make sure the tx has at least one input."));
    Map<OutPoint, TxOut> coins = new HashMap<>();
    List<OutPoint> spent = transaction.inputs().stream().map(TxIn::prevout).toList();
    for (CoinInfo coin : wallet.chain().coins(spent)) {
      coins.put(coin.outPoint(), coin.output());
    }
    return CallContext.locked(
        wallet,
        () -> {
          CallContext.requireUnlocked(wallet);
          if (call.has("prevtxs")) {
            call.json("prevtxs").forEach(given -> readPrevious(given, coins));
          }
          HashType type =
              call.has("sighashtype") ? hashType(call.text("sighashtype")) : HashType.DEFAULT;
          TransactionSigner.Result result =
              Signing.sign(wallet, transaction, coins, new SigningData(), type);
          return SigningAnswer.of(result.transaction(), result.errors(), coins);
        });
  }

  private static void readPrevious(JsonNode given, Map<OutPoint, TxOut> coins) {
    if (!given.isObject()) {
      throw decodeFailure("expected object with {\"txid'\",\"vout\",\"scriptPubKey\"}");
    }
    RpcValues.checkMembers(given, PREVIOUS, false, false);
    int index = RpcValues.int32(given.get("vout"));
    if (index < 0) {
      throw decodeFailure("vout cannot be negative");
    }
    OutPoint outPoint = new OutPoint(RpcValues.txid(given.get("txid"), "txid"), index);
    Bytes script = RpcValues.bytes(given.get("scriptPubKey"), "scriptPubKey");
    TxOut known = coins.get(outPoint);
    if (known != null && !known.script().equals(script)) {
      throw decodeFailure(
          "Previous output scriptPubKey mismatch:\n"
              + ScriptAssembly.of(known.script())
              + "\nvs:\n"
              + ScriptAssembly.of(script));
    }
    long sats =
        CallContext.member(given, "amount").map(RpcValues::satoshis).orElse(Amount.MAX_MONEY);
    coins.put(outPoint, new TxOut(sats, script));
  }

  private static RpcException decodeFailure(String message) {
    return new RpcException(RpcErrorCode.DESERIALIZATION_ERROR, message);
  }

  // ---- walletprocesspsbt

  private static MethodSpec psbtSpec() {
    return MethodSpec.method("walletprocesspsbt", "wallet")
        .describe("Adds to a PSBT what the wallet knows, and signs what it can sign.")
        .params(
            Param.text("psbt", "The PSBT in Base64"),
            Param.flag("sign", "Whether it is signed").byDefault(true),
            hashType(),
            Param.flag("bip32derivs", "Whether derivations of keys are added").byDefault(true),
            Param.flag("finalize", "Whether inputs that can be finished are").byDefault(true))
        .results(
            Result.object(
                "",
                "",
                Result.text("psbt", "The PSBT in Base64"),
                Result.flag("complete", "Whether every input is satisfied"),
                Result.hex("hex", "The transaction, if it is complete").optional()))
        .example("\"psbt\"")
        .onWallet();
  }

  private JsonNode psbt(RpcCall call) {
    OpenWallet wallet = context.currentWallet(call);
    Psbt psbt;
    try {
      psbt = Psbt.decodeBase64(call.text("psbt"));
    } catch (PsbtException e) {
      throw decodeFailure("TX decode failed " + e.getMessage());
    }
    OptionalInt type =
        call.has("sighashtype")
            ? OptionalInt.of(hashType(call.text("sighashtype")).code())
            : OptionalInt.empty();
    boolean sign = call.flag("sign");
    PsbtFilling.Options options =
        new PsbtFilling.Options(sign, type, call.flag("finalize"), call.flag("bip32derivs"));
    return CallContext.locked(
        wallet,
        () -> {
          if (sign) {
            CallContext.requireUnlocked(wallet);
          }
          PsbtFilling.Filled filled = FinishedTransaction.fill(wallet, psbt, options);
          ObjectNode out = Json.object();
          out.put("psbt", filled.psbt().toBase64());
          out.put("complete", filled.complete());
          if (filled.complete()) {
            PsbtSigner.finishAndExtract(filled.psbt())
                .ifPresent(finished -> out.put("hex", finished.toBytes().toHex()));
          }
          return out;
        });
  }

  // ---- signmessage

  private static MethodSpec messageSpec() {
    return MethodSpec.method("signmessage", "wallet")
        .describe("Signs a text with the key of an address.")
        .params(
            Param.text("address", "The address, of the kind legacy"),
            Param.text("message", "The text"))
        .results(Result.text("signature", "The signature in Base64"))
        .example("\"mrCDrCybB6J1vRfbwM5hemdJz73FwDBC8r\" \"my message\"")
        .onWallet();
  }

  private JsonNode message(RpcCall call) {
    OpenWallet wallet = context.wallet(call);
    return CallContext.locked(
        wallet,
        () -> {
          CallContext.requireUnlocked(wallet);
          Destination destination =
              CallContext.destination(wallet, call.text("address"), "Invalid address");
          if (!(destination instanceof Destination.KeyHash(Bytes hash))) {
            throw new RpcException(RpcErrorCode.TYPE_ERROR, "Address does not refer to key");
          }
          try (SigningData data = wallet.ring().signingData(List.of(destination.script()), true)) {
            SecretKey key =
                data.secret(hash)
                    .orElseThrow(() -> CallContext.walletError("Private key not available"));
            return Json.text(SignedMessage.sign(key, call.text("message")));
          }
        });
  }
}
