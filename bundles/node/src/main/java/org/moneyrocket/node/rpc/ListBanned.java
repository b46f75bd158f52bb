// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import org.moneyrocket.interfaces.node.BanInfo;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;

/** {@code listbanned}. */
final class ListBanned extends PeerMethod {
  ListBanned(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("listbanned", "network")
        .describe("Returns all bans.")
        .results(
            Result.array(
                "",
                "",
                Result.object(
                    "",
                    "",
                    Result.text("address", "Address or subnet"),
                    Result.time("ban_created", "When it was banned, seconds since 1970"),
                    Result.time("banned_until", "When the ban ends"),
                    Result.time("ban_duration", "Seconds it lasts"),
                    Result.time("time_remaining", "Seconds left"))))
        .example("");
  }

  @Override
  public JsonNode run(RpcCall call) {
    long now = core.clock().seconds();
    ArrayNode out = Json.array();
    for (BanInfo ban : relay().bans()) {
      out.addObject()
          .put("address", ban.subnet())
          .put("ban_created", ban.createdAt())
          .put("banned_until", ban.until())
          .put("ban_duration", ban.until() - ban.createdAt())
          .put("time_remaining", ban.until() - now);
    }
    return out;
  }
}
