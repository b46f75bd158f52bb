// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;

/** {@code getmempoolentry}. */
final class GetMempoolEntry extends PoolMethod {
  GetMempoolEntry(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getmempoolentry", "blockchain")
        .describe("Returns what the mempool knows of a transaction.")
        .params(Param.hex("txid", "The transaction's id, which must be in the mempool"))
        .results(Result.object("", "", entryResults()))
        .example("\"txid\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    Txid txid = call.txid("txid");
    return withPool(() -> describe(entry(txid)));
  }
}
