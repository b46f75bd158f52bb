// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.mempool.MempoolEntry;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/** {@code getrawmempool}. */
final class GetRawMempool extends PoolMethod {
  GetRawMempool(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getrawmempool", "blockchain")
        .describe("Returns all transactions of the mempool in the order they would be mined.")
        .params(
            Param.flag("verbose", "True for an object with details, false for ids")
                .byDefault(false),
            Param.flag("mempool_sequence", "Also return the sequence number; not with verbose")
                .byDefault(false))
        .results(
            Result.array("", "", Result.hex("", "An id")).when("for verbose = false"),
            Result.map("", "", Result.object("transactionid", "", entryResults()))
                .when("for verbose = true"),
            Result.object(
                    "",
                    "",
                    Result.array("txids", "", Result.hex("", "An id")),
                    Result.number("mempool_sequence", "Number of the next event"))
                .when("for verbose = false and mempool_sequence = true"))
        .example("true");
  }

  @Override
  public JsonNode run(RpcCall call) {
    boolean verbose = call.flag("verbose");
    boolean sequence = call.flag("mempool_sequence");
    if (verbose && sequence) {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMETER,
          "Verbose results cannot contain mempool sequence values.");
    }
    return withPool(
        () -> {
          List<MempoolEntry> entries = pool().inMiningOrder();
          if (verbose) {
            ObjectNode out = Json.object();
            entries.forEach(entry -> out.set(entry.txid().toString(), describe(entry)));
            return out;
          }
          ArrayNode ids = Json.array();
          entries.forEach(entry -> ids.add(entry.txid().toString()));
          if (!sequence) {
            return ids;
          }
          ObjectNode out = Json.object();
          out.set("txids", ids);
          out.put("mempool_sequence", pool().sequence());
          return out;
        });
  }
}
