// SPDX-License-Identifier: MIT
package org.moneyrocket.node.addrman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.primitives.Bytes;

public class AddressBookTest {
  private static final NetGroups GROUPS = new NetGroups(Optional.empty());
  private static final Bytes MAGIC = Bytes.fromHex("fabfb5da");
  private static final long DAY = 24 * 3600;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private long now = 1_700_000_000;
  private final AddressBook book = book();

  private AddressBook book() {
    byte[] key = new byte[32];
    key[0] = 1;
    return new AddressBook(GROUPS, Bytes.wrap(key), new Random(1), () -> now, 50);
  }

  @Test
  public void placesAreThoseOfBitcoinCore() {
    // Seen in Bitcoin Core with the same key.
    assertThat(add("2.0.0.0")).isTrue();
    assertThat(add("1.2.3.4")).isTrue();
    assertThat(book.good(at("1.2.3.4"), now)).isTrue();
    assertThat(place(false)).isEqualTo("82/8");
    assertThat(place(true)).isEqualTo("6/33");
  }

  @Test
  public void unroutableAndKnownAddressesAddNothing() {
    assertThat(add("127.0.0.1")).isFalse();
    assertThat(add("8.8.8.8")).isTrue();
    assertThat(add("8.8.8.8")).isFalse();
    assertThat(book.size()).isEqualTo(1);
    assertThat(book.size(Optional.of(Net.IPV4), Optional.of(true))).isEqualTo(1);
    assertThat(book.size(Optional.of(Net.IPV6), Optional.empty())).isZero();
  }

  @Test
  public void aTriedAddressIsReplacedOnlyAfterItWasTested() {
    // These two have one place among the tried ones.
    add("1.2.3.4");
    add("1.2.5.45");
    assertThat(book.good(at("1.2.3.4"), now)).isTrue();
    assertThat(book.good(at("1.2.5.45"), now)).isFalse();
    assertThat(book.selectCollision().orElseThrow().peer().endpoint()).isEqualTo(at("1.2.3.4"));
    book.resolveCollisions();
    assertThat(book.selectCollision()).as("the old one answered not long ago").isEmpty();

    now += DAY;
    assertThat(book.good(at("1.2.5.45"), now)).isFalse();
    book.attempt(at("1.2.3.4"), true, now);
    book.resolveCollisions();
    assertThat(book.selectCollision()).as("it has a minute to answer").isPresent();
    now += 61;
    book.resolveCollisions();
    assertThat(book.table(true).get(0).peer().endpoint()).isEqualTo(at("1.2.5.45"));
    assertThat(book.table(false).get(0).peer().endpoint()).isEqualTo(at("1.2.3.4"));
  }

  @Test
  public void anAddressThatWaitsForAPlaceThatBecameFreeMovesIn() {
    add("1.2.3.4");
    add("1.2.5.45");
    assertThat(book.good(at("1.2.3.4"), now)).isTrue();
    AddressBook.Placed holder = book.table(true).get(0);
    assertThat(book.good(at("1.2.5.45"), now)).isFalse();
    book.triedTable[holder.bucket()][holder.position()] = null;
    book.triedCount--;
    book.delete(book.entries.get(at("1.2.3.4")));
    assertThat(book.selectCollision()).isEmpty();

    book.resolveCollisions();

    assertThat(book.table(true)).hasSize(1);
    assertThat(book.table(true).get(0).peer().endpoint()).isEqualTo(at("1.2.5.45"));
    assertThat(BookCheck.problem(book)).isZero();
  }

  @Test
  public void ofTwoThatWaitForOnePlaceTheSecondDoesNotPushOutTheFirst() {
    Random random = new Random(3);
    String third = null;
    add("1.2.3.4");
    add("1.2.5.45");
    book.good(at("1.2.3.4"), now);
    AddressBook.Placed place = book.table(true).get(0);
    while (third == null) {
      String other = "1.2." + random.nextInt(256) + "." + random.nextInt(256);
      int bucket = book.placement.triedBucket(at(other));
      if (bucket == place.bucket()
          && book.placement.position(at(other), true, bucket) == place.position()
          && !other.equals("1.2.3.4")
          && !other.equals("1.2.5.45")
          && add(other)) {
        third = other;
      }
    }
    now += DAY;
    assertThat(book.good(at("1.2.5.45"), now)).isFalse();
    assertThat(book.good(at(third), now)).isFalse();
    book.attempt(at("1.2.3.4"), true, now);
    now += 61;
    book.resolveCollisions();

    assertThat(book.table(true)).hasSize(1);
    assertThat(book.table(true).get(0).peer().endpoint()).isEqualTo(at("1.2.5.45"));
    assertThat(book.selectCollision()).isEmpty();
    assertThat(BookCheck.problem(book)).isZero();
  }

  @Test
  public void oneSourceFillsOnlyAPartOfTheTable() {
    Host source = HostText.read("9.9.9.9").orElseThrow();
    for (int i = 0; i < 3000; i++) {
      Endpoint endpoint = at((i % 200 + 20) + "." + (i / 200) + ".1.1");
      book.add(List.of(new KnownPeer(endpoint, 9, now)), source, 0);
    }
    long buckets = book.table(false).stream().map(AddressBook.Placed::bucket).distinct().count();
    assertThat(buckets).isLessThanOrEqualTo(64);
  }

  @Test
  public void deadAddressesAreNotGivenAway() {
    add("8.8.8.8");
    add("9.9.9.9");
    for (int i = 0; i < 3; i++) {
      now += 100;
      book.good(at("9.9.9.9"), now);
      now += 100;
      book.attempt(at("8.8.8.8"), true, now);
    }
    now += 100;
    assertThat(book.sample(0, 0, Optional.empty(), true)).hasSize(1);
    assertThat(book.sample(0, 0, Optional.empty(), false)).hasSize(2);
    assertThat(book.sample(1, 0, Optional.empty(), false)).hasSize(1);
    now += 31 * DAY;
    assertThat(book.sample(0, 0, Optional.empty(), true)).isEmpty();
  }

  @Test
  public void onlyReachableNetworksAreChosen() {
    assertThat(book.select(false, Set.of())).isEmpty();
    add("8.8.8.8");
    assertThat(book.select(false, Set.of(Net.IPV4)).orElseThrow().peer().endpoint())
        .isEqualTo(at("8.8.8.8"));
    assertThat(book.select(false, Set.of(Net.IPV6))).isEmpty();
    book.good(at("8.8.8.8"), now);
    assertThat(book.select(true, Set.of())).isEmpty();
  }

  @Test
  public void theFileKeepsEverything() throws IOException {
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      Endpoint endpoint = at((random.nextInt(180) + 20) + "." + random.nextInt(256) + ".3.4");
      Host source = at((random.nextInt(180) + 20) + ".1.1.1").host();
      book.add(List.of(new KnownPeer(endpoint, 9, now)), source, 0);
      if (i % 10 == 0) {
        book.good(endpoint, now);
      }
    }
    PeersFile file = file(folder.getRoot().toPath().resolve("peers.dat"));
    file.save(book);
    AddressBook again = file.load();
    assertThat(again.size()).isEqualTo(book.size()).isGreaterThan(300);
    assertThat(again.table(true)).containsExactlyInAnyOrderElementsOf(book.table(true));
    assertThat(again.table(false)).containsExactlyInAnyOrderElementsOf(book.table(false));
    assertThat(folder.getRoot().list()).containsExactly("peers.dat");
  }

  @Test
  public void aDamagedFileIsRefusedWithItsName() throws IOException {
    Path path = folder.getRoot().toPath().resolve("peers.dat");
    PeersFile file = file(path);
    add("8.8.8.8");
    file.save(book);
    byte[] good = Files.readAllBytes(path);
    for (int damaged : new int[] {0, 4, 40, good.length - 1}) {
      byte[] bad = good.clone();
      bad[damaged] ^= 0x55;
      Files.write(path, bad);
      if (damaged == 4) {
        continue; // The format alone says little.
      }
      assertThatThrownBy(file::load)
          .as("byte " + damaged)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Invalid or corrupt peers.dat")
          .hasMessageContaining(path.toString());
    }
    Files.delete(path);
    assertThat(file.load().size()).isZero();
    assertThat(path).exists();
  }

  @Test
  public void aMapOfSystemsMustEndForEveryAddress() {
    assertThat(AsMap.of(new byte[0])).isEmpty();
    assertThat(AsMap.of(new byte[] {(byte) 0xff, (byte) 0xff})).isEmpty();
    // One instruction: every address belongs to system 1.
    AsMap map = AsMap.of(new byte[] {0, 0, 0}).orElseThrow();
    assertThat(map.find(Bytes.wrap(new byte[16]))).isEqualTo(1);
    NetGroups groups = new NetGroups(Optional.of(map));
    assertThat(groups.of(at("1.2.3.4").host())).isEqualTo(Bytes.fromHex("0201000000"));
    assertThat(groups.of(at("9.8.7.6").host())).isEqualTo(groups.of(at("1.2.3.4").host()));
  }

  private PeersFile file(Path path) {
    return new PeersFile(path, MAGIC, GROUPS, () -> now, true, 0);
  }

  private boolean add(String address) {
    Endpoint endpoint = at(address);
    return book.add(List.of(new KnownPeer(endpoint, 9, now)), endpoint.host(), 0);
  }

  private String place(boolean tried) {
    AddressBook.Placed placed = book.table(tried).get(0);
    return placed.bucket() + "/" + placed.position();
  }

  private static Endpoint at(String address) {
    return new Endpoint(HostText.read(address).orElseThrow(), 8333);
  }
}
