// SPDX-License-Identifier: MIT
package org.moneyrocket.node.core;

import java.util.List;
import org.moneyrocket.node.relay.NoNetwork;
import org.moneyrocket.node.relay.Relay;
import org.moneyrocket.node.relay.RelayIdentity;
import org.moneyrocket.settings.Product;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.StartException;
import org.moneyrocket.settings.catalogue.ConnectionOptions;

/** The node's peers. */
final class PeerNetwork {
  private static final int PROTOCOL_VERSION = 70016;
  private static final int TX_SEND_RATE = 14;
  private static final int MAX_USER_AGENT = 256;

  private PeerNetwork() {}

  static Relay open(Settings settings) {
    return new NoNetwork(identity(settings));
  }

  static RelayIdentity identity(Settings settings) {
    RelayIdentity.Bucket empty = new RelayIdentity.Bucket(0, 0, 0);
    return new RelayIdentity(
        PROTOCOL_VERSION,
        userAgent(settings.get(ConnectionOptions.UACOMMENT)),
        0,
        !settings.get(ConnectionOptions.BLOCKSONLY),
        0,
        TX_SEND_RATE,
        empty,
        empty,
        List.of(),
        List.of());
  }

  /** Returns the BIP14 user agent. */
  private static String userAgent(List<String> comments) {
    for (String comment : comments) {
      if (!comment.matches("[a-zA-Z0-9 .,;\\-_?@]*")) {
        throw new StartException(
            "User Agent comment (" + comment + ") contains unsafe characters.");
      }
    }
    String agent =
        "/"
            + Product.NAME
            + ":"
            + Product.VERSION
            + (comments.isEmpty() ? "" : "(" + String.join("; ", comments) + ")")
            + "/";
    if (agent.length() > MAX_USER_AGENT) {
      throw new StartException(
          "Total length of network version string ("
              + agent.length()
              + ") exceeds maximum length ("
              + MAX_USER_AGENT
              + "). Reduce the number or size of uacomments.");
    }
    return agent;
  }
}
