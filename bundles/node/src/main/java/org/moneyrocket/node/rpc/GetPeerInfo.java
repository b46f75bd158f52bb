// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.relay.RelayPeer;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;

/** {@code getpeerinfo}. */
final class GetPeerInfo extends PeerMethod {
  private static final double MICROS = 1e6;

  GetPeerInfo(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getpeerinfo", "network")
        .describe("Returns all there is to know of the peers.")
        .results(Result.array("", "", Result.object("", "", members())))
        .example("");
  }

  private static List<Result> members() {
    return List.of(
        Result.number("id", "Number of the peer"),
        Result.text("addr", "Its address and port"),
        Result.text("addrbind", "Our address and port").optional(),
        Result.text("addrlocal", "Our address as it sees it").optional(),
        Result.text("network", "The network it is on"),
        Result.number("mapped_as", "Autonomous system of its address").optional(),
        Result.hex("services", "Services it offers"),
        Result.array("servicesnames", "Their names", Result.text("SERVICE_NAME", "A name")),
        Result.flag("relaytxes", "Whether it wants transactions"),
        Result.number("last_inv_sequence", "Mempool's number at its last announcement"),
        Result.number("inv_to_send", "Transactions waiting to be announced to it"),
        Result.time("lastsend", "When something was sent, seconds since 1970"),
        Result.time("lastrecv", "When something was received"),
        Result.time("last_transaction", "When it sent a new transaction"),
        Result.time("last_block", "When it sent a new block"),
        Result.number("bytessent", "Bytes sent"),
        Result.number("bytesrecv", "Bytes received"),
        Result.time("conntime", "When it was connected"),
        Result.number("timeoffset", "Seconds its clock differs"),
        Result.number("pingtime", "Last ping in seconds").optional(),
        Result.number("minping", "Shortest ping in seconds").optional(),
        Result.number("pingwait", "How long a ping has been waiting").optional(),
        Result.number("version", "Version of its protocol"),
        Result.text("subver", "Its user agent"),
        Result.flag("inbound", "Whether it connected to us"),
        Result.flag("bip152_hb_to", "Whether we chose it for compact blocks at once"),
        Result.flag("bip152_hb_from", "Whether it chose us for compact blocks at once"),
        Result.number("presynced_headers", "Headers counted ahead, -1 if none"),
        Result.number("synced_headers", "Last header we share"),
        Result.number("synced_blocks", "Last block we share"),
        Result.array("inflight", "Blocks asked from it", Result.number("n", "Height of one")),
        Result.flag("addr_relay_enabled", "Whether addresses are exchanged"),
        Result.number("addr_processed", "Addresses taken from it"),
        Result.number("addr_rate_limited", "Addresses left out"),
        Result.array("permissions", "What it may do", Result.text("permission_type", "One")),
        Result.number("minfeefilter", "Lowest rate it wants, BTC/kvB"),
        Result.map("bytessent_per_msg", "Bytes sent by type", Result.number("msg", "")),
        Result.map("bytesrecv_per_msg", "Bytes received by type", Result.number("msg", "")),
        Result.text("connection_type", "Kind of connection"),
        Result.text("transport_protocol_type", "detecting, v1 or v2"),
        Result.text("session_id", "Session of v2, empty otherwise"));
  }

  @Override
  public JsonNode run(RpcCall call) {
    ArrayNode out = Json.array();
    relay().peers().forEach(peer -> put(out.addObject(), peer));
    return out;
  }

  private static void put(ObjectNode out, RelayPeer peer) {
    out.put("id", peer.id());
    out.put("addr", peer.address());
    peer.boundAddress().ifPresent(address -> out.put("addrbind", address));
    peer.localAddress().ifPresent(address -> out.put("addrlocal", address));
    out.put("network", peer.network());
    peer.mappedAs().ifPresent(number -> out.put("mapped_as", number));
    out.put("services", services(peer.services()));
    out.set("servicesnames", serviceNames(peer.services()));
    out.put("relaytxes", peer.relaysTransactions());
    out.put("last_inv_sequence", peer.lastInvSequence());
    out.put("inv_to_send", peer.invToSend());
    out.put("lastsend", peer.lastSend());
    out.put("lastrecv", peer.lastReceive());
    out.put("last_transaction", peer.lastTransaction());
    out.put("last_block", peer.lastBlock());
    out.put("bytessent", peer.bytesSent());
    out.put("bytesrecv", peer.bytesReceived());
    out.put("conntime", peer.connectedAt());
    out.put("timeoffset", peer.timeOffset());
    peer.pingMicros().ifPresent(time -> out.set("pingtime", Json.real(time / MICROS)));
    peer.minPingMicros().ifPresent(time -> out.set("minping", Json.real(time / MICROS)));
    peer.pingWaitMicros().ifPresent(time -> out.set("pingwait", Json.real(time / MICROS)));
    out.put("version", peer.version());
    out.put("subver", peer.userAgent());
    out.put("inbound", peer.inbound());
    out.put("bip152_hb_to", peer.highBandwidthTo());
    out.put("bip152_hb_from", peer.highBandwidthFrom());
    out.put("presynced_headers", peer.presyncedHeaders());
    out.put("synced_headers", peer.syncedHeaders());
    out.put("synced_blocks", peer.syncedBlocks());
    ArrayNode inflight = out.putArray("inflight");
    peer.inflight().forEach(inflight::add);
    out.put("addr_relay_enabled", peer.addressRelay());
    out.put("addr_processed", peer.addressesProcessed());
    out.put("addr_rate_limited", peer.addressesRateLimited());
    out.set("permissions", Json.array(peer.permissions()));
    out.set("minfeefilter", Json.amount(peer.minFeeFilter().satsPerKvb()));
    ObjectNode sent = out.putObject("bytessent_per_msg");
    peer.bytesSentByType().forEach(sent::put);
    ObjectNode received = out.putObject("bytesrecv_per_msg");
    peer.bytesReceivedByType().forEach(received::put);
    out.put("connection_type", peer.connectionType());
    out.put("transport_protocol_type", peer.transport());
    out.put("session_id", peer.sessionId());
  }
}
