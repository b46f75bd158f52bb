// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;

/** {@code ping}. */
final class PingPeers extends PeerMethod {
  PingPeers(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("ping", "network")
        .describe(
            "Sends a ping to every peer; getpeerinfo shows how long the answers took. Pings wait in"
                + " line with everything else, so they tell of load as well as of distance.")
        .results(Result.none())
        .example("");
  }

  @Override
  public JsonNode run(RpcCall call) {
    relay().pingAll();
    return Json.none();
  }
}
