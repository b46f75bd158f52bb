// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.coins.CoinsCache;
import org.moneyrocket.kernel.coins.CoinsCursor;
import org.moneyrocket.kernel.coins.CoinsDatabase;
import org.moneyrocket.kernel.database.DatabaseOptions;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.kernel.snapshot.CoinsCopy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A copy of the coins in a database of its own, from which blocks are taken off. */
final class RolledBackCoins implements CoinsCopy {
  private static final Logger log = LoggerFactory.getLogger(RolledBackCoins.class);
  private static final long CACHE_BYTES = 64L << 20;
  private static final long WRITE_BUFFER_BYTES = 32L << 20;
  private static final long LOG_INTERVAL = 10_000_000;
  private static final int POLL_INTERVAL = 5000;
  private static final int LOG_PERCENT = 5;

  private final Path directory;
  private final boolean inMemory;
  private final CoinsDatabase database;
  private final CoinsCache coins;

  /**
   * Where a copy lies.
   *
   * @param directory of the database; removed with the copy
   * @param inMemory whether to keep everything in memory; then the directory is not made
   */
  record Place(Path directory, boolean inMemory) {}

  private RolledBackCoins(Place place, int batchBytes) {
    this.directory = place.directory();
    this.inMemory = place.inMemory();
    this.database =
        new CoinsDatabase(
            new DatabaseOptions(directory, CACHE_BYTES, WRITE_BUFFER_BYTES, true, inMemory),
            batchBytes,
            CoinsDatabase.BatchObserver.NONE);
    this.coins = new CoinsCache(database);
  }

  /**
   * Makes the copy.
   *
   * @param current the coins of the tip
   * @param interrupted polled now and then
   * @return empty if it was interrupted
   */
  static Optional<CoinsCopy> of(
      KernelState state,
      BlockStorage storage,
      CoinsCursor current,
      BlockEntry target,
      Place place,
      BooleanSupplier interrupted) {
    BlockEntry tip = state.tree.find(current.bestBlock());
    if (tip == null || !target.isAncestorOf(tip)) {
      throw new StorageException(
          StorageException.Kind.FAILED,
          "block " + target.hash() + " is not in the active chain any more");
    }
    BooleanSupplier ending = () -> state.interrupted || interrupted.getAsBoolean();
    RolledBackCoins copy = new RolledBackCoins(place, state.options.databaseBatchBytes());
    boolean done = false;
    try {
      done =
          copy.copy(current, ending) && copy.rollBack(tip, target, storage, state.params, ending);
      return done ? Optional.of(copy) : Optional.empty();
    } finally {
      if (!done) {
        copy.close();
      }
    }
  }

  /** Takes over all coins of {@code cursor}. Returns false if it was interrupted. */
  private boolean copy(CoinsCursor cursor, BooleanSupplier interrupted) {
    log.info("Copying current UTXO set to temporary database.");
    long count = 0;
    coins.setBestBlock(cursor.bestBlock());
    while (cursor.next()) {
      if (count % POLL_INTERVAL == 0 && interrupted.getAsBoolean()) {
        return false;
      }
      coins.add(cursor.outpoint(), cursor.coin(), true);
      count++;
      if (count % LOG_INTERVAL == 0) {
        log.info("Copying UTXO set: {}M coins copied.", count / 1_000_000);
      }
      keepInBounds();
    }
    coins.flush();
    log.info("UTXO set copy complete: {} coins total", count);
    return true;
  }

  private void keepInBounds() {
    if (coins.bytes() > CACHE_BYTES) {
      coins.flush();
    }
  }

  /**
   * Takes off all blocks from {@code tip}, where the coins are, down to {@code target}.
   *
   * @return false if it was interrupted
   * @throws StorageException if a block cannot be read or its undo data does not fit
   */
  private boolean rollBack(
      BlockEntry tip,
      BlockEntry target,
      BlockStorage storage,
      ChainParameters params,
      BooleanSupplier interrupted) {
    log.info("Rolling back from height {} to {}", tip.height(), target.height());
    BlockDisconnector disconnector = new BlockDisconnector(params);
    int total = tip.height() - target.height();
    int shown = 0;
    for (BlockEntry at = tip; at != target; ) {
      BlockEntry parent = at.previous();
      if (parent == null) {
        throw new IllegalArgumentException("the target is no ancestor of the tip");
      }
      if (interrupted.getAsBoolean()) {
        return false;
      }
      BlockDisconnector.Outcome outcome =
          disconnector.disconnect(storage.read(at), storage.readUndo(at), at, coins);
      if (outcome == BlockDisconnector.Outcome.FAILED) {
        throw new StorageException(
            StorageException.Kind.DAMAGED, "Failed to roll back block at height " + at.height());
      }
      at = parent;
      int percent = (int) ((tip.height() - at.height()) * 100L / total);
      if (percent >= shown + LOG_PERCENT) {
        log.info("Rolled back {}% of blocks.", percent);
        shown = percent;
      }
      keepInBounds();
    }
    coins.flush();
    return true;
  }

  @Override
  public CoinsCursor cursor() {
    return database.cursor();
  }

  @Override
  public void close() {
    coins.close();
    database.close();
    if (!inMemory) {
      try {
        SnapshotFiles.delete(directory);
      } catch (StorageException e) {
        log.info(
            "Failed to clean up temporary UTXO database at {}, please remove it manually.",
            directory);
      }
    }
  }
}
