// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.moneyrocket.node.addrman.AddressBook;
import org.moneyrocket.node.addrman.Endpoint;
import org.moneyrocket.node.addrman.Host;
import org.moneyrocket.node.addrman.KnownPeer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where addresses come from when too few are known, DNS seeds aside: the nodes of {@code -seednode}
 * and, as the last resort, the addresses that came with the program. Used by the dialing thread.
 */
final class SeedNodes {
  private static final long NEXT_NODE_SECONDS = 10;
  private static final long FIXED_AFTER_SECONDS = 60;
  private static final long AGE_SECONDS = 7 * 86_400;

  /** With so many peers that relay everything there is no need for more addresses. */
  static final int ENOUGH_PEERS = 2;

  private static final Logger log = LoggerFactory.getLogger("net");

  private final PeerOptions.Seeding options;
  private final Collection<Peer> peers;
  private final AddressBook book;
  private final PeerClock clock;
  private final BooleanSupplier anyAdded;
  private final Deque<String> nodes;
  private boolean wantsFixed;
  private long startSeconds;
  private long lastNodeSeconds;

  /**
   * @param anyAdded tells whether peers were added by hand
   */
  SeedNodes(
      PeerOptions.Seeding options,
      Collection<Peer> peers,
      AddressBook book,
      PeerClock clock,
      BooleanSupplier anyAdded) {
    this.options = options;
    this.peers = peers;
    this.book = book;
    this.clock = clock;
    this.anyAdded = anyAdded;
    this.nodes = new ArrayDeque<>(options.nodes());
    this.wantsFixed = options.useFixed();
  }

  /** Starts the clock. */
  void begin() {
    startSeconds = clock.seconds();
    lastNodeSeconds = startSeconds;
    if (!wantsFixed) {
      log.info("Fixed seeds are disabled");
    }
  }

  /** Tells how many peers relay everything, without those that only are asked for something. */
  static long fullPeers(Collection<Peer> peers) {
    return peers.stream()
        .filter(p -> p.kind == ConnectionKind.FULL_RELAY && p.verackReceived && !p.disconnect)
        .count();
  }

  /** Adds what is due to the book; returns a node to ask for addresses now. */
  Optional<String> tick() {
    if (wantsFixed && book.size() == 0) {
      addFixedIfDue();
    }
    long now = clock.seconds();
    boolean first = nodes.size() == options.nodes().size() && book.size() == 0;
    boolean late = now > lastNodeSeconds + NEXT_NODE_SECONDS && fullPeers(peers) < ENOUGH_PEERS;
    if (nodes.isEmpty() || !(first || late)) {
      return Optional.empty();
    }
    lastNodeSeconds = now;
    String node = nodes.removeLast();
    if (book.size() == 0) {
      log.info("Empty addrman, adding seednode ({}) to addrfetch", node);
    } else {
      log.info(
          "Couldn't connect to peers from addrman after {} seconds. Adding seednode ({}) to"
              + " addrfetch",
          NEXT_NODE_SECONDS,
          node);
    }
    return Optional.of(node);
  }

  private void addFixedIfDue() {
    if (clock.seconds() > startSeconds + FIXED_AFTER_SECONDS) {
      log.info(
          "Adding fixed seeds as 60 seconds have passed and addrman is empty for at least one"
              + " reachable network");
    } else if (!options.useDns() && options.nodes().isEmpty() && !anyAdded.getAsBoolean()) {
      log.info(
          "Adding fixed seeds as -dnsseed=0 (or IPv4/IPv6 connections are disabled via -onlynet)"
              + " and neither -addnode nor -seednode are provided");
    } else {
      return;
    }
    wantsFixed = false;
    long time = clock.seconds() - AGE_SECONDS;
    List<KnownPeer> known =
        options.fixed().stream()
            .map(
                address ->
                    new KnownPeer(
                        new Endpoint(Host.of(address.address()), address.port()),
                        Services.NETWORK | Services.WITNESS,
                        time))
            .toList();
    book.add(known, Host.internal("fixedseeds"), 0);
    log.info("Added {} fixed seeds from reachable networks.", known.size());
  }
}
