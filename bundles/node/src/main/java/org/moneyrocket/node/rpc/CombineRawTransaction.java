// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcValues;
import org.moneyrocket.script.sign.HashType;
import org.moneyrocket.script.sign.InputSignatures;
import org.moneyrocket.script.sign.InputSigner;
import org.moneyrocket.script.sign.SignatureExtractor;
import org.moneyrocket.script.sign.SigningData;
import org.moneyrocket.script.sign.TransactionSignatureCreator;
import org.moneyrocket.script.sign.TransactionSigner;
import org.moneyrocket.script.text.TransactionHex;

/** {@code combinerawtransaction}. */
final class CombineRawTransaction extends NodeMethod {
  CombineRawTransaction(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("combinerawtransaction", "rawtransactions")
        .describe("Puts the signatures of several copies of a transaction into one.")
        .params(Param.array("txs", "The copies", Param.hex("hexstring", "One of them").optional()))
        .results(Result.hex("", "The transaction with all signatures"))
        .example("'[\"myhex1\", \"myhex2\", \"myhex3\"]'");
  }

  @Override
  public JsonNode run(RpcCall call) {
    JsonNode list = call.json("txs");
    if (list.size() < 2) {
      throw new RpcException(
          RpcErrorCode.DESERIALIZATION_ERROR,
          "Missing transactions. At least two transactions required.");
    }
    List<Transaction> copies = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      int number = i;
      copies.add(
          TransactionHex.decode(RpcValues.text(list.get(i)))
              .orElseThrow(
                  () ->
                      new RpcException(
                          RpcErrorCode.DESERIALIZATION_ERROR,
                          "TX decode failed for tx "
                              + number
                              + ". Make sure the tx has at least one input.")));
    }
    Txid first = bare(copies.get(0)).txid();
    for (int i = 1; i < copies.size(); i++) {
      if (!bare(copies.get(i)).txid().equals(first)) {
        throw new RpcException(
            RpcErrorCode.INVALID_PARAMETER,
            "Transaction number " + (i + 1) + " not compatible with first transaction");
      }
    }
    return Json.text(combine(copies).toBytes().toHex());
  }

  private static Transaction bare(Transaction tx) {
    return tx.withInputs(
        tx.inputs().stream()
            .map(input -> new TxIn(input.prevout(), Bytes.EMPTY, input.sequence()))
            .toList());
  }

  private Transaction combine(List<Transaction> copies) {
    Transaction tx = copies.get(0);
    Map<OutPoint, TxOut> coins = SpentCoins.of(core, tx);
    List<TxIn> inputs = new ArrayList<>();
    for (int i = 0; i < tx.inputs().size(); i++) {
      TxIn input = tx.inputs().get(i);
      TxOut spent = coins.get(input.prevout());
      if (spent == null) {
        throw new RpcException(RpcErrorCode.VERIFY_ERROR, "Input not found or already spent");
      }
      InputSignatures all = new InputSignatures();
      for (Transaction copy : copies) {
        all.merge(SignatureExtractor.extract(TransactionSigner.precompute(copy, coins), i, spent));
      }
      InputSigner.sign(
          new SigningData(),
          new TransactionSignatureCreator(
              TransactionSigner.precompute(tx, coins), i, spent.valueSats(), HashType.ALL),
          spent.script(),
          all);
      inputs.add(new TxIn(input.prevout(), all.scriptSig(), input.sequence(), all.witnessStack()));
    }
    return tx.withInputs(inputs);
  }
}
