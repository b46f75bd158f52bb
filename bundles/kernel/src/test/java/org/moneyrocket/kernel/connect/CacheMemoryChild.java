// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.kernel.FlushMode;
import org.moneyrocket.kernel.KernelOptions;
import org.moneyrocket.kernel.coins.CoinsCache;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;

/**
 * The process that {@link CacheMemoryTest} measures. It makes and spends coins as an import does,
 * first in a small database until everything is loaded and compiled, then with the memory that is
 * asked for, and says by how much the most of its resident memory exceeded what it had between. Of
 * the heap, which is resident from the beginning, it says what the cache had in it at most.
 */
public final class CacheMemoryChild {
  private static final int OUTPUTS_PER_BLOCK = 2500;
  private static final int REMEMBERED = 100_000;

  private final Random random = new Random(1);
  private final OutPoint[] remembered = new OutPoint[REMEMBERED];
  private long flushes;
  private long heapBytes;

  private CacheMemoryChild() {}

  /** Arguments: directory, MiB of the caches, number of coins. */
  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    new CacheMemoryChild().fill(directory.resolve("small"), KernelOptions.MIN_CACHE_BYTES, 150_000);
    CacheMemoryChild child = new CacheMemoryChild();
    System.gc();
    long before = resident("VmRSS");
    // Forgets the peak so far.
    Files.writeString(Path.of("/proc/self/clear_refs"), "5");
    child.fill(
        directory.resolve("large"), Long.parseLong(args[1]) << 20, Integer.parseInt(args[2]));
    long most = resident("VmHWM");
    System.out.printf(
        "native %d heap %d flushes %d%n", most - before, child.heapBytes, child.flushes);
    Runtime.getRuntime().halt(0);
  }

  private static long resident(String field) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith(field + ":")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
      }
    }
    throw new IOException("no " + field);
  }

  private void fill(Path directory, long cacheBytes, int count) throws Exception {
    Files.createDirectories(directory);
    KernelOptions options =
        KernelOptions.builder(
                ChainParameters.of(Chain.REGTEST),
                directory,
                text -> {
                  throw new IllegalStateException(text);
                })
            .cacheBytes(cacheBytes)
            .build();
    ChainLoader loader = new ChainLoader(options);
    KernelState state = loader.openIndex();
    Flusher flusher = new Flusher(state, new Pruner(state));
    Chainstate chainstate =
        loader.openChainstate(state, directory.resolve("chainstate"), null, false);
    chainstate.cacheBytes = loader.coinsCacheBytes();
    for (int i = 0; i < count; i++) {
      makeAndSpend(chainstate.coins, i);
      if (i % OUTPUTS_PER_BLOCK == 0) {
        endBlock(flusher, chainstate);
      }
    }
    flusher.flush(chainstate, FlushMode.FORCE_FLUSH, 0, null, 1);
    chainstate.close();
    state.files.close();
    state.store.close();
    state.scripts.close();
    state.events.close();
  }

  private void makeAndSpend(CoinsCache coins, int number) {
    OutPoint outpoint = new OutPoint(new Txid(random(Txid.BYTES)), random.nextInt(4));
    coins.add(outpoint, new Coin(new TxOut(random.nextInt(), random(22)), number, false), false);
    // One of three is spent, soon or long after it was written to disk.
    if (random.nextInt(3) == 0) {
      int place = random.nextInt(REMEMBERED);
      OutPoint spent = remembered[place];
      if (spent != null) {
        coins.spend(spent);
      }
      remembered[place] = outpoint;
    }
  }

  private void endBlock(Flusher flusher, Chainstate chainstate) {
    CoinsCache coins = chainstate.coins;
    coins.setBestBlock(new BlockHash(random(BlockHash.BYTES)));
    heapBytes = Math.max(heapBytes, coins.heapBytes());
    long entries = coins.size();
    flusher.flush(chainstate, FlushMode.IF_NEEDED, 0, null, 1);
    flusher.flush(chainstate, FlushMode.PERIODIC, 0, null, 1);
    if (coins.size() < entries) {
      flushes++;
    }
  }

  private Bytes random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }
}
