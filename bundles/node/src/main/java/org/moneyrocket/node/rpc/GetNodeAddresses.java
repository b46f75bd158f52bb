// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.relay.Relay;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/** {@code getnodeaddresses}. */
final class GetNodeAddresses extends PeerMethod {
  private static final Set<String> NETWORKS = Set.of("ipv4", "ipv6", "onion", "i2p", "cjdns");

  GetNodeAddresses(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getnodeaddresses", "network")
        .describe("Returns addresses the node has heard of, to find peers elsewhere.")
        .params(
            Param.number("count", "How many at most, 0 for all").byDefault(1),
            Param.text("network", "Only of this network: ipv4, ipv6, onion, i2p or cjdns")
                .defaultHint("all networks"))
        .results(
            Result.array(
                "",
                "",
                Result.object(
                    "",
                    "",
                    Result.time("time", "When it was seen, seconds since 1970"),
                    Result.number("services", "Services it offers"),
                    Result.text("address", "The address"),
                    Result.number("port", "The port"),
                    Result.text("network", "The network"))))
        .example("8");
  }

  @Override
  public JsonNode run(RpcCall call) {
    int count = call.int32("count");
    if (count < 0) {
      throw new RpcException(RpcErrorCode.INVALID_PARAMETER, "Address count out of range");
    }
    Optional<String> network = call.findText("network");
    String name = network.orElse("").toLowerCase(Locale.ROOT);
    if (network.isPresent() && !NETWORKS.contains(name)) {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMETER, "Network not recognized: " + network.get());
    }
    ArrayNode out = Json.array();
    for (Relay.KnownAddress address : relay().knownAddresses(count, name)) {
      out.addObject()
          .put("time", address.time())
          .put("services", address.services())
          .put("address", address.address())
          .put("port", address.port())
          .put("network", address.network());
    }
    return out;
  }
}
