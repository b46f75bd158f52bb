// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxOut;
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
import org.moneyrocket.script.text.TransactionHex;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.spend.BuiltTransaction;
import org.moneyrocket.wallet.spend.PsbtFilling;
import org.moneyrocket.wallet.spend.Recipient;

/** Completing transactions whose outputs the caller decides in detail. */
final class FundingMethods {
  private final CallContext context;

  FundingMethods(CallContext context) {
    this.context = context;
  }

  List<RpcMethod> all() {
    return List.of(
        new BodyMethod(sendSpec(), this::send),
        new BodyMethod(fundSpec(), this::fund),
        new BodyMethod(psbtSpec(), this::psbt));
  }

  static Param version() {
    return Param.number("version", "Version of the transaction").byDefault(2);
  }

  static boolean rbf(OpenWallet wallet, ObjectNode options) {
    return CallContext.flagMember(options, "replaceable").orElse(wallet.settings().signalRbf());
  }

  // ---- send

  private static MethodSpec sendSpec() {
    List<Param> options = new ArrayList<>(FundingArguments.coinParams(false));
    Collections.addAll(
        options,
        Param.flag("add_to_wallet", "Whether it is kept and sent").byDefault(true),
        Param.text("change_address", "Where change goes").defaultHint("automatic"),
        Param.number("change_position", "Number of the change output").defaultHint("random"),
        Param.text("change_type", "Kind of change address").defaultHint("set by -changetype"),
        FeeArguments.rate().alsoPositional(),
        Param.flag("include_watching", "Not used any more (deprecated)").byDefault("false"),
        DraftArguments.inputParam("Inputs that have to be used", true).byDefault(Json.array()),
        Param.number("locktime", "The lock time")
            .defaultHint("locktime close to block height to prevent fee sniping"),
        Param.flag("lock_unspents", "Whether the coins are locked").byDefault(false),
        Param.flag("psbt", "Whether to hand out a PSBT and not send").defaultHint("automatic"),
        FundingArguments.subtractParam("subtract_fee_from_outputs"),
        FundingArguments.maxWeightParam());
    options.addAll(FundingArguments.commonParams(true));
    return MethodSpec.method("send", "wallet")
        .describe("Builds, signs and sends a transaction.")
        .params(
            NewOutput.param(),
            FeeArguments.target(),
            FeeArguments.mode(),
            FeeArguments.rate(),
            Param.options("options", "", options.toArray(new Param[0]))
                .optional()
                .oneLine("options"),
            version())
        .results(FinishedTransaction.result())
        .example("'{\"bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080\": 0.1}' 6 economical")
        .onWallet();
  }

  private JsonNode send(RpcCall call) {
    OpenWallet wallet = context.wallet(call);
    ObjectNode options = FeeArguments.mergedOptions(call);
    boolean rbf = rbf(wallet, options);
    OutputArguments outputs = OutputArguments.read(call.json("outputs"), wallet.format());
    List<Recipient> recipients = outputs.recipients(options.path("subtract_fee_from_outputs"));
    DraftArguments draft =
        DraftArguments.read(
            options.path("inputs"),
            options.path("locktime"),
            rbf,
            RpcValues.uint32(call.json("version")));
    draft.requireSignal(rbf);
    FundingArguments.takeInputWeights(options.path("inputs"), options);
    wallet.awaitCurrent();
    return CallContext.sending(
        wallet,
        () -> {
          FundingArguments funding = new FundingArguments(wallet, options, draft);
          funding.spend().allowOtherInputs(draft.inputs().isEmpty());
          BuiltTransaction built = funding.read(recipients.size(), false).fund(recipients);
          return FinishedTransaction.of(wallet, options, built.transaction());
        });
  }

  // ---- fundrawtransaction

  private static List<Param> camelCaseOptions(boolean addInputsByDefault) {
    List<Param> options = new ArrayList<>(FundingArguments.coinParams(addInputsByDefault));
    Collections.addAll(
        options,
        Param.text("changeAddress", "Where change goes").defaultHint("automatic"),
        Param.number("changePosition", "Number of the change output").defaultHint("random"),
        Param.text("change_type", "Kind of change address").defaultHint("set by -changetype"),
        Param.flag("includeWatching", "Not used any more (deprecated)").byDefault(false),
        Param.flag("lockUnspents", "Whether the coins are locked").byDefault(false),
        FeeArguments.rate(),
        Param.amount("feeRate", "Fee rate in BTC/kvB")
            .defaultHint("not set, fall back to wallet fee estimation"),
        FundingArguments.subtractParam("subtractFeeFromOutputs"));
    return options;
  }

  private static MethodSpec fundSpec() {
    List<Param> options = camelCaseOptions(true);
    options.add(
        Param.array(
                "input_weights",
                "Largest weights of inputs once they are signed",
                Param.object(
                        "",
                        "",
                        Param.hex("txid", "Transaction whose output is spent"),
                        Param.number("vout", "Number of the output"),
                        Param.number("weight", "Largest weight of the input"))
                    .optional())
            .optional());
    options.add(FundingArguments.maxWeightParam());
    options.addAll(FundingArguments.commonParams(true));
    return MethodSpec.method("fundrawtransaction", "rawtransactions")
        .describe(
            "Adds inputs to a transaction until they pay its outputs, and change if needed. Inputs"
                + " are not signed.")
        .params(
            Param.hex("hexstring", "The transaction"),
            Param.options("options", "", options.toArray(new Param[0]))
                .optional()
                .oneLine("options"),
            Param.flag("iswitness", "Whether the bytes are those of a transaction with witness")
                .defaultHint("depends on heuristic tests"))
        .results(
            Result.object(
                "",
                "",
                Result.hex("hex", "The transaction"),
                Result.amount("fee", "Its fee in BTC"),
                Result.number("changepos", "Number of the change output, or -1")))
        .example("\"rawtransactionhex\"")
        .onWallet();
  }

  private JsonNode fund(RpcCall call) {
    OpenWallet wallet = context.wallet(call);
    Transaction given =
        TransactionHex.decode(call.text("hexstring"), CallContext.given(call, "iswitness"))
            .orElseThrow(
                () -> new RpcException(RpcErrorCode.DESERIALIZATION_ERROR, "TX decode failed"));
    ObjectNode options = CallContext.options(call);
    List<TxOut> outputs = given.outputs();
    Set<Integer> payers =
        OutputArguments.payers(
            options.path("subtractFeeFromOutputs"), Collections.nCopies(outputs.size(), "dummy"));
    List<Recipient> recipients = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      recipients.add(
          new Recipient(outputs.get(i).script(), outputs.get(i).valueSats(), payers.contains(i)));
    }
    wallet.awaitCurrent();
    return CallContext.sending(
        wallet,
        () -> {
          FundingArguments funding =
              new FundingArguments(wallet, options, DraftArguments.of(given));
          BuiltTransaction built = funding.read(recipients.size(), true).fund(recipients);
          ObjectNode out = Json.object();
          out.put("hex", built.transaction().toBytes().toHex());
          putFunding(out, built);
          return out;
        });
  }

  private static void putFunding(ObjectNode out, BuiltTransaction built) {
    out.set("fee", Json.amount(built.feeSats()));
    out.put("changepos", built.changePosition().orElse(-1));
  }

  // ---- walletcreatefundedpsbt

  private static MethodSpec psbtSpec() {
    List<Param> options = camelCaseOptions(false);
    options.add(FundingArguments.maxWeightParam());
    options.addAll(FundingArguments.commonParams(true));
    return MethodSpec.method("walletcreatefundedpsbt", "wallet")
        .describe(
            "Makes a PSBT from outputs and perhaps inputs, adds inputs and change, and what the"
                + " wallet knows.")
        .params(
            DraftArguments.inputParam("Inputs; the wallet adds some if there are none", true)
                .optional(),
            NewOutput.param(),
            Param.number("locktime", "The lock time").byDefault(0),
            Param.options("options", "", options.toArray(new Param[0]))
                .optional()
                .oneLine("options"),
            Param.flag("bip32derivs", "Whether derivations of keys are added").byDefault(true),
            version(),
            Param.number("psbt_version", "Version of the PSBT, 0 or 2").byDefault(2))
        .results(
            Result.object(
                "",
                "",
                Result.text("psbt", "The PSBT in Base64"),
                Result.amount("fee", "Its fee in BTC"),
                Result.number("changepos", "Number of the change output, or -1")))
        .example(
            "\"[]\" \"[{\\\"bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080\\\":0.5}]\" 0"
                + " \"{\\\"add_inputs\\\":true,\\\"fee_rate\\\":2}\"")
        .onWallet();
  }

  private JsonNode psbt(RpcCall call) {
    OpenWallet wallet = context.currentWallet(call);
    ObjectNode options = CallContext.options(call);
    boolean rbf = rbf(wallet, options);
    JsonNode inputs = call.has("inputs") ? call.json("inputs") : NullNode.instance;
    DraftArguments draft =
        DraftArguments.read(
            inputs, call.json("locktime"), rbf, RpcValues.uint32(call.json("version")));
    OutputArguments outputs = OutputArguments.read(call.json("outputs"), wallet.format());
    draft.requireSignal(rbf);
    List<Recipient> recipients = outputs.recipients(options.path("subtractFeeFromOutputs"));
    FundingArguments.takeInputWeights(inputs, options);
    return CallContext.sending(
        wallet,
        () -> {
          FundingArguments funding = new FundingArguments(wallet, options, draft);
          funding.spend().allowOtherInputs(draft.inputs().isEmpty());
          BuiltTransaction built = funding.read(recipients.size(), true).fund(recipients);
          Psbt psbt = Psbt.of(built.transaction(), psbtVersion(call.int32("psbt_version")));
          FinishedTransaction.fill(
              wallet,
              psbt,
              new PsbtFilling.Options(false, OptionalInt.empty(), true, call.flag("bip32derivs")));
          ObjectNode out = Json.object();
          out.put("psbt", psbt.toBase64());
          putFunding(out, built);
          return out;
        });
  }

  static int psbtVersion(long version) {
    if (version != 2 && version != 0) {
      throw CallContext.invalid("The PSBT version can only be 2 or 0");
    }
    return (int) version;
  }
}
