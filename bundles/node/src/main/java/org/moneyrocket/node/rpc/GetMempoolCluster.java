// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.mempool.Chunk;
import org.moneyrocket.node.mempool.Cluster;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;

/** {@code getmempoolcluster}. */
final class GetMempoolCluster extends PoolMethod {
  GetMempoolCluster(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getmempoolcluster", "blockchain")
        .describe("Returns the transactions a transaction is connected with, as they are mined.")
        .params(Param.hex("txid", "The transaction's id, which must be in the mempool"))
        .results(
            Result.object(
                "",
                "",
                Result.number("clusterweight", "Sum of adjusted weights"),
                Result.number("txcount", "Number of transactions"),
                Result.array(
                    "chunks",
                    "What is mined together, in order",
                    Result.object(
                        "",
                        "",
                        Result.amount("chunkfee", "Sum of modified fees in BTC"),
                        Result.number("chunkweight", "Sum of adjusted weights"),
                        Result.array("txs", "", Result.hex("", "An id"))))))
        .example("\"txid\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    Txid txid = call.txid("txid");
    return withPool(
        () -> {
          Cluster cluster = entry(txid).cluster();
          ObjectNode out = Json.object();
          out.put("clusterweight", cluster.size());
          out.put("txcount", cluster.entries().size());
          ArrayNode chunks = out.putArray("chunks");
          for (Chunk chunk : cluster.chunks()) {
            ObjectNode one = chunks.addObject();
            one.set("chunkfee", Json.amount(fees(chunk.entries())));
            one.put("chunkweight", chunk.rate().size());
            ArrayNode ids = one.putArray("txs");
            chunk.entries().forEach(entry -> ids.add(entry.txid().toString()));
          }
          return out;
        });
  }
}
