// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.TreeSet;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcValues;

/** {@code getblockstats}. */
final class GetBlockStats extends NodeMethod {
  GetBlockStats(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getblockstats", "blockchain")
        .describe("Returns numbers about one block. All amounts are in satoshis.")
        .params(
            Param.number("hash_or_height", "The block's hash or height")
                .unchecked()
                .shownAs("", "string or numeric"),
            Param.array(
                    "stats",
                    "Only these numbers",
                    Param.text("height", "Name of a number").optional(),
                    Param.text("time", "Name of a number").optional())
                .defaultHint("all values")
                .oneLine("stats"))
        .results(Result.object("", "", BlockStatistics.results()))
        .example("1000 '[\"minfeerate\",\"avgfeerate\"]'");
  }

  @Override
  public JsonNode run(RpcCall call) {
    BlockEntry entry = findByHashOrHeight(call.json("hash_or_height"));
    TreeSet<String> wanted = new TreeSet<>();
    if (call.has("stats")) {
      call.json("stats").forEach(name -> wanted.add(RpcValues.text(name)));
    }
    ObjectNode all =
        new BlockStatistics(core.parameters(), entry, block(entry), undo(entry)).describe();
    if (wanted.isEmpty()) {
      return all;
    }
    ObjectNode out = Json.object();
    for (String name : wanted) {
      JsonNode value = all.get(name);
      if (value == null) {
        throw new RpcException(
            RpcErrorCode.INVALID_PARAMETER, "Invalid selected statistic '" + name + "'");
      }
      out.set(name, value);
    }
    return out;
  }
}
