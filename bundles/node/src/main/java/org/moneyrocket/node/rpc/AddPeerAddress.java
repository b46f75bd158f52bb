// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.moneyrocket.node.addrman.AddressBook;
import org.moneyrocket.node.addrman.Endpoint;
import org.moneyrocket.node.addrman.Host;
import org.moneyrocket.node.addrman.HostText;
import org.moneyrocket.node.addrman.KnownPeer;
import org.moneyrocket.node.addrman.Net;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.settings.catalogue.ConnectionOptions;

/** {@code addpeeraddress}. */
final class AddPeerAddress extends AddressMethod {
  /** NETWORK and WITNESS. */
  private static final long SERVICES = 1 | 1 << 3;

  private static final int CJDNS_BYTE = 0xfc;

  AddPeerAddress(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("addpeeraddress", "hidden")
        .describe(
            "Adds the address of a possible peer to the address manager, as if the peer itself had"
                + " told it. For tests.")
        .params(
            Param.text("address", "The IP address"),
            Param.number("port", "The port"),
            Param.flag("tried", "Whether it counts as one there was a connection to")
                .byDefault(false))
        .results(
            Result.object(
                "",
                "",
                Result.flag("success", "Whether it is where it was to go"),
                Result.text("error", "Why it is not").optional()))
        .example("\"1.2.3.4\" 8333 true");
  }

  @Override
  public JsonNode run(RpcCall call) {
    AddressBook book = book();
    int port = call.int32("port");
    if (port < 0 || port > 0xffff) {
      throw new RpcException(RpcErrorCode.MISC_ERROR, "JSON integer out of range");
    }
    Host host =
        HostText.read(call.text("address"))
            .map(this::onItsNetwork)
            .orElseThrow(
                () ->
                    new RpcException(
                        RpcErrorCode.CLIENT_INVALID_IP_OR_SUBNET, "Invalid IP address"));
    Endpoint endpoint = new Endpoint(host, port);
    long now = core.clock().seconds();
    ObjectNode out = Json.object();
    boolean done = book.add(List.of(new KnownPeer(endpoint, SERVICES, now)), host, 0);
    if (!done) {
      out.put("error", "failed-adding-to-new");
    } else if (call.flag("tried") && !book.good(endpoint, now)) {
      done = false;
      out.put("error", "failed-adding-to-tried");
    }
    out.put("success", done);
    return out;
  }

  private Host onItsNetwork(Host host) {
    boolean cjdns =
        core.settings().get(ConnectionOptions.CJDNSREACHABLE)
            && host.kind() == Net.IPV6
            && host.bytes().unsigned(0) == CJDNS_BYTE;
    return cjdns ? new Host(Net.CJDNS, host.bytes()) : host;
  }
}
