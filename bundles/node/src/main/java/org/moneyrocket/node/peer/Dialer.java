// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.node.addrman.AddressBook;
import org.moneyrocket.node.addrman.Endpoint;
import org.moneyrocket.node.addrman.Host;
import org.moneyrocket.node.net.NameLookup;
import org.moneyrocket.node.net.NetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the connections that go out: those that were asked for, those to whom we ask for addresses,
 * and as many others as there is room for. One thread, one connection after the other.
 */
final class Dialer {
  private static final long PAUSE_MILLIS = 500;
  private static final long RETRY_ADDED_MICROS = 60_000_000L;
  private static final Logger log = LoggerFactory.getLogger("net");

  private final PeerOptions options;
  private final Collection<Peer> peers;
  private final AddressBook book;
  private final PeerClock clock;
  private final NameLookup names;
  private final OutboundChooser chooser;
  private final SeedNodes seeds;
  private final Predicate<NetAddress> unwanted;
  private final BooleanSupplier active;
  private final Opened opened;

  /** Addresses of {@code -addnode}; guarded by itself. */
  private final List<String> added = new ArrayList<>();

  /** Whom to ask for addresses next; guarded by itself. */
  private final Deque<String> fetches = new ArrayDeque<>();

  private volatile boolean closing;
  private @Nullable Thread thread;

  /** What happens with a connection that was made. */
  interface Opened {
    void take(SocketChannel socket, ConnectionKind kind, NetAddress to, String target);
  }

  /**
   * @param unwanted tells whether an address is banned or discouraged
   * @param active tells whether connections may be made now
   */
  Dialer(
      PeerOptions options,
      Collection<Peer> peers,
      AddressBook book,
      PeerClock clock,
      NameLookup names,
      OutboundChooser chooser,
      SeedNodes seeds,
      Predicate<NetAddress> unwanted,
      BooleanSupplier active,
      Opened opened) {
    this.options = options;
    this.peers = peers;
    this.book = book;
    this.clock = clock;
    this.names = options.lookUpNames() ? names : NameLookup.NONE;
    this.chooser = chooser;
    this.seeds = seeds;
    this.unwanted = unwanted;
    this.active = active;
    this.opened = opened;
    options.addNodes().stream().distinct().forEach(added::add);
  }

  void start() {
    // Looking up a name would hold the carrier of a virtual thread, and all peers have only a few.
    thread = Thread.ofPlatform().daemon().name("opencon").start(this::run);
  }

  /** Makes no more connections. */
  void close() {
    closing = true;
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }

  /** Adds a peer to stay connected with; false if it is there already. */
  boolean add(String target, int most) {
    synchronized (added) {
      return added.size() < most + options.addNodes().size()
          && !added.contains(target)
          && added.add(target);
    }
  }

  boolean remove(String target) {
    synchronized (added) {
      return added.remove(target);
    }
  }

  List<String> added() {
    synchronized (added) {
      return List.copyOf(added);
    }
  }

  /** Asks a node for addresses when there is time, by its name or address. */
  void fetchAddresses(String target) {
    synchronized (fetches) {
      fetches.add(target);
    }
  }

  /** Finds the address that is meant; may ask the network for a name. */
  Optional<NetAddress> resolve(String target) {
    return NetAddress.parse(target, options.defaultPort(), names);
  }

  /** Dials one address and waits for the TCP connection; false if there is none. */
  boolean dial(String target, ConnectionKind kind, boolean countFailure) {
    Optional<NetAddress> address = resolve(target);
    if (address.isEmpty()) {
      log.debug("Cannot resolve {}", target);
      return false;
    }
    NetAddress to = address.get();
    if (peers.stream()
        .anyMatch(
            p ->
                p.address.equals(target)
                    || (!p.inbound() && p.socket.remoteAddress().equals(to)))) {
      log.info("Failed to open new connection to {}, already connected", to);
      return false;
    }
    if (kind != ConnectionKind.MANUAL && unwanted.test(to)) {
      return false;
    }
    log.debug("trying v1 connection ({}) to {}", kind.text(), to);
    book.attempt(new Endpoint(Host.of(to.address()), to.port()), countFailure, clock.seconds());
    SocketChannel socket;
    try {
      socket = SocketChannel.open();
    } catch (IOException e) {
      log.debug("connect() to {} failed: {}", to, e.getMessage());
      return false;
    }
    try {
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      socket.socket().connect(to.toSocketAddress(), options.connectTimeoutMillis());
    } catch (IOException e) {
      log.debug("connect() to {} failed: {}", to, e.getMessage());
      closeQuietly(socket);
      return false;
    }
    if (closing || !active.getAsBoolean()) {
      closeQuietly(socket);
      return false;
    }
    opened.take(socket, kind, to, target);
    return true;
  }

  static void closeQuietly(SocketChannel socket) {
    try {
      socket.close();
    } catch (IOException e) {
      log.debug("closing a refused connection: {}", e.getMessage());
    }
  }

  private void run() {
    log.info("opencon thread start");
    seeds.begin();
    Map<String, Long> nextTry = new LinkedHashMap<>();
    while (!closing) {
      if (active.getAsBoolean()) {
        dialWanted(nextTry);
        if (options.automatic()) {
          seeds.tick().ifPresent(this::fetchAddresses);
          dialFetch();
          chooser
              .next(peers, options.maxConnections())
              .ifPresent(c -> dial(c.endpoint().toString(), c.kind(), c.countFailure()));
        }
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        break; // close() wants this thread to end.
      }
    }
    log.info("opencon thread exit");
  }

  private void dialWanted(Map<String, Long> nextTry) {
    List<String> wanted = new ArrayList<>(options.connect());
    wanted.addAll(added());
    nextTry.keySet().retainAll(wanted);
    for (String target : wanted) {
      long now = clock.micros();
      if (!closing && nextTry.getOrDefault(target, 0L) <= now && !isConnected(target)) {
        boolean fromConnect = options.connect().contains(target);
        nextTry.put(target, now + (fromConnect ? PAUSE_MILLIS * 1000 : RETRY_ADDED_MICROS));
        dial(target, ConnectionKind.MANUAL, false);
      }
    }
  }

  private boolean isConnected(String target) {
    // Who is known by name costs no look-up.
    if (peers.stream().anyMatch(p -> p.address.equals(target))) {
      return true;
    }
    Optional<NetAddress> address = resolve(target);
    return peers.stream()
        .anyMatch(
            p ->
                !p.inbound()
                    && address.filter(a -> a.equals(p.socket.remoteAddress())).isPresent());
  }

  private void dialFetch() {
    long outgoing =
        peers.stream().filter(p -> !p.inbound() && p.kind != ConnectionKind.MANUAL).count();
    if (outgoing >= Math.min(options.maxConnections(), PeerNetwork.MAX_AUTOMATIC)) {
      return;
    }
    String target;
    synchronized (fetches) {
      target = fetches.poll();
    }
    if (target != null) {
      dial(target, ConnectionKind.ADDR_FETCH, false);
    }
  }
}
