// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.addrman.KnownPeer;
import org.moneyrocket.node.addrman.Net;
import org.moneyrocket.node.message.Message;
import org.moneyrocket.node.net.PeerSocket;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Wtxid;
import org.moneyrocket.settings.log.DebugLog;

/**
 * What we know of one peer. Fields are written by the message thread only; those that other threads
 * read are volatile.
 */
class Peer {
  final long id;
  final PeerSocket socket;
  final ConnectionKind kind;
  final Set<Permission> permissions;
  final String address;
  final long ownNonce;

  volatile @Nullable VersionInfo version;
  volatile boolean verackReceived;
  volatile boolean wantsWtxid;
  volatile boolean wantsAddrV2;
  volatile boolean disconnect;

  /** Whether its address is known for breaking rules, so that it goes first when room is short. */
  volatile boolean preferEvict;

  boolean versionSent;

  // Headers and blocks.
  final OutboundWatch.Lag lag = new OutboundWatch.Lag();
  boolean syncStarted;
  boolean askedBecauseOfInv;
  @Nullable LowWorkSync lowWorkSync;

  /** Headers that were only counted so far, -1 if none are. */
  volatile long presyncedHeaders = -1;

  long headersDeadlineMicros;
  long getHeadersSentMicros;
  boolean prefersHeaders;
  boolean sendHeadersSent;
  volatile @Nullable BlockEntry bestKnown;
  volatile @Nullable BlockEntry lastCommon;
  @Nullable BlockEntry bestSent;
  @Nullable BlockHash lastUnknown;
  final List<BlockHash> toAnnounce = new ArrayList<>();
  final BlocksOwed.Debt owed = new BlocksOwed.Debt();
  volatile long lastBlockSeconds;

  /** When it last showed us a header that was new and better than our tip. */
  long lastAnnouncementSeconds;

  // Transactions.
  volatile boolean relaysTransactions;
  volatile long feeFilter;
  final Set<Wtxid> txToSend = new LinkedHashSet<>();
  final RecentHashes knownTransactions = new RecentHashes(50_000);
  long nextInvMicros;
  boolean wantsMempool;

  /**
   * What came into the mempool before this may be given to the peer; 0 until it relays
   * transactions.
   */
  volatile long lastInvSequence;

  volatile long lastTransactionSeconds;
  long nextFeeFilterMicros;
  long feeFilterSent;

  // Addresses.
  volatile boolean addressRelay;
  double addressTokens = 1;
  long addressTokensAtMicros;
  volatile long addressesProcessed;
  volatile long addressesRateLimited;
  final RecentHashes knownAddresses = new RecentHashes(5000);
  final List<KnownPeer> addressesToSend = new ArrayList<>();
  long nextAddressesMicros;
  boolean getAddrSent;
  boolean getAddrAnswered;

  // Requests waiting to be served.
  final Requests getData;

  // Turns on the message thread.
  boolean ticked;
  long tickedNanos;

  // Pings.
  volatile boolean pingQueued;
  volatile long pingNonce;
  volatile long pingSentMicros;
  volatile OptionalLong pingMicros = OptionalLong.empty();
  volatile OptionalLong minPingMicros = OptionalLong.empty();

  /** Whether it came to the address that a Tor service forwards to. */
  volatile boolean throughOnion;

  /** Returns Bitcoin Core's name of the network it came by. */
  String network() {
    return throughOnion ? Net.ONION.text() : socket.remoteAddress().network();
  }

  /** Tells in which way it came, as far as others see it: by which network, to which address. */
  String arrivedAt() {
    return network() + " " + socket.localAddress();
  }

  /** What the peer's version message said. */
  record VersionInfo(
      int version,
      int commonVersion,
      long services,
      String userAgent,
      int startHeight,
      boolean relay,
      long timeOffset,
      Optional<String> ourAddress) {}

  Peer(
      long id,
      PeerSocket socket,
      ConnectionKind kind,
      Set<Permission> permissions,
      String address,
      long ownNonce) {
    this.id = id;
    this.socket = socket;
    this.getData = new Requests(socket);
    this.kind = kind;
    this.permissions = Set.copyOf(permissions);
    this.address = address;
    this.ownNonce = ownNonce;
  }

  void send(Message message) {
    socket.send(message);
  }

  boolean inbound() {
    return kind == ConnectionKind.INBOUND;
  }

  boolean has(Permission permission) {
    return permissions.contains(permission);
  }

  long services() {
    VersionInfo info = version;
    return info == null ? 0 : info.services();
  }

  int commonVersion() {
    VersionInfo info = version;
    return info == null ? 0 : info.commonVersion();
  }

  /** Tells whether blocks and headers are fetched from this peer before others. */
  boolean preferredDownload() {
    return (kind.preferred() || has(Permission.NOBAN))
        && Services.servesBlocks(services())
        && kind != ConnectionKind.ADDR_FETCH;
  }

  /** Returns the peer's name in log lines, with its address if the user wants addresses there. */
  String logName() {
    return DebugLog.get().logsIps() ? "peer=" + id + ", peeraddr=" + address : "peer=" + id;
  }

  /** Returns what log lines say when the connection is ended. */
  String disconnectMessage() {
    return "disconnecting " + logName();
  }
}
