// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcValues;
import org.moneyrocket.rpc.SigningAnswer;
import org.moneyrocket.script.sign.HashType;
import org.moneyrocket.script.sign.SigningData;
import org.moneyrocket.script.sign.TransactionSigner;
import org.moneyrocket.script.text.TransactionHex;

/** {@code signrawtransactionwithkey}. */
final class SignRawTransactionWithKey extends NodeMethod {
  SignRawTransactionWithKey(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("signrawtransactionwithkey", "rawtransactions")
        .describe(
            "Signs the inputs of a transaction with given private keys and no others. Outputs that"
                + " are not in the chain yet are described in the third argument.")
        .params(
            Param.text("hexstring", "The transaction"),
            Param.array(
                "privkeys", "The private keys in Base58", Param.hex("privatekey", "").optional()),
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
            Param.text(
                    "sighashtype",
                    "What is signed: DEFAULT, ALL, NONE, SINGLE, or one of the last three with"
                        + " |ANYONECANPAY")
                .byDefault("DEFAULT for Taproot, ALL otherwise"))
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
        .example("\"myhex\" \"[\\\"key1\\\",\\\"key2\\\"]\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    Transaction tx =
        TransactionHex.decode(call.text("hexstring"))
            .orElseThrow(
                () ->
                    new RpcException(
                        RpcErrorCode.DESERIALIZATION_ERROR,
                        "TX decode failed. Make sure the tx has at least one input."));
    try (SigningData data = new SigningData()) {
      for (JsonNode text : call.json("privkeys")) {
        data.addSecret(
            core.format()
                .decodeSecret(RpcValues.text(text))
                .orElseThrow(
                    () ->
                        new RpcException(
                            RpcErrorCode.INVALID_ADDRESS_OR_KEY, "Invalid private key")));
      }
      Map<OutPoint, TxOut> coins = SpentCoins.of(core, tx);
      if (call.has("prevtxs")) {
        PreviousOutputs.read(call.json("prevtxs"), data, coins);
      }
      HashType hashType =
          call.has("sighashtype") ? hashType(call.text("sighashtype")) : HashType.DEFAULT;
      TransactionSigner.Result result = TransactionSigner.sign(tx, coins, data, hashType);
      return SigningAnswer.of(result.transaction(), result.errors(), coins);
    }
  }

  /** Reads the name of a hash type, or fails as users know it. */
  static HashType hashType(String text) {
    return HashType.byLabel(text)
        .orElseThrow(
            () ->
                new RpcException(
                    RpcErrorCode.INVALID_PARAMETER,
                    "'" + text + "' is not a valid sighash parameter."));
  }
}
