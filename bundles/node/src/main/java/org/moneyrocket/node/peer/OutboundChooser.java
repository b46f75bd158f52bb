// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.moneyrocket.node.addrman.AddressBook;
import org.moneyrocket.node.addrman.Endpoint;
import org.moneyrocket.node.addrman.Net;
import org.moneyrocket.primitives.Bytes;

/**
 * Chooses from the address book whom to connect to when nobody said so: full-relay peers first,
 * then block-relay-only ones, and now and then a feeler that only looks whether somebody is there.
 */
final class OutboundChooser {
  static final int MAX_FULL_RELAY = 8;
  static final int MAX_BLOCK_RELAY = 2;
  private static final double FEELER_INTERVAL_MICROS = 120e6;
  private static final double EXTRA_INTERVAL_MICROS = 300e6;
  private static final int MAX_TRIES = 100;
  private static final long RECENTLY_SECONDS = 10 * 60;
  private static final int PATIENT_TRIES = 30;
  private static final int LAX_TRIES = 50;

  /** Ports below belong to mail, web and other services of their own. */
  private static final int FIRST_FREE_PORT = 1024;

  private final AddressBook book;
  private final PeerClock clock;
  private final RandomGenerator random;
  private final Set<Net> reachable;
  private final OutboundWatch watch;
  private long nextFeelerMicros;
  private long nextExtraMicros;

  OutboundChooser(
      AddressBook book,
      PeerClock clock,
      RandomGenerator random,
      Set<Net> reachable,
      OutboundWatch watch) {
    this.book = book;
    this.clock = clock;
    this.random = random;
    this.reachable = Set.copyOf(reachable);
    this.watch = watch;
    this.nextFeelerMicros = clock.micros() + pause(FEELER_INTERVAL_MICROS);
    this.nextExtraMicros = clock.micros() + pause(EXTRA_INTERVAL_MICROS);
  }

  /**
   * A connection to make.
   *
   * @param countFailure whether it tells something about the address if it fails
   */
  record Choice(Endpoint endpoint, ConnectionKind kind, boolean countFailure) {}

  private long pause(double meanMicros) {
    return (long) (-Math.log(1 - random.nextDouble()) * meanMicros);
  }

  /** Returns the next connection to make, empty if there are enough or nobody is known. */
  Optional<Choice> next(Collection<Peer> peers, int maxConnections) {
    int fullRelay = 0;
    int blockRelay = 0;
    Set<Bytes> groups = new HashSet<>();
    for (Peer peer : peers) {
      if (peer.kind == ConnectionKind.FULL_RELAY
          || peer.kind == ConnectionKind.BLOCK_RELAY
          || peer.kind == ConnectionKind.MANUAL) {
        groups.add(book.groups().of(AddressRelay.endpoint(peer).host()));
        fullRelay += peer.kind == ConnectionKind.FULL_RELAY ? 1 : 0;
        blockRelay += peer.kind == ConnectionKind.BLOCK_RELAY ? 1 : 0;
      }
    }
    ConnectionKind kind;
    int wantedFull = Math.min(MAX_FULL_RELAY, maxConnections);
    if (fullRelay < wantedFull) {
      kind = ConnectionKind.FULL_RELAY;
    } else if (blockRelay < Math.min(MAX_BLOCK_RELAY, maxConnections - wantedFull)) {
      kind = ConnectionKind.BLOCK_RELAY;
    } else if (watch.wantsExtra() && fullRelay == wantedFull) {
      kind = ConnectionKind.FULL_RELAY;
    } else if (watch.synced()
        && blockRelay == MAX_BLOCK_RELAY
        && clock.micros() > nextExtraMicros) {
      // It soon makes room again, for whoever of the two youngest knows less of new blocks.
      nextExtraMicros = clock.micros() + pause(EXTRA_INTERVAL_MICROS);
      kind = ConnectionKind.BLOCK_RELAY;
    } else if (clock.micros() > nextFeelerMicros) {
      nextFeelerMicros = clock.micros() + pause(FEELER_INTERVAL_MICROS);
      kind = ConnectionKind.FEELER;
    } else {
      return Optional.empty();
    }
    book.resolveCollisions();
    boolean reliable = fullRelay + blockRelay >= Math.min(maxConnections - 1, 2);
    return find(kind, groups, peers).map(endpoint -> new Choice(endpoint, kind, reliable));
  }

  private Optional<Endpoint> find(ConnectionKind kind, Set<Bytes> groups, Collection<Peer> peers) {
    boolean feeler = kind == ConnectionKind.FEELER;
    for (int tries = 1; tries <= MAX_TRIES; tries++) {
      Optional<AddressBook.Candidate> candidate = Optional.empty();
      if (feeler && tries == 1) {
        candidate = testable(peers);
      }
      if (candidate.isEmpty()) {
        candidate = book.select(feeler, reachable);
      }
      if (candidate.isEmpty()) {
        return Optional.empty();
      }
      AddressBook.Candidate chosen = candidate.get();
      Endpoint endpoint = chosen.peer().endpoint();
      boolean recent =
          clock.seconds() - chosen.lastTry() < RECENTLY_SECONDS && tries < PATIENT_TRIES;
      boolean sameGroup = !feeler && groups.contains(book.groups().of(endpoint.host()));
      boolean useful =
          feeler
              ? Services.servesBlocks(chosen.peer().services())
              : Services.has(chosen.peer().services(), Services.NETWORK | Services.WITNESS);
      // Else we could be sent to knock at other people's doors.
      boolean odd = endpoint.port() < FIRST_FREE_PORT && tries < LAX_TRIES;
      if (!recent && !sameGroup && useful && !odd && endpoint.host().isRoutable()) {
        return Optional.of(endpoint);
      }
    }
    return Optional.empty();
  }

  /** Returns a tried address whose place another wants; one we are connected to passes at once. */
  private Optional<AddressBook.Candidate> testable(Collection<Peer> peers) {
    Optional<AddressBook.Candidate> candidate = book.selectCollision();
    if (candidate.isPresent()) {
      Endpoint endpoint = candidate.get().peer().endpoint();
      if (peers.stream().anyMatch(peer -> AddressRelay.endpoint(peer).equals(endpoint))) {
        book.good(endpoint, clock.seconds());
        return Optional.empty();
      }
    }
    return candidate;
  }
}
