// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.moneyrocket.crypto.SipHash;
import org.moneyrocket.node.addrman.AddressBook;
import org.moneyrocket.node.addrman.Endpoint;
import org.moneyrocket.node.addrman.Host;
import org.moneyrocket.node.addrman.KnownPeer;
import org.moneyrocket.node.addrman.Net;
import org.moneyrocket.node.message.Addr;
import org.moneyrocket.node.message.AddrV2;
import org.moneyrocket.node.message.GetAddr;
import org.moneyrocket.node.message.PeerAddress;
import org.moneyrocket.node.message.TimedAddress;
import org.moneyrocket.node.net.NetAddress;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes addresses of other peers, passes them on and gives them out. On the message thread. */
final class AddressRelay {
  private static final int MAX_PERCENT = 23;
  private static final double TOKENS_PER_SECOND = 0.1;
  private static final double MAX_TOKENS = Addr.MAX;
  private static final double SEND_INTERVAL_MICROS = 30e6;
  private static final long MAX_FETCH_MICROS = 300_000_000L;
  private static final long FRESH_SECONDS = 10 * 60;
  private static final int MAX_RELAYED = 10;
  private static final long DAY_SECONDS = 24 * 3600;
  private static final long PENALTY_SECONDS = 2 * 3600;
  private static final long CACHE_MICROS = 21 * 3600 * 1_000_000L;
  private static final long CACHE_SPREAD_MICROS = 6 * 3600 * 1_000_000L;
  private static final long EARLIEST_TIME = 100_000_000;
  private static final Logger log = LoggerFactory.getLogger("net");

  private final AddressBook book;
  private final PeerClock clock;
  private final RandomGenerator random;
  private final Collection<Peer> peers;
  private final Misbehaviour misbehaviour;
  private final Predicate<Host> unwanted;
  private final Set<Net> reachable;
  private final SipHash chooser;
  private final Map<String, Cached> answers = new HashMap<>();

  /** What is answered to getaddr for a day, so that asking again tells nothing new. */
  private record Cached(List<KnownPeer> peers, long untilMicros) {}

  /**
   * @param unwanted tells whether an address is banned or discouraged
   * @param reachable networks we can connect to
   */
  AddressRelay(
      AddressBook book,
      PeerClock clock,
      RandomGenerator random,
      Collection<Peer> peers,
      Misbehaviour misbehaviour,
      Predicate<Host> unwanted,
      Set<Net> reachable) {
    this.book = book;
    this.clock = clock;
    this.random = random;
    this.peers = peers;
    this.misbehaviour = misbehaviour;
    this.unwanted = unwanted;
    this.reachable = Set.copyOf(reachable);
    this.chooser = new SipHash(random.nextLong(), random.nextLong());
  }

  static Endpoint endpoint(Peer peer) {
    NetAddress address = peer.socket.remoteAddress();
    return new Endpoint(Host.of(address.address()), address.port());
  }

  /** A peer has said who it is. */
  void introduced(Peer peer) {
    if (peer.inbound()) {
      return;
    }
    Endpoint endpoint = endpoint(peer);
    book.setServices(endpoint, peer.services());
    if (joins(peer) && peer.kind != ConnectionKind.FEELER) {
      peer.send(new GetAddr());
      peer.getAddrSent = true;
      // The answer may be as long as it likes.
      peer.addressTokens += Addr.MAX;
    }
    if (peer.kind != ConnectionKind.BLOCK_RELAY || !peer.disconnect) {
      book.good(endpoint, clock.seconds());
    }
  }

  /** A connection has ended. */
  void removed(Peer peer) {
    if (!peer.inbound() && peer.verackReceived && peer.kind != ConnectionKind.BLOCK_RELAY) {
      book.connected(endpoint(peer), clock.seconds());
    }
  }

  /** Tells whether addresses go to and from a peer; an inbound one must ask first. */
  private static boolean joins(Peer peer) {
    if (peer.kind == ConnectionKind.BLOCK_RELAY) {
      return false;
    }
    peer.addressRelay = true;
    return true;
  }

  // ---- what comes

  void received(Peer peer, Addr message) {
    List<KnownPeer> known = new ArrayList<>();
    for (TimedAddress entry : message.addresses()) {
      PeerAddress address = entry.address();
      known.add(
          new KnownPeer(
              new Endpoint(Host.ofV1(address.ip()), address.port()),
              address.services(),
              entry.time()));
    }
    received(peer, Addr.TYPE, known);
  }

  void received(Peer peer, AddrV2 message) {
    List<KnownPeer> known = new ArrayList<>();
    for (AddrV2.Entry entry : message.entries()) {
      Host host = Host.ofBip155(entry.network(), entry.address()).orElse(Host.NONE);
      known.add(new KnownPeer(new Endpoint(host, entry.port()), entry.services(), entry.time()));
    }
    received(peer, AddrV2.TYPE, known);
  }

  private void received(Peer peer, String type, List<KnownPeer> all) {
    if (!joins(peer)) {
      log.debug("ignoring {} message from {} peer={}", type, peer.kind.text(), peer.id);
      return;
    }
    if (all.size() > Addr.MAX) {
      misbehaviour.punish(peer, type + " message size = " + all.size());
      return;
    }
    refill(peer);
    List<KnownPeer> shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, Random.from(random));
    long now = clock.seconds();
    int limited = 0;
    int processed = 0;
    List<KnownPeer> good = new ArrayList<>();
    for (KnownPeer given : shuffled) {
      if (peer.addressTokens >= 1) {
        peer.addressTokens--;
      } else if (!peer.has(Permission.ADDR)) {
        limited++;
        continue;
      }
      if (!Services.servesBlocks(given.services())) {
        continue;
      }
      boolean odd = given.time() <= EARLIEST_TIME || given.time() > now + FRESH_SECONDS;
      KnownPeer known =
          odd ? new KnownPeer(given.endpoint(), given.services(), now - 5 * DAY_SECONDS) : given;
      Host host = known.endpoint().host();
      peer.knownAddresses.add(key(known.endpoint()));
      if (unwanted.test(host)) {
        continue;
      }
      processed++;
      boolean isReachable = reachable.contains(host.network());
      if (known.time() > now - FRESH_SECONDS
          && !peer.getAddrSent
          && all.size() <= MAX_RELAYED
          && host.isRoutable()) {
        passOn(peer, known, isReachable);
      }
      if (isReachable) {
        good.add(known);
      }
    }
    peer.addressesProcessed += processed;
    peer.addressesRateLimited += limited;
    log.debug(
        "Received addr: {} addresses ({} processed, {} rate-limited) from peer={}",
        all.size(),
        processed,
        limited,
        peer.id);
    book.add(good, endpoint(peer).host(), PENALTY_SECONDS);
    if (all.size() < Addr.MAX) {
      peer.getAddrSent = false;
    }
    // A single address is what a peer says of itself, not the answer.
    if (peer.kind == ConnectionKind.ADDR_FETCH && all.size() > 1) {
      log.debug("addrfetch connection completed, {}", peer.disconnectMessage());
      peer.disconnect = true;
    }
  }

  private void refill(Peer peer) {
    long now = clock.micros();
    if (peer.addressTokens < MAX_TOKENS) {
      long since = peer.addressTokensAtMicros == 0 ? now : peer.addressTokensAtMicros;
      double more = Math.max(0, now - since) / 1e6 * TOKENS_PER_SECOND;
      peer.addressTokens = Math.min(MAX_TOKENS, peer.addressTokens + more);
    }
    peer.addressTokensAtMicros = now;
  }

  private static Bytes key(Endpoint endpoint) {
    Host host = endpoint.host();
    return new ByteWriter()
        .u8(host.kind().ordinal())
        .bytes(host.bytes())
        .u16be(endpoint.port())
        .toBytes();
  }

  /**
   * Passes an address on to two peers, for a day the same, so that it spreads but does not flood.
   */
  private void passOn(Peer from, KnownPeer known, boolean isReachable) {
    long ofAddress = chooser.hash(key(known.endpoint()).toArray());
    long day = (clock.seconds() + Long.remainderUnsigned(ofAddress, DAY_SECONDS)) / DAY_SECONDS;
    int wanted = isReachable || (ofAddress & 1) == 1 ? 2 : 1;
    record Ranked(Peer peer, long rank) {}
    List<Ranked> ranked = new ArrayList<>();
    for (Peer peer : peers) {
      if (peer.addressRelay && peer.id != from.id && accepts(peer, known.endpoint().host())) {
        byte[] data = new ByteWriter().i64(ofAddress).i64(day).i64(peer.id).toArray();
        ranked.add(new Ranked(peer, chooser.hash(data)));
      }
    }
    ranked.sort((a, b) -> Long.compareUnsigned(b.rank(), a.rank()));
    ranked.stream().limit(wanted).forEach(choice -> queue(choice.peer(), known));
  }

  private static boolean accepts(Peer peer, Host host) {
    return peer.wantsAddrV2 || host.fitsV1();
  }

  private void queue(Peer peer, KnownPeer known) {
    Host host = known.endpoint().host();
    if (!host.isValid()
        || !accepts(peer, host)
        || peer.knownAddresses.contains(key(known.endpoint()))) {
      return;
    }
    if (peer.addressesToSend.size() >= Addr.MAX) {
      peer.addressesToSend.set(random.nextInt(Addr.MAX), known);
    } else {
      peer.addressesToSend.add(known);
    }
  }

  // ---- what goes

  /** Answers a request for addresses, once per connection. */
  void asked(Peer peer) {
    if (!peer.inbound()) {
      log.debug("Ignoring \"getaddr\" from {} connection. peer={}", peer.kind.text(), peer.id);
      return;
    }
    joins(peer);
    if (peer.getAddrAnswered) {
      log.debug("Ignoring repeated \"getaddr\". peer={}", peer.id);
      return;
    }
    peer.getAddrAnswered = true;
    peer.addressesToSend.clear();
    List<KnownPeer> answer = peer.has(Permission.ADDR) ? sample() : cached(peer);
    answer.forEach(known -> queue(peer, known));
  }

  private List<KnownPeer> sample() {
    List<KnownPeer> all =
        new ArrayList<>(book.sample(Addr.MAX, MAX_PERCENT, Optional.empty(), true));
    all.removeIf(known -> unwanted.test(known.endpoint().host()));
    return all;
  }

  private List<KnownPeer> cached(Peer peer) {
    // By where it came in: else one could tell that two of our addresses are one node.
    String from = peer.socket.localAddress() + " " + peer.network();
    Cached known = answers.get(from);
    if (known == null || known.untilMicros() < clock.micros()) {
      long until = clock.micros() + CACHE_MICROS + random.nextLong(CACHE_SPREAD_MICROS);
      known = new Cached(sample(), until);
      answers.put(from, known);
    }
    return known.peers();
  }

  /** Sends what is queued when it is due. */
  void tick(Peer peer) {
    long now = clock.micros();
    if (peer.kind == ConnectionKind.ADDR_FETCH
        && now - peer.socket.connectedAtMicros() > MAX_FETCH_MICROS) {
      log.debug("addrfetch connection timeout, {}", peer.disconnectMessage());
      peer.disconnect = true;
      return;
    }
    if (!peer.addressRelay || now <= peer.nextAddressesMicros || peer.socket.sendQueueFull()) {
      return;
    }
    peer.nextAddressesMicros =
        now + (long) (-Math.log(1 - random.nextDouble()) * SEND_INTERVAL_MICROS);
    List<KnownPeer> send = new ArrayList<>();
    for (KnownPeer known : peer.addressesToSend) {
      if (peer.knownAddresses.add(key(known.endpoint()))) {
        send.add(known);
      }
    }
    peer.addressesToSend.clear();
    if (!send.isEmpty()) {
      send(peer, send);
    }
  }

  private static void send(Peer peer, List<KnownPeer> all) {
    if (peer.wantsAddrV2) {
      List<AddrV2.Entry> entries = new ArrayList<>();
      for (KnownPeer known : all) {
        Host host = known.endpoint().host();
        entries.add(
            new AddrV2.Entry(
                known.time(),
                known.services(),
                host.bip155(),
                host.bip155Bytes(),
                known.endpoint().port()));
      }
      peer.send(new AddrV2(entries));
    } else {
      List<TimedAddress> entries = new ArrayList<>();
      for (KnownPeer known : all) {
        Endpoint endpoint = known.endpoint();
        entries.add(
            new TimedAddress(
                known.time(),
                new PeerAddress(known.services(), endpoint.host().v1(), endpoint.port())));
      }
      peer.send(new Addr(entries));
    }
  }
}
