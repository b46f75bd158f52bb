// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.node.addrman.AddressBook;
import org.moneyrocket.node.addrman.Endpoint;
import org.moneyrocket.node.addrman.Host;
import org.moneyrocket.node.addrman.KnownPeer;
import org.moneyrocket.node.net.NameLookup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the DNS seeds of the chain for addresses when there is need: at once if none are known,
 * otherwise only after those that are known had their chance, since every question tells somebody
 * that we are here. Runs on a thread of its own, which ends when it is done.
 */
final class DnsSeeding {
  /** Seeds answer for nodes that offer all of these when asked by a name that says so. */
  private static final long WANTED_SERVICES = Services.NETWORK | Services.WITNESS;

  private static final int AT_ONCE = 3;
  private static final int MANY_KNOWN = 1000;
  private static final int FEW_DELAY_SECONDS = 11;
  private static final int MANY_DELAY_SECONDS = 300;
  private static final int NODES_FIRST_SECONDS = 30;
  private static final int MAX_ADDRESSES = 32;
  private static final long DAY_SECONDS = 86_400;
  private static final Logger log = LoggerFactory.getLogger("net");

  private final PeerOptions options;
  private final Collection<Peer> peers;
  private final AddressBook book;
  private final PeerClock clock;
  private final RandomGenerator random;
  private final NameLookup names;
  private final BooleanSupplier active;
  private final Consumer<String> fetchAddresses;
  private final Pause pause;
  private @Nullable Thread thread;

  /** How the thread waits; tests do not. */
  interface Pause {
    void seconds(double seconds) throws InterruptedException;
  }

  /**
   * @param active tells whether traffic is switched on
   * @param fetchAddresses asks a node for addresses, by name
   */
  DnsSeeding(
      PeerOptions options,
      Collection<Peer> peers,
      AddressBook book,
      PeerClock clock,
      RandomGenerator random,
      NameLookup names,
      BooleanSupplier active,
      Consumer<String> fetchAddresses,
      Pause pause) {
    this.options = options;
    this.peers = peers;
    this.book = book;
    this.clock = clock;
    this.random = random;
    this.names = names;
    this.active = active;
    this.fetchAddresses = fetchAddresses;
    this.pause = pause;
  }

  /** Begins, if the options want it. */
  void start() {
    if (!options.seeding().useDns()) {
      log.info("DNS seeding disabled");
      return;
    }
    // A look-up would hold the carrier of a virtual thread for as long as it takes.
    thread = Thread.ofPlatform().daemon().name("dnsseed").start(this::runLogged);
  }

  void close() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }

  private void runLogged() {
    log.info("dnsseed thread start");
    try {
      run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // close() wants this thread to end.
    }
    log.info("dnsseed thread exit");
  }

  /** Asks until there is no need any longer. */
  void run() throws InterruptedException {
    boolean enough = !options.seeding().nodes().isEmpty() && nodesAreEnough();
    boolean all = options.seeding().forceDns() || book.size() == 0;
    if (enough && !all) {
      log.info("Skipping DNS seeds. Enough peers have been found");
      return;
    }
    List<String> seeds = new ArrayList<>(options.seeding().dnsSeeds());
    Collections.shuffle(seeds, Random.from(random));
    int delay = book.size() >= MANY_KNOWN ? MANY_DELAY_SECONDS : FEW_DELAY_SECONDS;
    int left = all ? seeds.size() : 0;
    int found = 0;
    for (String seed : seeds) {
      if (left == 0) {
        left = AT_ONCE;
        if (book.size() > 0 && peersComeWithin(delay)) {
          if (found > 0) {
            log.info("{} addresses found from DNS seeds", found);
          }
          log.info(
              found > 0
                  ? "P2P peers available. Finished DNS seeding."
                  : "P2P peers available. Skipped DNS seeding.");
          return;
        }
      }
      awaitNetwork();
      log.info("Loading addresses from DNS seed {}", seed);
      found += ask(seed);
      left--;
    }
    log.info("{} addresses found from DNS seeds", found);
  }

  /** Gives the nodes of {@code -seednode} their chance. */
  private boolean nodesAreEnough() throws InterruptedException {
    log.info(
        "-seednode enabled. Trying the provided seeds for {} seconds before defaulting to the"
            + " dnsseeds.",
        NODES_FIRST_SECONDS);
    for (long end = clock.seconds() + NODES_FIRST_SECONDS; clock.seconds() <= end; ) {
      pause.seconds(0.5);
      if (SeedNodes.fullPeers(peers) >= SeedNodes.ENOUGH_PEERS) {
        log.info("P2P peers available. Finished fetching data from seed nodes.");
        return true;
      }
    }
    log.info(
        "Couldn't connect to enough peers via seed nodes. Handing fetch logic to the DNS seeds.");
    return false;
  }

  private boolean peersComeWithin(int seconds) throws InterruptedException {
    log.info("Waiting {} seconds before querying DNS seeds.", seconds);
    for (int waited = 0; waited < seconds; waited += FEW_DELAY_SECONDS) {
      pause.seconds(Math.min(FEW_DELAY_SECONDS, seconds - waited));
      if (SeedNodes.fullPeers(peers) >= SeedNodes.ENOUGH_PEERS) {
        return true;
      }
    }
    return false;
  }

  private void awaitNetwork() throws InterruptedException {
    if (!active.getAsBoolean()) {
      log.info("Waiting for network to be reactivated before querying DNS seeds.");
      while (!active.getAsBoolean()) {
        pause.seconds(1);
      }
    }
  }

  /** Asks one seed; returns how many addresses it gave. */
  private int ask(String seed) {
    String name = "x" + Long.toHexString(WANTED_SERVICES) + "." + seed;
    List<InetAddress> addresses = names.addresses(name);
    if (addresses.isEmpty()) {
      // It does not tell by services: its own name leads to a node that can be asked.
      fetchAddresses.accept(seed);
      return 0;
    }
    // One seed alone should not fill the book, and nobody knows how old its addresses are.
    List<KnownPeer> known =
        addresses.stream()
            .limit(MAX_ADDRESSES)
            .map(
                address ->
                    new KnownPeer(
                        new Endpoint(Host.of(address), options.defaultPort()),
                        WANTED_SERVICES,
                        clock.seconds() - 3 * DAY_SECONDS - random.nextLong(4 * DAY_SECONDS)))
            .toList();
    book.add(known, Host.internal(name), 0);
    return known.size();
  }
}
