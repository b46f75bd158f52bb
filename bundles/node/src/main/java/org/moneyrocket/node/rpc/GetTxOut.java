// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.mempool.MempoolEntry;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcValues;

/** {@code gettxout}. */
final class GetTxOut extends NodeMethod {
  GetTxOut(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("gettxout", "blockchain")
        .describe("Returns an unspent output.")
        .params(
            Param.text("txid", "The transaction's id"),
            Param.number("n", "Number of the output"),
            Param.flag(
                    "include_mempool",
                    "Whether outputs of the mempool count, and those spent there do not")
                .byDefault(true))
        .results(
            Result.none().when("If there is none"),
            Result.object(
                    "",
                    "",
                    Result.hex("bestblock", "Hash of the tip"),
                    Result.number("confirmations", "Confirmations, 0 in the mempool"),
                    Result.amount("value", "Amount in BTC"),
                    Result.object("scriptPubKey", "", ScriptJson.lockingResults()),
                    Result.flag("coinbase", "Whether a coinbase made it"))
                .when("Otherwise"))
        .example("\"txid\" 1");
  }

  @Override
  public JsonNode run(RpcCall call) {
    OutPoint outpoint = new OutPoint(call.txid("txid"), (int) RpcValues.uint32(call.json("n")));
    boolean mempool = call.flag("include_mempool");
    return withChain(() -> describe(outpoint, mempool));
  }

  private JsonNode describe(OutPoint outpoint, boolean mempool) {
    Optional<MempoolEntry> parent = mempool ? core.pool().find(outpoint.txid()) : Optional.empty();
    if (mempool && core.pool().spender(outpoint).isPresent()) {
      return Json.none();
    }
    TxOut output;
    int confirmations = 0;
    boolean coinbase = false;
    BlockEntry tip = tip();
    if (parent.isPresent()) {
      int index = outpoint.index();
      List<TxOut> outputs = parent.get().tx().outputs();
      if (index < 0 || index >= outputs.size()) {
        return Json.none();
      }
      output = outputs.get(index);
    } else {
      Coin coin = core.kernel().coins().get(outpoint);
      if (coin == null) {
        return Json.none();
      }
      output = coin.output();
      coinbase = coin.coinbase();
      confirmations = tip.height() - coin.height() + 1;
    }
    ObjectNode out = Json.object();
    out.put("bestblock", tip.hash().toString());
    out.put("confirmations", confirmations);
    out.set("value", Json.amount(output.valueSats()));
    out.set("scriptPubKey", ScriptJson.locking(output.script(), core.format()));
    out.put("coinbase", coinbase);
    return out;
  }
}
