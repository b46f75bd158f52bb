// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.moneyrocket.node.addrman.AddressBook;
import org.moneyrocket.node.addrman.Net;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;

/** {@code getaddrmaninfo}. */
final class GetAddrmanInfo extends AddressMethod {
  GetAddrmanInfo(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getaddrmaninfo", "network")
        .describe("Counts the addresses of possible peers, by network and for all networks.")
        .results(
            Result.map(
                "",
                "",
                Result.object(
                    "network",
                    "ipv4, ipv6, onion, i2p, cjdns or all_networks",
                    Result.number("new", "Addresses others told of"),
                    Result.number("tried", "Addresses there was a connection to"),
                    Result.number("total", "Both together"))))
        .example("");
  }

  @Override
  public JsonNode run(RpcCall call) {
    AddressBook book = book();
    ObjectNode out = Json.object();
    for (Net net : Net.ofPeers()) {
      out.set(net.text(), counts(book, Optional.of(net)));
    }
    out.set("all_networks", counts(book, Optional.empty()));
    return out;
  }

  private static ObjectNode counts(AddressBook book, Optional<Net> net) {
    return Json.object()
        .put("new", book.size(net, Optional.of(true)))
        .put("tried", book.size(net, Optional.of(false)))
        .put("total", book.size(net, Optional.empty()));
  }
}
