// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.mempool.MempoolEntry;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;

/** {@code getmempoolancestors} and {@code getmempooldescendants}. */
final class GetMempoolRelatives extends PoolMethod {
  private final boolean up;

  private GetMempoolRelatives(NodeCore core, boolean up) {
    super(core);
    this.up = up;
  }

  static GetMempoolRelatives ancestors(NodeCore core) {
    return new GetMempoolRelatives(core, true);
  }

  static GetMempoolRelatives descendants(NodeCore core) {
    return new GetMempoolRelatives(core, false);
  }

  @Override
  public MethodSpec spec() {
    String what = up ? "ancestors" : "descendants";
    return MethodSpec.method("getmempool" + what, "blockchain")
        .describe("Returns the " + what + " of a transaction in the mempool, without itself.")
        .params(
            Param.hex("txid", "The transaction's id, which must be in the mempool"),
            Param.flag("verbose", "True for an object with details, false for ids")
                .byDefault(false))
        .results(
            Result.array("", "", Result.hex("", "An id")).when("for verbose = false"),
            Result.map("", "", Result.object("transactionid", "", entryResults()))
                .when("for verbose = true"))
        .example("\"txid\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    boolean verbose = call.flag("verbose");
    Txid txid = call.txid("txid");
    return withPool(() -> collect(entry(txid), verbose));
  }

  private JsonNode collect(MempoolEntry entry, boolean verbose) {
    List<MempoolEntry> relatives =
        (up ? pool().ancestors(entry) : pool().descendants(entry))
            .stream().sorted(Comparator.comparing(MempoolEntry::txid)).toList();
    if (!verbose) {
      ArrayNode out = Json.array();
      relatives.forEach(relative -> out.add(relative.txid().toString()));
      return out;
    }
    ObjectNode out = Json.object();
    relatives.forEach(relative -> out.set(relative.txid().toString(), describe(relative)));
    return out;
  }
}
