// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.moneyrocket.kernel.ChainstateInfo;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;

/** {@code getchainstates}. */
final class GetChainStates extends NodeMethod {
  GetChainStates(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getchainstates", "blockchain")
        .describe("Returns the chain states the node keeps.")
        .results(
            Result.object(
                "",
                "",
                Result.number("headers", "Height of the best header"),
                Result.array(
                    "chainstates",
                    "The states, the active one last",
                    Result.object(
                        "",
                        "",
                        Result.number("blocks", "Height"),
                        Result.hex("bestblockhash", "Hash of the last block"),
                        Result.hex("bits", "Its target in compact form"),
                        Result.hex("target", "Its target"),
                        Result.number("difficulty", "Its difficulty"),
                        Result.number("verificationprogress", "Estimated share, 0 to 1"),
                        Result.hex("snapshot_blockhash", "Base of the snapshot").optional(),
                        Result.number("coins_db_cache_bytes", "Cache of the database"),
                        Result.number("coins_tip_cache_bytes", "Cache of coins"),
                        Result.flag("validated", "Whether it rests on checked blocks alone")))))
        .example("");
  }

  @Override
  public JsonNode run(RpcCall call) {
    return withChain(
        () -> {
          ObjectNode out = Json.object();
          out.put("headers", core.kernel().bestHeader().map(BlockEntry::height).orElse(-1));
          ArrayNode states = out.putArray("chainstates");
          core.kernel().chainstates().forEach(info -> describe(states.addObject(), info));
          return out;
        });
  }

  private void describe(ObjectNode state, ChainstateInfo info) {
    if (info.tip().isEmpty()) {
      return;
    }
    BlockEntry tip = info.tip().get();
    state.put("blocks", tip.height());
    state.put("bestblockhash", tip.hash().toString());
    state.put("bits", BlockJson.bits(tip.bits()));
    state.put("target", BlockJson.target(tip.bits()));
    state.set("difficulty", Json.real(BlockJson.difficulty(tip.bits())));
    state.set("verificationprogress", Json.real(core.kernel().verificationProgress(tip)));
    state.put("coins_db_cache_bytes", info.databaseBytes());
    state.put("coins_tip_cache_bytes", info.cacheBytes());
    info.snapshotBase().ifPresent(base -> state.put("snapshot_blockhash", base.hash().toString()));
    state.put("validated", info.validated());
  }
}
