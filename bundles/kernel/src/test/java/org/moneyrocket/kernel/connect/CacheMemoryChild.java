// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
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
 * asked for, and says by how much the most of its resident memory exceeded what it had between.
 */
public final class CacheMemoryChild {
  private static final int OUTPUTS_PER_BLOCK = 2500;

  private CacheMemoryChild() {}

  /** Arguments: directory, MiB of the caches, number of coins. */
  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    fill(directory.resolve("small"), KernelOptions.MIN_CACHE_BYTES, 400_000);
    System.gc();
    long before = resident("VmRSS");
    // Forgets the peak so far.
    Files.writeString(Path.of("/proc/self/clear_refs"), "5");
    long flushes =
        fill(directory.resolve("large"), Long.parseLong(args[1]) << 20, Integer.parseInt(args[2]));
    long most = resident("VmHWM");
    System.out.println("grew " + (most - before) + " flushes " + flushes);
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

  private static long fill(Path directory, long cacheBytes, int count) throws Exception {
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
    Chainstate chainstate =
        loader.openChainstate(state, directory.resolve("chainstate"), null, false);
    chainstate.cacheBytes = loader.coinsCacheBytes();
    CoinsCache coins = chainstate.coins;
    Random random = new Random(1);
    OutPoint[] old = new OutPoint[4096];
    long flushes = 0;
    for (int i = 0; i < count; i++) {
      OutPoint outpoint = new OutPoint(new Txid(random(random, Txid.BYTES)), random.nextInt(4));
      Coin coin = new Coin(new TxOut(random.nextInt(), random(random, 22)), i, false);
      coins.add(outpoint, coin, false);
      int place = random.nextInt(old.length);
      OutPoint spent = old[place];
      if (spent != null && random.nextInt(3) == 0) {
        coins.spend(spent);
        old[place] = null;
      }
      if (random.nextInt(8) == 0) {
        old[place] = outpoint;
      }
      if (i % OUTPUTS_PER_BLOCK == 0 && coins.bytes() > chainstate.cacheBytes) {
        coins.setBestBlock(new BlockHash(random(random, BlockHash.BYTES)));
        coins.flush();
        flushes++;
      }
    }
    coins.setBestBlock(new BlockHash(random(random, BlockHash.BYTES)));
    coins.flush();
    chainstate.close();
    state.files.close();
    state.store.close();
    state.scripts.close();
    state.events.close();
    return flushes;
  }

  private static Bytes random(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }
}
