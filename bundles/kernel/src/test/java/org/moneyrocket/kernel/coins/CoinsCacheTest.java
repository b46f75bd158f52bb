// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.coins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.kernel.database.DatabaseOptions;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;

public class CoinsCacheTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path directory;
  private CoinsDatabase database;
  private CoinsCache cache;

  @Before
  public void open() throws Exception {
    directory = folder.newFolder().toPath();
    reopen();
  }

  private void reopen() {
    database =
        new CoinsDatabase(
            DatabaseOptions.small(directory, false), 1 << 14, CoinsDatabase.BatchObserver.NONE);
    cache = new CoinsCache(database);
  }

  @After
  public void close() {
    cache.close();
    database.close();
  }

  private static BlockHash block(int number) {
    byte[] hash = new byte[32];
    hash[0] = (byte) number;
    hash[1] = (byte) (number >>> 8);
    return new BlockHash(Bytes.wrap(hash));
  }

  private static OutPoint outpoint(int number) {
    byte[] txid = new byte[32];
    new Random(number / 3).nextBytes(txid);
    return new OutPoint(new Txid(Bytes.wrap(txid)), number % 3);
  }

  private static Coin coin(Random random) {
    byte[] script = new byte[random.nextInt(10) == 0 ? random.nextInt(9000) : random.nextInt(40)];
    random.nextBytes(script);
    if (script.length > 0 && script[0] == 0x6a) {
      script[0] = 0x51;
    }
    return new Coin(
        new TxOut(random.nextLong(21_000_000_0000_0000L), Bytes.wrap(script)),
        1 + random.nextInt(1_000_000),
        random.nextInt(20) == 0);
  }

  @Test
  public void behavesLikeAMapThroughChangesRollbacksAndRestarts() {
    long seed = System.nanoTime();
    System.out.println("CoinsCacheTest seed " + seed);
    Random random = new Random(seed);
    Map<OutPoint, Coin> model = new HashMap<>();
    for (int round = 1; round <= 400; round++) {
      Map<OutPoint, Coin> before = new HashMap<>(model);
      cache.begin();
      for (int i = random.nextInt(60); i > 0; i--) {
        OutPoint outpoint = outpoint(random.nextInt(900));
        if (random.nextBoolean()) {
          assertThat(cache.spend(outpoint)).isEqualTo(model.remove(outpoint));
        } else if (!model.containsKey(outpoint) || random.nextInt(4) == 0) {
          Coin coin = coin(random);
          cache.add(outpoint, coin, model.containsKey(outpoint) || random.nextBoolean());
          model.put(outpoint, coin);
        } else {
          assertThat(cache.get(outpoint)).isEqualTo(model.get(outpoint));
        }
      }
      if (random.nextInt(4) == 0) {
        cache.rollback();
        model = before;
      } else {
        cache.setBestBlock(block(round));
        cache.commit();
      }
      switch (random.nextInt(10)) {
        case 0 -> cache.flush();
        case 1 -> cache.sync();
        case 2 -> {
          BlockHash best = cache.bestBlock();
          cache.flush();
          close();
          reopen();
          assertThat(cache.bestBlock()).isEqualTo(best);
        }
        case 3 -> {
          for (int i = 0; i < 900; i++) {
            cache.uncache(outpoint(i));
          }
        }
        default -> assertThat(cache.bytes()).isNotNegative();
      }
      for (int i = 0; i < 900; i += 7) {
        assertThat(cache.has(outpoint(i))).isEqualTo(model.containsKey(outpoint(i)));
      }
    }
    cache.flush();
    assertThat(onDisk()).isEqualTo(model);
    assertThat(cache.size()).isZero();
  }

  private Map<OutPoint, Coin> onDisk() {
    Map<OutPoint, Coin> found = new HashMap<>();
    try (CoinsCursor cursor = database.cursor()) {
      while (cursor.next()) {
        found.put(cursor.outpoint(), cursor.coin());
      }
    }
    return found;
  }

  @Test
  public void walksOverCoinsInTheOrderOfTheirKeys() {
    Random random = new Random(1);
    List<OutPoint> added = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      added.add(outpoint(i));
      cache.add(outpoint(i), coin(random), false);
    }
    cache.setBestBlock(block(7));
    cache.sync();
    added.sort(null);
    List<OutPoint> seen = new ArrayList<>();
    try (CoinsCursor cursor = database.cursor()) {
      assertThat(cursor.bestBlock()).isEqualTo(block(7));
      // Later changes do not matter.
      cache.spend(added.get(0));
      cache.flush();
      while (cursor.next()) {
        seen.add(cursor.outpoint());
      }
    }
    assertThat(seen).isEqualTo(added);
  }

  @Test
  public void keepsNoOutputThatCannotBeSpent() {
    Bytes returns = Bytes.fromHex("6a00");
    Bytes tooLong = Bytes.wrap(new byte[10_001]);
    cache.add(outpoint(1), new Coin(new TxOut(1, returns), 1, false), false);
    cache.add(outpoint(2), new Coin(new TxOut(1, tooLong), 1, false), false);
    cache.add(outpoint(3), new Coin(new TxOut(1, Bytes.wrap(new byte[10_000])), 1, false), false);

    assertThat(cache.has(outpoint(1))).isFalse();
    assertThat(cache.has(outpoint(2))).isFalse();
    assertThat(cache.has(outpoint(3))).isTrue();
  }

  @Test
  public void refusesToReplaceACoinUnlessToldSo() {
    Coin coin = new Coin(new TxOut(5, Bytes.EMPTY), 1, false);
    cache.add(outpoint(1), coin, false);

    assertThatThrownBy(() -> cache.add(outpoint(1), coin, false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("exists already");
  }

  @Test
  public void forgetsWhatWasReadAheadWhenTheCacheIsWritten() {
    Coin coin = new Coin(new TxOut(5, Bytes.EMPTY), 1, false);
    cache.add(outpoint(1), coin, false);
    cache.setBestBlock(block(1));
    cache.flush();
    long generation = cache.generation();
    Coin early = cache.readAhead(outpoint(1));
    cache.spend(outpoint(1));
    cache.flush();

    cache.offer(outpoint(1), early, generation);

    assertThat(cache.has(outpoint(1))).isFalse();
  }

  @Test
  public void saysBetweenWhichBlocksItIsWhileCoinsAreWritten() {
    List<List<BlockHash>> seen = new ArrayList<>();
    cache.close();
    database.close();
    CoinsDatabase[] self = new CoinsDatabase[1];
    database =
        new CoinsDatabase(
            DatabaseOptions.small(directory, false), 4096, toDisk -> seen.add(self[0].heads()));
    self[0] = database;
    cache = new CoinsCache(database);
    Random random = new Random(2);
    for (int i = 0; i < 500; i++) {
      cache.add(outpoint(i), coin(random), false);
    }
    cache.setBestBlock(block(9));
    cache.flush();

    assertThat(seen).isNotEmpty().allMatch(h -> h.equals(List.of(block(9), BlockHash.ZERO)));
    assertThat(database.heads()).isEmpty();
    assertThat(database.bestBlock()).isEqualTo(block(9));
  }
}
