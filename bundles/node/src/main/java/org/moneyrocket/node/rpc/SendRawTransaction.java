// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.moneyrocket.interfaces.chain.SubmitResult;
import org.moneyrocket.node.core.Broadcast;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.script.text.TransactionHex;

/** {@code sendrawtransaction}. */
final class SendRawTransaction extends PoolMethod {
  SendRawTransaction(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("sendrawtransaction", "rawtransactions")
        .describe(
            "Takes a signed transaction into the mempool and tells the peers of it. It is announced"
                + " again from time to time until a peer asks for it.")
        .params(
            Param.hex("hexstring", "The transaction"),
            Submission.maxFeeRate(),
            Submission.maxBurnAmount())
        .results(Result.hex("", "The transaction's id"))
        .example("\"signedhex\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    long maxBurn = call.satoshis("maxburnamount");
    Transaction tx =
        TransactionHex.decode(call.text("hexstring"))
            .orElseThrow(
                () ->
                    new RpcException(
                        RpcErrorCode.DESERIALIZATION_ERROR,
                        "TX decode failed. Make sure the tx has at least one input."));
    Submission.checkBurn(tx, maxBurn);
    FeeRate maxRate = Submission.rate(call.json("maxfeerate"));
    SubmitResult result = new Broadcast(core).submit(tx, maxRate.feeOf(tx.vsize()), true, true);
    return switch (result.status()) {
      case ACCEPTED, ALREADY_IN_MEMPOOL -> Json.text(tx.txid().toString());
      case ALREADY_CONFIRMED ->
          throw new RpcException(RpcErrorCode.VERIFY_ALREADY_IN_UTXO_SET, result.reason());
      case REJECTED -> throw new RpcException(RpcErrorCode.VERIFY_REJECTED, result.reason());
      case MISSING_INPUTS, FEE_TOO_HIGH, BURN_TOO_HIGH ->
          throw new RpcException(RpcErrorCode.VERIFY_ERROR, result.reason());
    };
  }
}
