// SPDX-License-Identifier: MIT
package org.moneyrocket.node.index;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.crypto.MuHash3072;
import org.moneyrocket.kernel.Kernel;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.coins.BlockUndo;
import org.moneyrocket.kernel.database.Batch;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.settings.StartException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sums over all coins after every block ({@code -coinstatsindex}). */
public final class StatsIndex extends ChainIndex {
  /** The name in {@code getindexinfo} and in log lines. */
  public static final String NAME = "coinstatsindex";

  private static final Logger log = LoggerFactory.getLogger(StatsIndex.class);
  private static final String THREAD = "coinstatsidx";
  private static final byte[] COINS = {'M'};

  /** Where versions up to 29 kept it, with sums that could overflow. */
  private static final String OLD_DIRECTORY = "coinstats";

  private final BlockRows rows;
  private MuHash3072 coins = new MuHash3072();
  private CoinTotals last = CoinTotals.NONE;

  private StatsIndex(Kernel kernel, BlockRows rows, Consumer<String> fatal) {
    super(kernel, NAME, THREAD, fatal);
    this.rows = rows;
  }

  /**
   * Opens or makes the index. It takes in nothing from disk before {@link #start}.
   *
   * @param indexes directory of all indexes
   * @param wipe whether to build it anew
   * @param fatal hears in words why the index cannot go on
   * @throws StartException if it belongs to another chain or is damaged
   * @throws StorageException if it cannot be opened
   */
  public static StatsIndex open(Kernel kernel, Path indexes, boolean wipe, Consumer<String> fatal) {
    Path old = indexes.resolve(OLD_DIRECTORY);
    if (Files.exists(old)) {
      log.warn(
          "Old version of coinstatsindex found at {}. This folder can be safely deleted unless you"
              + " plan to downgrade your node to version 29 or lower.",
          old);
    }
    Path directory = indexes.resolve(NAME).resolve("db");
    StatsIndex index = new StatsIndex(kernel, BlockRows.open(directory, wipe), fatal);
    index.attach();
    return index;
  }

  @Override
  protected List<BlockHash> committed() {
    return rows.best();
  }

  @Override
  protected void load(@Nullable BlockEntry entry) {
    byte[] state = rows.database().get(COINS);
    if (state != null) {
      try {
        coins = MuHash3072.fromBytes(state);
      } catch (IllegalArgumentException e) {
        throw new StartException("Cannot read current " + NAME + " state; index may be corrupted");
      }
    }
    if (entry == null) {
      return;
    }
    last =
        row(entry)
            .orElseThrow(
                () ->
                    new StartException(
                        "Cannot read current " + NAME + " state; index may be corrupted"));
    if (!Bytes.wrap(coins.digest()).equals(last.muHash())) {
      throw new StartException("Cannot read current " + NAME + " state; index may be corrupted");
    }
  }

  @Override
  protected boolean needsUndo() {
    return true;
  }

  @Override
  protected boolean allowsPruning() {
    return true;
  }

  @Override
  protected void append(BlockEntry entry, Block block, BlockUndo undo) {
    CoinSums sums = new CoinSums(kernel.parameters(), last, coins);
    sums.add(entry, block, undo);
    CoinTotals totals = sums.totals();
    Batch batch = new Batch();
    BlockRows.put(batch, entry, totals.toBytes());
    rows.database().write(batch, false);
    last = totals;
  }

  @Override
  protected void remove(BlockEntry entry) {
    Batch batch = new Batch();
    rows.keepAside(batch, entry);
    rows.database().write(batch, false);
    Block block = kernel.readBlock(entry);
    CoinSums.removeCoins(coins, kernel.parameters(), entry, block, kernel.readUndo(entry));
    BlockEntry parent = entry.previous();
    last =
        parent == null
            ? CoinTotals.NONE
            : row(parent)
                .orElseThrow(() -> rows.damaged("there is no row of block " + parent.hash()));
  }

  @Override
  protected void commit(List<BlockHash> locator) {
    Batch batch = new Batch();
    // The row that belongs to this state is that of the block which the locator names.
    batch.put(COINS, coins.toBytes());
    rows.putBest(batch, locator);
    rows.database().write(batch, false);
  }

  @Override
  protected void closeRows() {
    rows.close();
  }

  private Optional<CoinTotals> row(BlockEntry entry) {
    Optional<byte[]> stored = rows.find(entry);
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(CoinTotals.read(stored.get()));
    } catch (DecodeException e) {
      throw rows.damaged("row of block " + entry.hash() + ": " + e.getMessage());
    }
  }

  /** Returns the sums after a block; empty if the index has not come there. */
  public Optional<CoinTotals> find(BlockEntry entry) {
    return whileOpen(() -> row(entry), Optional.empty());
  }
}
