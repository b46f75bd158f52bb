// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.Test;
import org.moneyrocket.node.addrman.AddressBook;
import org.moneyrocket.node.addrman.Endpoint;
import org.moneyrocket.node.addrman.Host;
import org.moneyrocket.node.addrman.KnownPeer;

/** Who is asked for addresses; the answers come from a table, never from the network. */
public class DnsSeedingTest {
  private static final List<String> SEEDS = List.of("a.test.", "b.test.", "c.test.", "d.test.");

  private long now = 1_700_000_000;
  private final List<Peer> peers = new ArrayList<>();
  private final AddressBook book = PeerFixture.book(() -> now * 1_000_000);
  private final Map<String, List<InetAddress>> names = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final List<String> fetched = new ArrayList<>();
  private Runnable whileWaiting = () -> {};
  private double waited;

  private void run(boolean force, List<String> nodes) throws Exception {
    PeerOptions options =
        PeerFixture.options(
            List.of(),
            s -> new PeerOptions.Seeding(SEEDS, true, force, nodes, List.of(), false),
            Path.of("unused"));
    new DnsSeeding(
            options,
            peers,
            book,
            () -> now * 1_000_000,
            new Random(1),
            name -> {
              asked.add(name);
              return names.getOrDefault(name, List.of());
            },
            () -> true,
            fetched::add,
            seconds -> {
              waited += seconds;
              now += (long) Math.ceil(seconds);
              whileWaiting.run();
            })
        .run();
  }

  private void know(int count) {
    for (int i = 0; i < count; i++) {
      Host host = Host.of(InetAddress.ofLiteral((60 + i / 250) + "." + i % 250 + ".1.1"));
      book.add(List.of(new KnownPeer(new Endpoint(host, 8333), 9, now)), host, 0);
    }
  }

  private void connectTwo() {
    for (int i = 0; i < 2; i++) {
      Peer peer = PeerFixture.peer(i, ConnectionKind.FULL_RELAY);
      peer.verackReceived = true;
      peers.add(peer);
    }
  }

  @Test
  public void whoKnowsNobodyAsksAllSeedsAtOnce() throws Exception {
    names.put("x9.a.test.", List.of(InetAddress.ofLiteral("8.8.8.8")));
    names.put(
        "x9.b.test.",
        List.of(InetAddress.ofLiteral("9.8.7.6"), InetAddress.ofLiteral("2a00:1450::1")));

    run(false, List.of());

    assertThat(waited).isZero();
    assertThat(asked)
        .containsExactlyInAnyOrderElementsOf(SEEDS.stream().map(s -> "x9." + s).toList());
    assertThat(book.size()).isEqualTo(3);
    assertThat(book.table(false))
        .allSatisfy(
            placed -> {
              assertThat(placed.peer().endpoint().port()).isEqualTo(8333);
              assertThat(now - placed.peer().time()).isBetween(3 * 86_400L, 7 * 86_400L);
            });
    // Those that do not tell by services are asked as nodes.
    assertThat(fetched).containsExactlyInAnyOrder("c.test.", "d.test.");
  }

  @Test
  public void oneSeedCannotFillTheBook() throws Exception {
    List<InetAddress> many = new ArrayList<>();
    for (int i = 1; i <= 200; i++) {
      many.add(InetAddress.ofLiteral("8." + i + ".1.1"));
    }
    names.put("x9.a.test.", many);

    run(false, List.of());

    assertThat(book.size()).isBetween(20, 32);
  }

  @Test
  public void whoFindsPeersByItselfAsksNobody() throws Exception {
    know(5);
    connectTwo();

    run(false, List.of());

    assertThat(waited).isEqualTo(11);
    assertThat(asked).isEmpty();
  }

  @Test
  public void whoFindsNoPeersAsksThreeSeedsAndWaitsAgain() throws Exception {
    know(5);
    whileWaiting =
        () -> {
          if (asked.size() == 3) {
            connectTwo();
          }
        };

    run(false, List.of());

    assertThat(asked).hasSize(3);
    assertThat(waited).isEqualTo(22);
  }

  @Test
  public void whoKnowsAThousandWaitsFiveMinutes() throws Exception {
    know(3000);
    assertThat(book.size()).isGreaterThan(1000);

    run(false, List.of());

    assertThat(waited).isEqualTo(600);
    assertThat(asked).hasSize(4);
  }

  @Test
  public void whoIsToldToAsksAllWhateverIsKnown() throws Exception {
    know(5);
    connectTwo();

    run(true, List.of());

    assertThat(asked).hasSize(4);
    assertThat(waited).isZero();
  }

  @Test
  public void seedNodesAreTriedFirst() throws Exception {
    know(5);
    whileWaiting = this::connectTwo;

    run(false, List.of("node.test"));

    assertThat(asked).isEmpty();
    assertThat(waited).isEqualTo(0.5);
  }

  @Test
  public void peersThatRelayOnlyBlocksDoNotCount() throws Exception {
    know(5);
    for (int i = 0; i < 2; i++) {
      Peer peer = PeerFixture.peer(i, ConnectionKind.BLOCK_RELAY);
      peer.verackReceived = true;
      peers.add(peer);
    }

    run(false, List.of());

    assertThat(asked).hasSize(4);
  }
}
