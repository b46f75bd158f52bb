// SPDX-License-Identifier: MIT
package org.moneyrocket.node.relay;

import java.util.List;
import java.util.Optional;
import org.moneyrocket.interfaces.node.BanInfo;
import org.moneyrocket.node.addrman.AddressBook;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Transaction;

/**
 * A node without peers: nobody is connected, nobody can be, and nothing that is announced is heard.
 */
public final class NoNetwork implements Relay {
  private final RelayIdentity identity;

  public NoNetwork(RelayIdentity identity) {
    this.identity = identity;
  }

  @Override
  public boolean available() {
    return false;
  }

  @Override
  public void announceTransaction(Transaction transaction) {
    // Nobody listens.
  }

  @Override
  public void announceBlock(BlockHash hash) {
    // Nobody listens.
  }

  @Override
  public List<RelayPeer> peers() {
    return List.of();
  }

  @Override
  public RelayTotals totals() {
    return new RelayTotals(0, 0, 0, 0, false, false, 0, 0);
  }

  @Override
  public RelayIdentity identity() {
    return identity;
  }

  @Override
  public boolean networkActive() {
    return false;
  }

  @Override
  public void setNetworkActive(boolean active) {
    if (active) {
      throw new IllegalStateException("there is no network to switch on");
    }
  }

  @Override
  public boolean connect(String address, String kind, boolean v2) {
    return false;
  }

  @Override
  public boolean addNode(String address, boolean v2) {
    return false;
  }

  @Override
  public boolean removeNode(String address) {
    return false;
  }

  @Override
  public List<AddedNode> addedNodes() {
    return List.of();
  }

  @Override
  public boolean disconnect(long peerId) {
    return false;
  }

  @Override
  public boolean disconnectAddress(String address) {
    return false;
  }

  @Override
  public void pingAll() {
    // Nobody to ping.
  }

  @Override
  public List<BanInfo> bans() {
    return List.of();
  }

  @Override
  public void clearBans() {
    // There are none.
  }

  @Override
  public BanOutcome ban(String subnet, long until) {
    return BanOutcome.UNCHANGED;
  }

  @Override
  public BanOutcome unban(String subnet) {
    return BanOutcome.UNCHANGED;
  }

  @Override
  public List<KnownAddress> knownAddresses(int count, String network) {
    return List.of();
  }

  @Override
  public Optional<AddressBook> addressBook() {
    return Optional.empty();
  }

  @Override
  public boolean sendRaw(long peerId, String type, Bytes payload) {
    return false;
  }

  @Override
  public List<Orphan> orphans() {
    return List.of();
  }

  @Override
  public String fetchBlock(BlockHash hash, long peerId) {
    return "Peer does not exist";
  }
}
