// SPDX-License-Identifier: MIT
package org.moneyrocket.node.index;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.crypto.SipHash;
import org.moneyrocket.kernel.Kernel;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.blockfile.FilePosition;
import org.moneyrocket.kernel.coins.BlockUndo;
import org.moneyrocket.kernel.coins.VarInt;
import org.moneyrocket.kernel.database.Batch;
import org.moneyrocket.kernel.database.Database;
import org.moneyrocket.kernel.database.DatabaseOptions;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.settings.StartException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the transaction of the chain that spends an output. A row is the salted hash of the output
 * and the place of the transaction in the block files, with the keys of Bitcoin Core's {@code
 * indexes/txospenderindex}; hashes may collide, so the transaction is read and looked at.
 */
public final class SpenderIndex extends ChainIndex {
  /** The name in {@code getindexinfo} and in log lines. */
  public static final String NAME = "txospenderindex";

  private static final Logger log = LoggerFactory.getLogger(SpenderIndex.class);
  private static final String THREAD = "txospenderidx";
  private static final int ROW = 's';
  private static final int PREFIX_BYTES = 9;
  private static final int SALT_BYTES = 16;
  private static final byte[] SALT = "siphash_key\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BEST_BLOCK = {'B'};
  private static final byte[] NOTHING = {};
  private static final long CACHE_BYTES = 8L << 20;
  private static final long WRITE_BUFFER_BYTES = 16L << 20;

  private final Database database;
  private final LocatorRecord best;
  private final SipHash hasher;

  /** A transaction that spends an output, and the block it is in. */
  public record Spender(Transaction tx, BlockHash block) {}

  private SpenderIndex(Kernel kernel, Database database, SipHash hasher, Consumer<String> fatal) {
    super(kernel, NAME, THREAD, fatal);
    this.database = database;
    this.best = new LocatorRecord(database, BEST_BLOCK);
    this.hasher = hasher;
  }

  /**
   * Opens or makes the index. It takes in nothing from disk before {@link #start}.
   *
   * @param wipe whether to build it anew
   * @param fatal hears in words why the index cannot go on
   * @throws StartException if it belongs to another chain
   * @throws StorageException if it cannot be opened
   */
  public static SpenderIndex open(
      Kernel kernel, Path directory, boolean wipe, Consumer<String> fatal) {
    Database database =
        Database.open(new DatabaseOptions(directory, CACHE_BYTES, WRITE_BUFFER_BYTES, wipe));
    SipHash hasher;
    boolean opened = false;
    try {
      hasher = hasher(database);
      opened = true;
    } finally {
      if (!opened) {
        database.close();
      }
    }
    SpenderIndex index = new SpenderIndex(kernel, database, hasher, fatal);
    index.attach();
    return index;
  }

  private static SipHash hasher(Database database) {
    byte[] salt = database.get(SALT);
    if (salt == null) {
      salt = new byte[SALT_BYTES];
      new SecureRandom().nextBytes(salt);
      database.write(new Batch().put(SALT, salt), true);
    }
    try {
      ByteReader in = new ByteReader(salt);
      SipHash made = new SipHash(in.i64(), in.i64());
      in.expectEnd("salt");
      return made;
    } catch (DecodeException e) {
      throw new StorageException(
          StorageException.Kind.DAMAGED,
          "database " + database.directory() + ": siphash_key: " + e.getMessage());
    }
  }

  @Override
  protected List<BlockHash> committed() {
    return best.read();
  }

  @Override
  protected boolean needsUndo() {
    return false;
  }

  @Override
  protected void append(BlockEntry entry, Block block, BlockUndo undo) {
    Batch batch = new Batch();
    forEachRow(entry, block, key -> batch.put(key, NOTHING));
    database.write(batch, false);
  }

  @Override
  protected void remove(BlockEntry entry) {
    Batch batch = new Batch();
    forEachRow(entry, kernel.readBlock(entry), batch::delete);
    BlockEntry parent = entry.previous();
    if (isCommitted(entry) && parent != null) {
      // After a crash its rows would be missing if the chain came back to it.
      best.put(batch, kernel.locator(parent));
    }
    database.write(batch, false);
  }

  private void forEachRow(BlockEntry entry, Block block, Consumer<byte[]> use) {
    FilePosition place =
        entry
            .dataPosition()
            .orElseThrow(
                () ->
                    new StorageException(
                        StorageException.Kind.FAILED, "block " + entry.hash() + " is not stored"));
    List<Transaction> transactions = block.transactions();
    long offset = ByteWriter.compactSizeLength(transactions.size());
    for (Transaction tx : transactions) {
      if (!tx.isCoinbase()) {
        for (TxIn input : tx.inputs()) {
          ByteWriter key = new ByteWriter(PREFIX_BYTES + 15);
          key.bytes(prefix(input.prevout()));
          VarInt.write(key, place.file());
          VarInt.write(key, place.offset());
          VarInt.write(key, offset);
          use.accept(key.toArray());
        }
      }
      offset += tx.totalSize();
    }
  }

  private byte[] prefix(OutPoint outpoint) {
    long hash = hasher.hash256(outpoint.txid().hash().unsafeArray(), 0, outpoint.index());
    return new ByteWriter(PREFIX_BYTES).u8(ROW).i64(hash).toArray();
  }

  @Override
  protected void commit(List<BlockHash> locator) {
    Batch batch = new Batch();
    best.put(batch, locator);
    database.write(batch, false);
  }

  @Override
  protected void closeRows() {
    database.close();
  }

  /**
   * Finds what spends an output.
   *
   * @return empty if nothing in the chain does, as far as the index has followed it
   */
  public Optional<Spender> find(OutPoint outpoint) {
    return whileOpen(() -> search(outpoint), Optional.empty());
  }

  private Optional<Spender> search(OutPoint outpoint) {
    byte[] prefix = prefix(outpoint);
    try (Database.Cursor cursor = database.cursor()) {
      for (boolean there = cursor.seek(prefix); there; there = cursor.next()) {
        byte[] key = cursor.key();
        if (key.length < PREFIX_BYTES
            || !Arrays.equals(prefix, 0, PREFIX_BYTES, key, 0, PREFIX_BYTES)) {
          break;
        }
        Spender spender = read(key);
        // Rows of a block that is not part of it may have stayed when the node was killed.
        if (spender != null
            && kernel.find(spender.block()).filter(this::includes).isPresent()
            && spender.tx().inputs().stream().anyMatch(input -> input.prevout().equals(outpoint))) {
          return Optional.of(spender);
        }
      }
    }
    return Optional.empty();
  }

  /** Reads what a row points at; null if that is no transaction, as after a lost block. */
  private @Nullable Spender read(byte[] key) {
    try {
      ByteReader in = new ByteReader(key, PREFIX_BYTES, key.length - PREFIX_BYTES);
      FilePosition place = new FilePosition(VarInt.readInt(in), VarInt.readInt(in));
      long offset = (long) BlockHeader.BYTES + VarInt.readInt(in);
      Bytes block = kernel.readRawBlock(place);
      if (offset >= block.size()) {
        throw new DecodeException("offset " + offset + " is beyond the end of the block");
      }
      int start = (int) offset;
      return new Spender(
          Transaction.read(new ByteReader(block.unsafeArray(), start, block.size() - start)),
          BlockHeader.read(new ByteReader(block)).hash());
    } catch (DecodeException | StorageException e) {
      log.warn("{}: a row points at no transaction: {}", NAME, e.getMessage());
      return null;
    }
  }
}
