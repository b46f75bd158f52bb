// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.node;

import java.util.List;
import org.moneyrocket.interfaces.Subscription;
import org.osgi.annotation.versioning.ProviderType;

/** The node as seen by windows and shells. Calls do not block on the network. */
@ProviderType
public interface Node {
  NodeStatus status();

  NodePaths paths();

  /** Starts delivering changes, beginning with the present status. */
  Subscription subscribe(NodeListener listener);

  /** Returns a window of the connected peers in order of their id. */
  List<PeerInfo> peers(int offset, int limit);

  /** Cuts the connection to a peer; false if there is none with this id. */
  boolean disconnect(long peerId);

  /**
   * Bans an address or subnet.
   *
   * @param seconds how long from now
   * @return false if {@code subnet} is not one
   */
  boolean ban(String subnet, long seconds);

  /** Lifts a ban; false if there was none. */
  boolean unban(String subnet);

  List<BanInfo> bans();

  /** Asks a peer once for a connection; returns what is wrong, empty if nothing. */
  String connect(String address);

  /** Switches all P2P traffic on or off. */
  void setNetworkActive(boolean active);

  /** Begins an orderly shutdown of the node and of the processes it started; returns at once. */
  void shutdown();
}
