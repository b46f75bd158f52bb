// SPDX-License-Identifier: MIT
package org.moneyrocket.node.relay;

import java.util.List;
import org.moneyrocket.interfaces.node.BanInfo;
import org.moneyrocket.node.addrman.AddressBook;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Transaction;

/**
 * What the rest of the node wants from its peers. Safe for every thread; nothing here waits for the
 * network and nothing calls back while it holds a lock of the caller.
 */
public interface Relay {
  /** Queues a transaction of the mempool for announcement to every peer. */
  void announceTransaction(Transaction transaction);

  /** Announces a new tip to every peer. */
  void announceBlock(BlockHash hash);

  /** Returns the connected peers in order of their id. */
  List<RelayPeer> peers();

  /** Returns what was received and sent since the start. */
  RelayTotals totals();

  /** Returns what the node tells of itself: services, addresses, limits. */
  RelayIdentity identity();

  boolean networkActive();

  /** Switches all traffic on or off; switching off cuts every connection. */
  void setNetworkActive(boolean active);

  /**
   * Begins a connection to {@code address} ({@code host} or {@code host:port}).
   *
   * @param kind {@code manual}, {@code outbound-full-relay}, {@code block-relay-only}, {@code
   *     addr-fetch} or {@code feeler}
   * @param v2 whether BIP324 transport is tried
   * @return false if there is no room for a connection of this kind
   */
  boolean connect(String address, String kind, boolean v2);

  /** Adds a peer the node keeps a connection to; false if it was added before. */
  boolean addNode(String address, boolean v2);

  /** Forgets a peer of {@link #addNode}; false if it was not added. */
  boolean removeNode(String address);

  /** Returns the peers of {@link #addNode} in the order they were added. */
  List<AddedNode> addedNodes();

  /** Cuts the connection with this id; false if there is none. */
  boolean disconnect(long peerId);

  /** Cuts connections to this address or subnet; false if there is none. */
  boolean disconnectAddress(String address);

  /** Queues a ping to every peer. */
  void pingAll();

  /** Returns the bans that have not run out. */
  List<BanInfo> bans();

  /** Lifts all bans. */
  void clearBans();

  /**
   * Bans an address or subnet.
   *
   * @param until seconds since 1970
   */
  BanOutcome ban(String subnet, long until);

  BanOutcome unban(String subnet);

  /** Returns up to {@code count} known addresses (0: all) of {@code network} (empty: of any). */
  List<KnownAddress> knownAddresses(int count, String network);

  /** Returns the addresses of possible peers. */
  AddressBook addressBook();

  /**
   * Queues a message for one peer as it is.
   *
   * @param type at most 12 characters
   * @return false if there is no such peer
   */
  boolean sendRaw(long peerId, String type, Bytes payload);

  /** Returns transactions whose inputs are not known, as peers sent them. */
  List<Orphan> orphans();

  /**
   * Asks one peer for a block.
   *
   * @return what is wrong, empty if it was asked
   */
  String fetchBlock(BlockHash hash, long peerId);

  /** A peer of {@link #addNode}; {@code direction} is empty while there is no connection. */
  record AddedNode(String name, String address, String direction) {}

  /** A transaction whose inputs are not known, and the ids of the peers that announced it. */
  record Orphan(Transaction transaction, List<Long> from) {}

  /** An address the node has heard of. */
  record KnownAddress(long time, long services, String address, int port, String network) {}

  /** What became of a request to ban or to lift a ban. */
  enum BanOutcome {
    DONE,
    /** Not an address or subnet. */
    INVALID,
    /** It is banned already, or was not banned. */
    UNCHANGED
  }
}
