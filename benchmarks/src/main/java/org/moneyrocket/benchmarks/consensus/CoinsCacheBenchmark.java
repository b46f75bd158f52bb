// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.consensus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.kernel.coins.CoinsCache;
import org.moneyrocket.kernel.coins.CoinsDatabase;
import org.moneyrocket.kernel.database.DatabaseOptions;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Adding and spending a coin, and finding one, among 200,000, beside the same in a {@link HashMap}
 * of objects, which takes several times the memory.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class CoinsCacheBenchmark {
  private static final int COINS = 200_000;
  private static final int BATCH = 1_000;

  private final OutPoint[] outpoints = new OutPoint[COINS + BATCH];
  private final Map<OutPoint, Coin> map = new HashMap<>();
  private final Coin coin = new Coin(new TxOut(1_000, Bytes.wrap(new byte[22])), 1, false);
  private @Nullable Path directory;
  private @Nullable CoinsDatabase database;
  private @Nullable CoinsCache cache;
  private int next;

  @Setup
  public void fill() throws IOException {
    Path folder = Files.createTempDirectory("coins-benchmark");
    directory = folder;
    CoinsDatabase opened =
        new CoinsDatabase(
            new DatabaseOptions(folder.resolve("coins"), 8 << 20, 8 << 20, true),
            32 << 20,
            CoinsDatabase.BatchObserver.NONE);
    database = opened;
    CoinsCache filled = new CoinsCache(opened);
    cache = filled;
    for (int i = 0; i < outpoints.length; i++) {
      byte[] number = {(byte) i, (byte) (i >>> 8), (byte) (i >>> 16)};
      outpoints[i] = new OutPoint(new Txid(Bytes.wrap(Hashes.sha256(number))), 0);
      if (i < COINS) {
        filled.add(outpoints[i], coin, false);
        map.put(outpoints[i], coin);
      }
    }
  }

  @TearDown
  public void close() throws IOException {
    if (cache != null && database != null && directory != null) {
      cache.close();
      database.close();
      try (var files = Files.walk(directory)) {
        for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private CoinsCache cache() {
    return Objects.requireNonNull(cache);
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int mapAddAndSpend() {
    int found = 0;
    for (int i = COINS; i < COINS + BATCH; i++) {
      map.put(outpoints[i], coin);
    }
    for (int i = COINS; i < COINS + BATCH; i++) {
      found += map.remove(outpoints[i]) == null ? 0 : 1;
    }
    return found;
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int cacheAddAndSpend() {
    int found = 0;
    for (int i = COINS; i < COINS + BATCH; i++) {
      cache().add(outpoints[i], coin, false);
    }
    for (int i = COINS; i < COINS + BATCH; i++) {
      found += cache().spend(outpoints[i]) == null ? 0 : 1;
    }
    return found;
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int mapFind() {
    int found = 0;
    next = (next + BATCH) % COINS;
    for (int i = next; i < next + BATCH; i++) {
      found += map.get(outpoints[i]) == null ? 0 : 1;
    }
    return found;
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int cacheFind() {
    int found = 0;
    next = (next + BATCH) % COINS;
    for (int i = next; i < next + BATCH; i++) {
      found += cache().get(outpoints[i]) == null ? 0 : 1;
    }
    return found;
  }
}
