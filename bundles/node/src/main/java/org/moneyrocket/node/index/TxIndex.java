// SPDX-License-Identifier: MIT
package org.moneyrocket.node.index;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.moneyrocket.kernel.Kernel;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.coins.BlockUndo;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.settings.StartException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds every transaction of the chain by its id. Blocks that a reorganisation takes off keep their
 * rows; a transaction that is also in the active chain is found there.
 */
public final class TxIndex extends ChainIndex {
  /** The name in {@code getindexinfo} and in log lines. */
  public static final String NAME = "txindex";

  private static final Logger log = LoggerFactory.getLogger(TxIndex.class);
  private static final String THREAD = "txidx";

  private final TxIndexTable table;

  /** A transaction and the block it is in. */
  public record Found(BlockHash block, Transaction tx) {}

  private TxIndex(Kernel kernel, TxIndexTable table, Consumer<String> fatal) {
    super(kernel, NAME, THREAD, fatal);
    this.table = table;
  }

  /**
   * Opens or makes the index. It takes in nothing from disk before {@link #start}.
   *
   * @param wipe whether to build it anew
   * @param fatal hears in words why the index cannot go on
   * @throws StartException if it belongs to another chain
   * @throws StorageException if it cannot be opened
   */
  public static TxIndex open(Kernel kernel, Path directory, boolean wipe, Consumer<String> fatal) {
    TxIndex index = new TxIndex(kernel, TxIndexTable.open(directory, wipe), fatal);
    index.attach();
    return index;
  }

  @Override
  protected List<BlockHash> committed() {
    return table.best();
  }

  @Override
  protected boolean needsUndo() {
    return false;
  }

  @Override
  protected void append(BlockEntry entry, Block block, BlockUndo undo) {
    // Nobody can spend what genesis pays, and its transaction is refused by name.
    if (entry.height() > 0) {
      table.append(entry.hash(), block);
    }
  }

  @Override
  protected void commit(List<BlockHash> locator) {
    table.commit(locator);
  }

  @Override
  protected void closeRows() {
    table.close();
  }

  /**
   * Finds a transaction of a block that is or once was in the active chain.
   *
   * @throws StorageException if the index is damaged
   */
  public Optional<Found> find(Txid txid) {
    return whileOpen(() -> search(txid), Optional.empty());
  }

  private record Candidate(BlockEntry entry, TxIndexTable.Place place, boolean active) {}

  private Optional<Found> search(Txid txid) {
    List<Candidate> candidates = new ArrayList<>(1);
    for (TxIndexTable.Place place : table.find(txid)) {
      BlockEntry entry = kernel.find(place.block()).orElse(null);
      if (entry == null) {
        log.warn("Block index entry {} not found for txid {}", place.block(), txid);
      } else if (entry.hasData()) {
        candidates.add(new Candidate(entry, place, kernel.chain().contains(entry)));
      }
    }
    candidates.sort(
        Comparator.comparing(Candidate::active)
            .thenComparing(candidate -> candidate.place().sequence())
            .reversed());
    for (Candidate candidate : candidates) {
      Optional<Transaction> tx = read(candidate, txid);
      if (tx.isPresent()) {
        return Optional.of(new Found(candidate.entry().hash(), tx.get()));
      }
    }
    return Optional.empty();
  }

  /** Reads the transaction at a place; empty if another one with a similar hash is there. */
  private Optional<Transaction> read(Candidate candidate, Txid txid) {
    try {
      Bytes block = kernel.readRawBlock(candidate.entry());
      int offset = candidate.place().offset();
      if (offset >= block.size()) {
        throw new DecodeException("offset " + offset + " is beyond the end");
      }
      Transaction tx =
          Transaction.read(new ByteReader(block.unsafeArray(), offset, block.size() - offset));
      return tx.txid().equals(txid) ? Optional.of(tx) : Optional.empty();
    } catch (DecodeException | StorageException e) {
      log.warn(
          "Transaction {} cannot be read from block {}: {}",
          txid,
          candidate.entry().hash(),
          e.getMessage());
      return Optional.empty();
    }
  }
}
