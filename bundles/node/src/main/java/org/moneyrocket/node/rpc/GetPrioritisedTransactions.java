// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.mempool.MempoolEntry;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;

/** {@code getprioritisedtransactions}. */
final class GetPrioritisedTransactions extends PoolMethod {
  GetPrioritisedTransactions(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getprioritisedtransactions", "mining")
        .describe("Returns all fee deltas that prioritisetransaction has made.")
        .results(
            Result.map(
                "",
                "By transaction id",
                Result.object(
                    "transactionid",
                    "",
                    Result.number("fee_delta", "The delta in satoshis"),
                    Result.flag("in_mempool", "Whether the transaction is in the mempool"),
                    Result.number("modified_fee", "Its fee with the delta, in satoshis")
                        .optional())))
        .example("");
  }

  @Override
  public JsonNode run(RpcCall call) {
    return withPool(
        () -> {
          ObjectNode out = Json.object();
          pool()
              .deltas()
              .forEach(
                  (txid, delta) -> {
                    ObjectNode one = out.putObject(txid.toString());
                    Optional<MempoolEntry> entry = pool().find(txid);
                    one.put("fee_delta", delta);
                    one.put("in_mempool", entry.isPresent());
                    entry.ifPresent(found -> one.put("modified_fee", found.modifiedFee()));
                  });
          return out;
        });
  }
}
