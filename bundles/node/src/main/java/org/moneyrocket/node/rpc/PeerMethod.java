// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.relay.Relay;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.RpcTable;

/** What the methods about peers have in common. */
abstract class PeerMethod extends NodeMethod {
  /** Service bit of a node that offers the transport of BIP324. */
  static final long P2P_V2 = 1L << 11;

  private static final Map<Integer, String> SERVICE_NAMES =
      Map.of(
          0, "NETWORK",
          2, "BLOOM",
          3, "WITNESS",
          6, "COMPACT_FILTERS",
          10, "NETWORK_LIMITED",
          11, "P2P_V2");

  protected PeerMethod(NodeCore core) {
    super(core);
  }

  protected final Relay relay() {
    return core.relay();
  }

  /** Tells whether the node offers the transport of BIP324. */
  protected final boolean offersV2() {
    return (core.relay().identity().services() & P2P_V2) != 0;
  }

  /** Returns the whole help of this method, which some wrong arguments are answered with. */
  protected final String help() {
    return new RpcTable(core.settings(), List.of(this)).methods().get(0).help();
  }

  /** Returns 16 hex digits. */
  static String services(long services) {
    return HexFormat.of().toHexDigits(services);
  }

  /** Returns the names of the service bits that are set. */
  static ArrayNode serviceNames(long services) {
    ArrayNode out = Json.array();
    for (int bit = 0; bit < Long.SIZE; bit++) {
      if ((services >>> bit & 1) != 0) {
        out.add(SERVICE_NAMES.getOrDefault(bit, "UNKNOWN[2^" + bit + "]"));
      }
    }
    return out;
  }
}
