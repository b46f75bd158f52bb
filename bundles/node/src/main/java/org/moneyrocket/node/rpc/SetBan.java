// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.settings.catalogue.ConnectionOptions;

/** {@code setban}. */
final class SetBan extends PeerMethod {
  SetBan(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("setban", "network")
        .describe("Bans an address or subnet, or lifts a ban.")
        .params(
            Param.text("subnet", "An address, or a subnet with netmask or prefix length"),
            Param.text("command", "add or remove"),
            Param.number("bantime", "Seconds from now; 0 for the value of -bantime").byDefault(0),
            Param.flag("absolute", "Whether bantime is in seconds since 1970").byDefault(false))
        .results(Result.none())
        .example("\"192.168.0.0/24\" \"add\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    String command = call.text("command");
    if (!Set.of("add", "remove").contains(command)) {
      throw new RpcException(RpcErrorCode.MISC_ERROR, help());
    }
    String subnet = call.text("subnet");
    return command.equals("add") ? add(call, subnet) : remove(subnet);
  }

  private JsonNode add(RpcCall call, String subnet) {
    long now = core.clock().seconds();
    long time = call.integer("bantime");
    boolean absolute = call.flag("absolute");
    long until;
    if (absolute) {
      until = time;
    } else {
      until = now + (time > 0 ? time : core.settings().get(ConnectionOptions.BANTIME));
    }
    if (absolute && time < now) {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMETER, "Error: Absolute timestamp is in the past");
    }
    switch (relay().ban(subnet, until)) {
      case INVALID -> throw invalid();
      case UNCHANGED ->
          throw new RpcException(
              RpcErrorCode.CLIENT_NODE_ALREADY_ADDED, "Error: IP/Subnet already banned");
      case DONE -> {
        // That is all.
      }
    }
    return Json.none();
  }

  private JsonNode remove(String subnet) {
    switch (relay().unban(subnet)) {
      case INVALID -> throw invalid();
      case UNCHANGED ->
          throw new RpcException(
              RpcErrorCode.CLIENT_INVALID_IP_OR_SUBNET,
              "Error: Unban failed. Requested address/subnet was not previously manually banned.");
      case DONE -> {
        // That is all.
      }
    }
    return Json.none();
  }

  private static RpcException invalid() {
    return new RpcException(RpcErrorCode.CLIENT_INVALID_IP_OR_SUBNET, "Error: Invalid IP/Subnet");
  }
}
