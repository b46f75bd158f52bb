// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.mempool.MempoolTotals;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;

/** {@code getmempoolinfo}. */
final class GetMempoolInfo extends PoolMethod {
  GetMempoolInfo(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    List<Result> members =
        new ArrayList<>(
            List.of(
                Result.flag("loaded", "Whether the saved mempool has been loaded"),
                Result.number("size", "Transactions"),
                Result.number("bytes", "Sum of adjusted virtual bytes"),
                Result.number("usage", "Memory counted against the limit, in bytes"),
                Result.amount("total_fee", "Sum of fees in BTC"),
                Result.number("maxmempool", "Limit of memory in bytes"),
                Result.amount("mempoolminfee", "Lowest rate that comes in now, BTC/kvB"),
                Result.amount("minrelaytxfee", "Lowest rate that is relayed at all"),
                Result.amount("incrementalrelayfee", "Rate a replacement pays on top"),
                Result.number("unbroadcastcount", "Transactions no peer has asked for yet"),
                Result.flag("permitbaremultisig", "Whether bare multisig is relayed"),
                Result.number("maxdatacarriersize", "Most bytes of data outputs"),
                Result.number("limitclustercount", "Most connected transactions"),
                Result.number("limitclustersize", "Most virtual bytes of these"),
                Result.flag("optimal", "Whether the order to mine is the best one")));
    if (isDeprecatedEnabled("fullrbf")) {
      members.add(Result.flag("fullrbf", "Always true (deprecated)"));
    }
    return MethodSpec.method("getmempoolinfo", "blockchain")
        .describe("Returns the state of the mempool.")
        .results(Result.object("", "", members))
        .example("");
  }

  @Override
  public JsonNode run(RpcCall call) {
    MempoolTotals totals = pool().totals();
    ObjectNode out = Json.object();
    out.put("loaded", totals.loaded());
    out.put("size", totals.transactions());
    out.put("bytes", totals.vsize());
    out.put("usage", totals.usage());
    out.set("total_fee", Json.amount(totals.fees()));
    out.put("maxmempool", pool().limits().maxBytes());
    out.set("mempoolminfee", Json.amount(totals.minimumRate().satsPerKvb()));
    out.set("minrelaytxfee", Json.amount(pool().policy().minRelayRate().satsPerKvb()));
    out.set("incrementalrelayfee", Json.amount(pool().policy().incrementalRate().satsPerKvb()));
    out.put("unbroadcastcount", totals.unbroadcast());
    out.put("permitbaremultisig", pool().policy().bareMultisig());
    out.put("maxdatacarriersize", pool().policy().dataBytes());
    out.put("limitclustercount", pool().limits().clusters().count());
    out.put("limitclustersize", pool().limits().clusters().vbytes());
    out.put("optimal", true);
    if (isDeprecatedEnabled("fullrbf")) {
      out.put("fullrbf", true);
    }
    return out;
  }
}
