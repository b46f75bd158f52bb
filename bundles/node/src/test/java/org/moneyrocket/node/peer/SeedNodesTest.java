// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.node.addrman.AddressBook;
import org.moneyrocket.node.addrman.Endpoint;
import org.moneyrocket.node.addrman.Host;
import org.moneyrocket.node.addrman.KnownPeer;
import org.moneyrocket.node.net.NetAddress;
import org.moneyrocket.settings.StartException;

public class SeedNodesTest {
  private static final NetAddress FIXED = new NetAddress(InetAddress.ofLiteral("8.8.4.4"), 8333);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private long now = 1_700_000_000;
  private boolean anyAdded;
  private final List<Peer> peers = new ArrayList<>();
  private final AddressBook book = PeerFixture.book(() -> now * 1_000_000);

  private SeedNodes seeds(boolean useDns, boolean useFixed, String... nodes) {
    SeedNodes seeds =
        new SeedNodes(
            new PeerOptions.Seeding(
                List.of(), useDns, false, List.of(nodes), List.of(FIXED), useFixed),
            peers,
            book,
            () -> now * 1_000_000,
            () -> anyAdded);
    seeds.begin();
    return seeds;
  }

  private void knowOne() {
    InetAddress address = InetAddress.ofLiteral("8.8.8.8");
    book.add(
        List.of(new KnownPeer(new Endpoint(Host.of(address), 8333), 9, now)), Host.of(address), 0);
  }

  @Test
  public void aSeedNodeIsAskedAtOnceIfNobodyIsKnownAndTheNextAfterTenSeconds() {
    SeedNodes seeds = seeds(true, false, "one", "two");
    assertThat(seeds.tick()).contains("two");
    assertThat(seeds.tick()).isEmpty();
    now += 11;
    assertThat(seeds.tick()).contains("one");
    now += 11;
    assertThat(seeds.tick()).isEmpty();
  }

  @Test
  public void whoKnowsSomebodyTriesThemFirst() {
    knowOne();
    SeedNodes seeds = seeds(true, false, "one");
    assertThat(seeds.tick()).isEmpty();
    now += 11;
    assertThat(seeds.tick()).contains("one");
  }

  @Test
  public void fixedAddressesAreTheLastResort() {
    SeedNodes seeds = seeds(true, true);
    seeds.tick();
    assertThat(book.size()).isZero();
    now += 61;
    seeds.tick();
    assertThat(book.size()).isEqualTo(1);
  }

  @Test
  public void theyAreUsedAtOnceIfThereIsNoOtherSource() {
    seeds(false, true).tick();
    assertThat(book.size()).isEqualTo(1);
  }

  @Test
  public void theyWaitForPeersAddedByHandAndAreNotUsedAgainstTheUsersWill() {
    anyAdded = true;
    SeedNodes seeds = seeds(false, true);
    seeds.tick();
    assertThat(book.size()).isZero();
    SeedNodes none = seeds(false, false);
    now += 100;
    none.tick();
    assertThat(book.size()).isZero();
    seeds.tick();
    assertThat(book.size()).isEqualTo(1);
  }

  @Test
  public void addressesThatCameWithTheProgramAreReadFromItsFile() throws Exception {
    Path home = folder.getRoot().toPath();
    assertThat(FixedSeeds.read(home, "main", 8333)).isEmpty();
    Path file = Files.createDirectories(home.resolve("etc/seeds")).resolve("main");
    Files.writeString(file, "# ours\n8.8.4.4\n\n[2a00::1]:18333 # another\n");
    assertThat(FixedSeeds.read(home, "main", 8333))
        .containsExactly(FIXED, new NetAddress(InetAddress.ofLiteral("2a00::1"), 18333));
    Files.writeString(file, "8.8.4.4\nnot.an.address\n");
    Assertions.assertThatThrownBy(() -> FixedSeeds.read(home, "main", 8333))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("main:2");
  }
}
