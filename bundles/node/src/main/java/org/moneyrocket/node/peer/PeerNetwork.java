// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.moneyrocket.consensus.check.Verdict;
import org.moneyrocket.crypto.SipHash;
import org.moneyrocket.interfaces.node.BanInfo;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.addrman.AddressBook;
import org.moneyrocket.node.addrman.Endpoint;
import org.moneyrocket.node.addrman.Host;
import org.moneyrocket.node.addrman.HostText;
import org.moneyrocket.node.addrman.KnownPeer;
import org.moneyrocket.node.addrman.Net;
import org.moneyrocket.node.message.Message;
import org.moneyrocket.node.message.RawMessage;
import org.moneyrocket.node.net.Acceptor;
import org.moneyrocket.node.net.NameLookup;
import org.moneyrocket.node.net.NetAddress;
import org.moneyrocket.node.net.NetLoop;
import org.moneyrocket.node.net.PeerSocket;
import org.moneyrocket.node.relay.Relay;
import org.moneyrocket.node.relay.RelayIdentity;
import org.moneyrocket.node.relay.RelayPeer;
import org.moneyrocket.node.relay.RelayTotals;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.settings.IoText;
import org.moneyrocket.settings.memory.MemoryBudget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections: who is connected, who may be, who is tried again. Safe for every thread. */
public final class PeerNetwork implements Relay, AutoCloseable {
  private static final Set<String> KNOWN_TYPES =
      Set.of(
          "version",
          "verack",
          "addr",
          "addrv2",
          "sendaddrv2",
          "inv",
          "getdata",
          "merkleblock",
          "getblocks",
          "getheaders",
          "tx",
          "headers",
          "block",
          "getaddr",
          "mempool",
          "ping",
          "pong",
          "notfound",
          "filterload",
          "filteradd",
          "filterclear",
          "sendheaders",
          "feefilter",
          "sendcmpct",
          "cmpctblock",
          "getblocktxn",
          "blocktxn",
          "getcfilters",
          "cfilter",
          "getcfheaders",
          "cfheaders",
          "getcfcheckpt",
          "cfcheckpt",
          "wtxidrelay",
          "sendtxrcncl",
          "feature");
  private static final int MAX_MANUAL = 8;
  private static final int MAX_OUTBOUND =
      OutboundChooser.MAX_FULL_RELAY + OutboundChooser.MAX_BLOCK_RELAY;
  private static final int MAX_FEELER = 1;

  /** Most automatic outgoing connections. */
  static final int MAX_AUTOMATIC = MAX_OUTBOUND + MAX_FEELER;

  private static final Logger log = LoggerFactory.getLogger("net");

  private final PeerOptions options;
  private final PeerChain chain;
  private final PeerClock clock;
  private final SecureRandom random = new SecureRandom();
  private final SipHash groupSecret = new SipHash(random.nextLong(), random.nextLong());
  private final Map<Long, Peer> peers = new ConcurrentSkipListMap<>();
  private final AtomicLong nextId = new AtomicLong();
  private final LongAdder receivedBefore = new LongAdder();
  private final LongAdder sentBefore = new LongAdder();
  private final Misbehaviour misbehaviour = new Misbehaviour();
  private final TimeOffsets timeOffsets = new TimeOffsets();
  private final MemoryBudget.Account allReceived;
  private final MemoryBudget.Account allSent;
  private final NetLoop net;
  private final List<Acceptor> acceptors = new ArrayList<>();
  private final Bans bans;
  private final MessageLoop loop;
  private final HeaderSync headerSync;
  private final BlockDownload download;
  private final OutboundWatch watch;
  private final TransactionRelay transactions;
  private final AddressBook book;
  private final AddressRelay addresses;
  private final Dialer dialer;
  private final DnsSeeding dnsSeeding;
  private volatile boolean active;
  private volatile boolean closing;

  /**
   * Does not connect or listen yet.
   *
   * @param memory what may be held of what peers send and are sent
   */
  public PeerNetwork(
      PeerOptions options,
      PeerChain chain,
      PeerMempool mempool,
      AddressBook book,
      NameLookup names,
      PeerClock clock,
      MemoryBudget memory) {
    this.allReceived = memory.open("messages of peers", 0.2, 0.6);
    this.allSent = memory.open("answers to peers", 0.1, 0.4);
    this.net = NetLoop.open(System::nanoTime);
    this.options = options;
    this.book = book;
    this.chain = chain;
    this.clock = clock;
    this.active = options.networkActive();
    this.bans = new Bans(options.banFile(), clock);
    this.download = new BlockDownload(chain, clock, misbehaviour, peers.values());
    this.watch = new OutboundWatch(chain, clock, peers.values());
    this.headerSync =
        new HeaderSync(
            chain, clock, download, misbehaviour, new LowWorkHeaders(chain, clock, random), watch);
    this.transactions =
        new TransactionRelay(mempool, chain, options, clock, random, peers.values(), memory);
    this.addresses =
        new AddressRelay(
            book, clock, random, peers.values(), misbehaviour, this::isUnwanted, options.nets());
    this.dialer =
        new Dialer(
            options,
            peers.values(),
            book,
            clock,
            names,
            new OutboundChooser(book, clock, random, options.nets(), watch),
            new SeedNodes(options.seeding(), peers.values(), book, clock, this::anyAdded),
            to -> bans.isBanned(to.address()) || misbehaviour.isDiscouraged(to.address()),
            () -> active && !closing,
            (socket, kind, to, target) ->
                begin(
                    socket,
                    kind,
                    options.permissions().permissionsOf(to.address(), false),
                    target,
                    peer -> {}));
    this.dnsSeeding =
        new DnsSeeding(
            options,
            peers.values(),
            book,
            clock,
            random,
            options.lookUpNames() ? names : NameLookup.NONE,
            () -> active,
            dialer::fetchAddresses,
            seconds -> Thread.sleep((long) (seconds * 1000)));
    this.loop =
        new MessageLoop(
            peers.values(),
            new Handshake(options, chain, clock, timeOffsets, this::isOurNonce, this::isRelayFull),
            headerSync,
            download,
            watch,
            new BlockServing(chain, options),
            transactions,
            addresses,
            new Pings(clock, random, options.peerTimeoutSeconds()),
            misbehaviour,
            clock,
            options.peerTimeoutSeconds());
  }

  /**
   * Begins to listen and to connect.
   *
   * @throws IOException if none of the addresses can be listened on; the message is for the user
   */
  public void start() throws IOException {
    for (PeerOptions.Listening wanted : options.bind()) {
      NetAddress address = wanted.address();
      if (acceptors.stream().anyMatch(a -> a.includes(address))) {
        log.info("Bound to {}", address);
        continue;
      }
      try {
        Acceptor acceptor = new Acceptor(address, socket -> accepted(socket, wanted));
        acceptors.add(acceptor);
        log.info("Bound to {}", acceptor.bound());
      } catch (IOException e) {
        if (options.bind().stream().anyMatch(o -> Acceptor.includes(address, o.address()))) {
          // There is one without IPv6 in the list, for machines that have none.
          log.debug("not listening on {}: {}", address, IoText.reason(e));
          continue;
        }
        throw new IOException(
            "Unable to bind to " + address + " on this computer. " + IoText.reason(e), e);
      }
    }
    net.start();
    loop.start();
    acceptors.forEach(Acceptor::start);
    if (!options.connect().isEmpty() && !options.seeding().nodes().isEmpty()) {
      log.info("-seednode is ignored when -connect is used");
    }
    dnsSeeding.start();
    dialer.start();
  }

  /** Ends all connections and threads. */
  @Override
  public void close() {
    closing = true;
    for (Acceptor acceptor : acceptors) {
      try {
        acceptor.close();
      } catch (IOException e) {
        log.debug("closing {}: {}", acceptor.bound(), IoText.reason(e));
      }
    }
    dnsSeeding.close();
    dialer.close();
    loop.stop();
    transactions.close();
    for (Peer peer : peers.values()) {
      log.debug("Stopping node, {}", peer.disconnectMessage());
      peer.socket.close();
    }
    net.close();
    allReceived.close();
    allSent.close();
  }

  // Connections.

  private void accepted(SocketChannel socket, PeerOptions.Listening at) {
    NetAddress from = remote(socket);
    Set<Permission> permissions = new HashSet<>(at.permissions());
    permissions.addAll(options.permissions().permissionsOf(from.address(), true));
    boolean free = permissions.contains(Permission.NOBAN);
    boolean discouraged = misbehaviour.isDiscouraged(from.address());
    String refused = "";
    if (!active) {
      refused = "connection from " + from + " dropped: not accepting new connections";
    } else if (!free && bans.isBanned(from.address())) {
      refused = "connection from " + from + " dropped (banned)";
    } else {
      long inbound = peers.values().stream().filter(Peer::inbound).count();
      int room = inboundSlots();
      if (!free && inbound + 1 >= room && discouraged) {
        refused = "connection from " + from + " dropped (discouraged)";
      } else if (inbound >= room && !evict(peer -> true)) {
        refused = "failed to find an eviction candidate - connection dropped (full)";
      }
    }
    if (!refused.isEmpty() || closing) {
      log.debug("{}", refused);
      Dialer.closeQuietly(socket);
      return;
    }
    log.debug("connection from {} accepted", from);
    begin(
        socket,
        ConnectionKind.INBOUND,
        permissions,
        from.toString(),
        peer -> {
          peer.preferEvict = discouraged;
          peer.throughOnion = at.onion();
        });
  }

  private int inboundSlots() {
    return Math.max(0, options.maxConnections() - MAX_OUTBOUND - MAX_FEELER);
  }

  /** Ends one incoming connection of those in question; false if all of them are protected. */
  private boolean evict(Predicate<Peer> which) {
    List<InboundEviction.Candidate> candidates = new ArrayList<>();
    for (Peer peer : peers.values()) {
      if (peer.inbound() && !peer.disconnect && !peer.has(Permission.NOBAN) && which.test(peer)) {
        candidates.add(candidate(peer));
      }
    }
    Optional<Long> chosen = InboundEviction.choose(candidates);
    Peer peer = chosen.map(peers::get).orElse(null);
    if (peer == null) {
      return false;
    }
    log.debug("selected inbound connection for eviction, {}", peer.disconnectMessage());
    peer.disconnect = true;
    peer.socket.close();
    return true;
  }

  private InboundEviction.Candidate candidate(Peer peer) {
    Host host = AddressRelay.endpoint(peer).host();
    boolean local = peer.socket.remoteAddress().address().isLoopbackAddress();
    String minority = local ? "local" : "";
    if (peer.throughOnion || host.netClass() == Net.CJDNS) {
      minority = peer.throughOnion ? Net.ONION.text() : Net.CJDNS.text();
    }
    return new InboundEviction.Candidate(
        peer.id,
        peer.socket.connectedAtMicros(),
        peer.minPingMicros.orElse(Long.MAX_VALUE),
        peer.lastBlockSeconds,
        peer.lastTransactionSeconds,
        Services.servesBlocks(peer.services()),
        peer.relaysTransactions,
        groupSecret.hash(book.groups().of(host).toArray()),
        peer.preferEvict,
        minority);
  }

  private static NetAddress remote(SocketChannel socket) {
    return socket.socket().getRemoteSocketAddress() instanceof InetSocketAddress address
        ? NetAddress.of(address)
        : NetAddress.NOWHERE;
  }

  private void begin(
      SocketChannel socket,
      ConnectionKind kind,
      Set<Permission> permissions,
      String address,
      Consumer<Peer> prepare) {
    long id = nextId.getAndIncrement();
    PeerSocket peerSocket =
        new PeerSocket(
            id,
            socket,
            remote(socket),
            new NetAddress(socket.socket().getLocalAddress(), socket.socket().getLocalPort()),
            options.magic(),
            KNOWN_TYPES,
            new PeerSocket.Limits(
                options.receiveLimit(),
                options.sendLimit(),
                allReceived,
                allSent,
                kind != ConnectionKind.INBOUND || permissions.contains(Permission.NOBAN)),
            clock::micros,
            new PeerSocket.Events() {
              @Override
              public void workArrived(PeerSocket from) {
                loop.wake();
              }

              @Override
              public void closed(PeerSocket from) {
                forget(from.id());
              }
            });
    Peer peer = new Peer(id, peerSocket, kind, permissions, address, random.nextLong());
    prepare.accept(peer);
    peers.put(id, peer);
    log.debug("Added connection peer={}", id);
    net.add(peerSocket, socket);
    loop.wake();
  }

  private void forget(long id) {
    Peer peer = peers.remove(id);
    if (peer == null) {
      return;
    }
    receivedBefore.add(peer.socket.received().total());
    sentBefore.add(peer.socket.sent().total());
    loop.post(
        () -> {
          headerSync.removed(peer);
          download.removed(peer);
          watch.removed(peer);
          transactions.removed(peer);
          addresses.removed(peer);
          log.debug("Cleared nodestate for peer={}", id);
        });
  }

  /**
   * Tells whether too many incoming peers relay transactions, this one included, and none of the
   * others can go.
   */
  private boolean isRelayFull(Peer newcomer) {
    if (newcomer.has(Permission.NOBAN)) {
      return false;
    }
    long relaying =
        peers.values().stream().filter(p -> p.inbound() && p.relaysTransactions).count();
    return relaying > (long) inboundSlots() * options.inboundRelayPercent() / 100
        && !evict(peer -> peer != newcomer && peer.relaysTransactions);
  }

  private boolean isOurNonce(long nonce) {
    return peers.values().stream()
        .anyMatch(peer -> !peer.inbound() && !peer.verackReceived && peer.ownNonce == nonce);
  }

  private boolean isUnwanted(Host host) {
    return host.inetAddress()
        .filter(address -> bans.isBanned(address) || misbehaviour.isDiscouraged(address))
        .isPresent();
  }

  // What the chain and the mempool tell.

  /** Tells peers' state that a block was connected; call in chain order. */
  public void blockConnected(Block block) {
    loop.post(
        () -> {
          transactions.blockConnected(block);
          download.blockConnected();
          watch.blockConnected();
        });
  }

  /** Looks whether the tip is old and whether peers are in surplus; call every minute or so. */
  public void checkOutbound() {
    loop.post(() -> watch.check(active && options.automatic(), download.isBusy()));
  }

  /** Tells peers' state that the tip was taken off. */
  public void blockDisconnected() {
    loop.post(transactions::blockDisconnected);
  }

  /** Tells that a block was refused when it was to be connected, and is to blame on its sender. */
  public void blockRejected(BlockHash hash, Verdict verdict) {
    loop.post(() -> download.rejected(hash, KernelPeerChain.reason(verdict), Fault.of(verdict)));
  }

  /**
   * Announces the blocks that became part of the active chain, in order; the last one is the tip.
   */
  public void announceBlocks(List<BlockHash> hashes) {
    List<BlockHash> blocks = List.copyOf(hashes);
    loop.post(() -> peers.values().forEach(peer -> BlockServing.queue(peer, blocks)));
  }

  @Override
  public void announceBlock(BlockHash hash) {
    announceBlocks(List.of(hash));
  }

  @Override
  public void announceTransaction(Transaction transaction) {
    loop.post(() -> transactions.announcements().broadcast(transaction));
  }

  /** Announces transactions of our own that no peer has asked for yet. */
  public void announceUndelivered() {
    loop.post(transactions.announcements()::broadcastUndelivered);
  }

  // What users ask.

  @Override
  public List<RelayPeer> peers() {
    return peers.values().stream().map(this::describe).toList();
  }

  private RelayPeer describe(Peer peer) {
    Peer.VersionInfo version = peer.version;
    BlockEntry best = peer.bestKnown;
    BlockEntry common = peer.lastCommon;
    boolean waiting = peer.pingNonce != 0 && peer.pingSentMicros != 0;
    return new RelayPeer(
        peer.id,
        peer.address,
        Optional.of(peer.socket.localAddress().toString()),
        Optional.empty(),
        peer.network(),
        mappedSystem(peer),
        peer.services(),
        peer.relaysTransactions,
        peer.lastInvSequence,
        peer.txToSend.size(),
        peer.socket.lastSendMicros() / 1_000_000,
        peer.socket.lastReceiveMicros() / 1_000_000,
        peer.lastTransactionSeconds,
        peer.lastBlockSeconds,
        peer.socket.sent().total(),
        peer.socket.received().total(),
        peer.socket.connectedAtMicros() / 1_000_000,
        version == null ? 0 : version.timeOffset(),
        boxed(peer.pingMicros),
        boxed(peer.minPingMicros),
        waiting ? Optional.of(Math.max(0, clock.micros() - peer.pingSentMicros)) : Optional.empty(),
        version == null ? 0 : version.version(),
        version == null ? "" : version.userAgent(),
        peer.inbound(),
        false,
        false,
        version == null ? -1 : version.startHeight(),
        peer.presyncedHeaders,
        best == null ? -1 : best.height(),
        common == null ? -1 : common.height(),
        peer.owed.heights(),
        peer.addressRelay,
        peer.addressesProcessed,
        peer.addressesRateLimited,
        Permission.names(peer.permissions),
        new FeeRate(peer.feeFilter),
        peer.socket.sent().byType(),
        peer.socket.received().byType(),
        peer.kind.text(),
        "v1",
        "");
  }

  /** Returns which system the address of a peer belongs to, if a map says so ({@code -asmap}). */
  private Optional<Long> mappedSystem(Peer peer) {
    long system =
        peer.throughOnion ? 0 : book.groups().systemOf(AddressRelay.endpoint(peer).host());
    return system == 0 ? Optional.empty() : Optional.of(system);
  }

  private static Optional<Long> boxed(OptionalLong value) {
    return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
  }

  @Override
  public RelayTotals totals() {
    long received = receivedBefore.sum();
    long sent = sentBefore.sum();
    for (Peer peer : peers.values()) {
      received += peer.socket.received().total();
      sent += peer.socket.sent().total();
    }
    return new RelayTotals(received, sent, 86_400, 0, false, true, 0, 0);
  }

  @Override
  public RelayIdentity identity() {
    List<RelayIdentity.Network> networks = new ArrayList<>();
    for (Net net : List.of(Net.IPV4, Net.IPV6, Net.ONION, Net.I2P, Net.CJDNS)) {
      boolean reachable = options.nets().contains(net);
      networks.add(new RelayIdentity.Network(net.text(), !reachable, reachable, "", false));
    }
    return new RelayIdentity(
        Message.PROTOCOL_VERSION,
        options.userAgent(),
        Services.offered(options.services(), chain),
        !options.blocksOnly(),
        timeOffsets.median(),
        networks,
        List.of(),
        options.transactionsPerSecond(),
        transactions.announcements().inboundBacklog(),
        transactions.announcements().outboundBacklog());
  }

  @Override
  public boolean networkActive() {
    return active;
  }

  @Override
  public void setNetworkActive(boolean wanted) {
    log.info("SetNetworkActive: {}", wanted);
    active = wanted;
    if (!wanted) {
      for (Peer peer : peers.values()) {
        log.debug("Network not active, {}", peer.disconnectMessage());
        peer.socket.close();
      }
    }
  }

  @Override
  public boolean connect(String address, String kindName, boolean v2) {
    ConnectionKind kind =
        ConnectionKind.of(kindName)
            .orElseThrow(() -> new IllegalArgumentException("no connection type " + kindName));
    if (kind == ConnectionKind.MANUAL) {
      Thread.ofPlatform()
          .daemon()
          .name("node-net-dial")
          .start(() -> dialer.dial(address, kind, false));
      return true;
    }
    long room =
        switch (kind) {
          case FULL_RELAY -> OutboundChooser.MAX_FULL_RELAY;
          case BLOCK_RELAY -> OutboundChooser.MAX_BLOCK_RELAY;
          case FEELER -> MAX_FEELER;
          default -> Integer.MAX_VALUE;
        };
    if (peers.values().stream().filter(p -> p.kind == kind).count() >= room) {
      return false;
    }
    dialer.dial(address, kind, false);
    return true;
  }

  private boolean anyAdded() {
    return !dialer.added().isEmpty();
  }

  @Override
  public boolean addNode(String address, boolean v2) {
    return dialer.add(address, MAX_MANUAL);
  }

  @Override
  public boolean removeNode(String address) {
    return dialer.remove(address);
  }

  @Override
  public List<AddedNode> addedNodes() {
    List<AddedNode> nodes = new ArrayList<>();
    for (String name : dialer.added()) {
      Optional<NetAddress> address = dialer.resolve(name);
      Optional<Peer> peer =
          peers.values().stream()
              .filter(
                  p ->
                      p.address.equals(name)
                          || address.filter(a -> a.equals(p.socket.remoteAddress())).isPresent())
              .min(Comparator.comparing(Peer::inbound));
      nodes.add(
          new AddedNode(
              name,
              peer.map(p -> p.socket.remoteAddress().toString()).orElse(""),
              peer.map(p -> p.inbound() ? "inbound" : "outbound").orElse("")));
    }
    return nodes;
  }

  @Override
  public boolean disconnect(long peerId) {
    Peer peer = peers.get(peerId);
    if (peer == null) {
      return false;
    }
    log.debug("disconnect by id, {}", peer.disconnectMessage());
    peer.disconnect = true;
    peer.socket.close();
    return true;
  }

  @Override
  public boolean disconnectAddress(String text) {
    boolean found = false;
    Optional<Subnet> subnet = Subnet.parse(text);
    for (Peer peer : peers.values()) {
      InetAddress address = peer.socket.remoteAddress().address();
      boolean match =
          peer.address.equals(text) || subnet.filter(s -> s.contains(address)).isPresent();
      if (match) {
        log.debug("disconnect by address match, {}", peer.disconnectMessage());
        peer.disconnect = true;
        peer.socket.close();
        found = true;
      }
    }
    return found;
  }

  @Override
  public void pingAll() {
    loop.post(() -> peers.values().forEach(peer -> peer.pingQueued = true));
  }

  @Override
  public List<BanInfo> bans() {
    return bans.list();
  }

  @Override
  public void clearBans() {
    bans.clear();
  }

  @Override
  public BanOutcome ban(String text, long until) {
    Optional<Subnet> subnet = Subnet.parse(text);
    if (subnet.isEmpty()) {
      return BanOutcome.INVALID;
    }
    boolean single = text.indexOf('/') < 0;
    if (single
        ? HostText.read(text).flatMap(Host::inetAddress).filter(bans::isBanned).isPresent()
        : bans.contains(subnet.get())) {
      return BanOutcome.UNCHANGED;
    }
    bans.ban(subnet.get(), until);
    for (Peer peer : peers.values()) {
      if (subnet.get().contains(peer.socket.remoteAddress().address())) {
        log.debug("disconnect by subnet match, {}", peer.disconnectMessage());
        peer.socket.close();
      }
    }
    return BanOutcome.DONE;
  }

  @Override
  public BanOutcome unban(String text) {
    Optional<Subnet> subnet = Subnet.parse(text);
    if (subnet.isEmpty()) {
      return BanOutcome.INVALID;
    }
    return bans.unban(subnet.get()) ? BanOutcome.DONE : BanOutcome.UNCHANGED;
  }

  @Override
  public List<KnownAddress> knownAddresses(int count, String network) {
    List<KnownAddress> known = new ArrayList<>();
    for (KnownPeer peer : book.sample(count, 0, Net.of(network), true)) {
      Endpoint endpoint = peer.endpoint();
      if (!isUnwanted(endpoint.host())) {
        known.add(
            new KnownAddress(
                peer.time(),
                peer.services(),
                endpoint.host().toString(),
                endpoint.port(),
                endpoint.host().netClass().text()));
      }
    }
    return known;
  }

  @Override
  public boolean sendRaw(long peerId, String type, Bytes payload) {
    Peer peer = peers.get(peerId);
    if (peer == null) {
      return false;
    }
    peer.send(new RawMessage(type, payload));
    return true;
  }

  @Override
  public List<Orphan> orphans() {
    return transactions.orphans().stream().map(o -> new Orphan(o.transaction(), o.from())).toList();
  }

  @Override
  public AddressBook addressBook() {
    return book;
  }

  @Override
  public String fetchBlock(BlockHash hash, long peerId) {
    BlockEntry entry = chain.find(hash);
    if (entry == null) {
      return "Block header missing";
    }
    if (entry.hasData()) {
      return "Block already downloaded";
    }
    Peer peer = peers.get(peerId);
    if (peer == null) {
      return "Peer does not exist";
    }
    if (!Services.has(peer.services(), Services.WITNESS)) {
      return "Pre-SegWit peer";
    }
    if (download.isOwedBy(peer, hash)) {
      return "Already requested from this peer";
    }
    loop.post(() -> download.fetch(peer, entry));
    return "";
  }
}
