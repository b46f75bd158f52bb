// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.relay.RelayIdentity;
import org.moneyrocket.node.relay.RelayPeer;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.settings.Product;

/** {@code getnetworkinfo}. */
final class GetNetworkInfo extends PeerMethod {
  GetNetworkInfo(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getnetworkinfo", "network")
        .describe("Returns what the node is to the network.")
        .results(
            Result.object(
                "",
                "",
                Result.number("version", "Version of Bitcoin Core whose interface this is"),
                Result.text(
                    "subversion", "User agent: that version, and then our own name and version"),
                Result.number("protocolversion", "Version of the protocol"),
                Result.hex("localservices", "Services it offers"),
                Result.array(
                    "localservicesnames", "Their names", Result.text("SERVICE_NAME", "A name")),
                Result.flag("localrelay", "Whether it asks for transactions"),
                Result.number("timeoffset", "Seconds the peers' clocks differ"),
                Result.number(
                    "tx_send_rate",
                    "Transactions a second that are announced to inbound peers, on average"),
                Result.map(
                    "inv_buckets",
                    "Transactions that wait to be announced",
                    Result.object(
                        "inbound/outbound",
                        "To peers that came to us, and to those we chose",
                        Result.number("backlog", "Transactions that wait"),
                        Result.number("count_tok", "Transactions that may be announced at once"),
                        Result.number("size_tok", "Bytes of them that may be announced at once"))),
                Result.number("connections", "Peers"),
                Result.number("connections_in", "Peers that connected to us"),
                Result.number("connections_out", "Peers we connected to"),
                Result.flag("networkactive", "Whether there is traffic at all"),
                Result.array(
                    "networks",
                    "The networks",
                    Result.object(
                        "",
                        "",
                        Result.text("name", "Its name"),
                        Result.flag("limited", "Whether -onlynet leaves it out"),
                        Result.flag("reachable", "Whether it can be reached"),
                        Result.text("proxy", "Proxy used for it, empty if none"),
                        Result.flag(
                            "proxy_randomize_credentials", "Whether each connection is its own"))),
                Result.number("relayfee", "Lowest rate that is relayed, BTC/kvB"),
                Result.number("incrementalfee", "Rate a replacement pays on top, BTC/kvB"),
                Result.array(
                    "localaddresses",
                    "Own addresses",
                    Result.object(
                        "",
                        "",
                        Result.text("address", "The address"),
                        Result.number("port", "The port"),
                        Result.number("score", "How sure it is"))),
                warningsResult()))
        .example("");
  }

  @Override
  public JsonNode run(RpcCall call) {
    RelayIdentity identity = core.relay().identity();
    List<RelayPeer> peers = core.relay().peers();
    long inbound = peers.stream().filter(RelayPeer::inbound).count();
    ObjectNode out = Json.object();
    out.put("version", Product.INTERFACE_NUMBER);
    out.put("subversion", identity.userAgent());
    out.put("protocolversion", identity.protocolVersion());
    out.put("localservices", services(identity.services()));
    out.set("localservicesnames", serviceNames(identity.services()));
    out.put("localrelay", identity.relaysTransactions());
    out.put("timeoffset", identity.timeOffset());
    out.put("tx_send_rate", identity.transactionsPerSecond());
    ObjectNode backlogs = out.putObject("inv_buckets");
    put(backlogs.putObject("inbound"), identity.inbound());
    put(backlogs.putObject("outbound"), identity.outbound());
    out.put("networkactive", core.relay().networkActive());
    out.put("connections", peers.size());
    out.put("connections_in", inbound);
    out.put("connections_out", peers.size() - inbound);
    ArrayNode networks = out.putArray("networks");
    for (RelayIdentity.Network network : identity.networks()) {
      networks
          .addObject()
          .put("name", network.name())
          .put("limited", network.limited())
          .put("reachable", network.reachable())
          .put("proxy", network.proxy())
          .put("proxy_randomize_credentials", network.proxyRandomizeCredentials());
    }
    out.set("relayfee", Json.amount(core.pool().policy().minRelayRate().satsPerKvb()));
    out.set("incrementalfee", Json.amount(core.pool().policy().incrementalRate().satsPerKvb()));
    ArrayNode local = out.putArray("localaddresses");
    for (RelayIdentity.LocalAddress address : identity.localAddresses()) {
      local
          .addObject()
          .put("address", address.address())
          .put("port", address.port())
          .put("score", address.score());
    }
    out.set("warnings", warnings());
    return out;
  }

  private static void put(ObjectNode out, RelayIdentity.Backlog backlog) {
    out.put("backlog", backlog.transactions());
    out.set("count_tok", Json.real(backlog.countTokens()));
    out.set("size_tok", Json.real(backlog.byteTokens()));
  }
}
