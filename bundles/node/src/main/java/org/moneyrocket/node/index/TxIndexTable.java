// SPDX-License-Identifier: MIT
package org.moneyrocket.node.index;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.moneyrocket.crypto.SipHash;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.coins.VarInt;
import org.moneyrocket.kernel.database.Batch;
import org.moneyrocket.kernel.database.Database;
import org.moneyrocket.kernel.database.DatabaseOptions;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.Txid;

/**
 * The rows of the transaction index on disk, with the keys of Bitcoin Core's {@code
 * indexes/txindex}. A block gets a number when it is first seen and keeps it; a transaction's row
 * is 40 bits of its salted hash, the block's number and the offset in the block, so a lookup gives
 * candidates to compare. One writer; readers may come from any thread.
 *
 * <p>Every failure is a {@link StorageException} that names the directory.
 */
final class TxIndexTable implements AutoCloseable {
  private static final byte TRANSACTION = 'x';
  private static final byte BLOCK_OF_SEQUENCE = 's';
  private static final byte SEQUENCE_OF_BLOCK = 'h';
  private static final byte[] NEXT_SEQUENCE = named("next_block_seq");
  private static final byte[] SALT = named("txid_hash_salt");
  private static final byte[] BEST_BLOCK = named("best_block_v2");
  private static final byte[] NOTHING = {};

  /** Key byte and hash bits in front of a transaction's position. */
  private static final int PREFIX_BYTES = 6;

  private static final int OFFSET_BYTES = 3;
  private static final int SALT_BYTES = 16;

  private static final long CACHE_BYTES = 8L << 20;
  private static final long WRITE_BUFFER_BYTES = 16L << 20;

  private final Database database;
  private final SipHash hasher;
  private final LocatorRecord best;
  private long nextSequence;

  /**
   * Where a transaction may be.
   *
   * @param sequence the number of the block: the greater, the later it was first connected
   * @param offset bytes from the start of the block, header included
   */
  record Place(BlockHash block, long sequence, int offset) {}

  private TxIndexTable(Database database) {
    this.database = database;
    this.hasher = hasher();
    this.best = new LocatorRecord(database, BEST_BLOCK);
    byte[] next = database.get(NEXT_SEQUENCE);
    this.nextSequence = next == null ? 0 : number(next, "next_block_seq");
  }

  /**
   * Opens or makes the table.
   *
   * @param wipe whether to forget what is there
   */
  static TxIndexTable open(Path directory, boolean wipe) {
    Database database =
        Database.open(new DatabaseOptions(directory, CACHE_BYTES, WRITE_BUFFER_BYTES, wipe));
    boolean opened = false;
    try {
      TxIndexTable table = new TxIndexTable(database);
      opened = true;
      return table;
    } finally {
      if (!opened) {
        database.close();
      }
    }
  }

  private static byte[] named(String name) {
    byte[] text = name.getBytes(StandardCharsets.US_ASCII);
    byte[] key = new byte[text.length + 1];
    key[0] = (byte) text.length;
    System.arraycopy(text, 0, key, 1, text.length);
    return key;
  }

  private SipHash hasher() {
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
      throw damaged("txid_hash_salt: " + e.getMessage());
    }
  }

  private long number(byte[] value, String what) {
    try {
      ByteReader in = new ByteReader(value);
      long number = in.u32();
      in.expectEnd(what);
      return number;
    } catch (DecodeException e) {
      throw damaged(what + ": " + e.getMessage());
    }
  }

  private StorageException damaged(String what) {
    return new StorageException(
        StorageException.Kind.DAMAGED, "database " + database.directory() + ": " + what);
  }

  /** Returns the locator of the last block that was written down, empty if there is none. */
  List<BlockHash> best() {
    return best.read();
  }

  /** Takes in a block. One that is there already keeps its rows. */
  void append(BlockHash hash, Block block) {
    byte[] ofBlock = key(SEQUENCE_OF_BLOCK, hash);
    if (database.has(ofBlock)) {
      return;
    }
    Batch batch = new Batch();
    batch.put(ofBlock, new ByteWriter(4).u32(nextSequence).toArray());
    batch.put(key(BLOCK_OF_SEQUENCE, nextSequence), hash.hash().unsafeArray());
    batch.put(NEXT_SEQUENCE, new ByteWriter(4).u32(nextSequence + 1).toArray());
    List<Transaction> transactions = block.transactions();
    int offset = BlockHeader.BYTES + ByteWriter.compactSizeLength(transactions.size());
    for (Transaction tx : transactions) {
      batch.put(row(tx.txid(), nextSequence, offset), NOTHING);
      offset += tx.totalSize();
    }
    database.write(batch, false);
    nextSequence++;
  }

  /** Writes down which block was the last. */
  void commit(List<BlockHash> locator) {
    Batch batch = new Batch();
    best.put(batch, locator);
    database.write(batch, false);
  }

  private static byte[] key(byte kind, BlockHash hash) {
    return new ByteWriter(1 + BlockHash.BYTES).u8(kind).bytes(hash.hash()).toArray();
  }

  private static byte[] key(byte kind, long sequence) {
    ByteWriter out = new ByteWriter(6);
    out.u8(kind);
    VarInt.write(out, sequence);
    return out.toArray();
  }

  private byte[] prefix(Txid txid) {
    long bits = hasher.jumbo13(txid.hash().unsafeArray(), 0) >>> 24;
    byte[] prefix = new byte[PREFIX_BYTES];
    prefix[0] = TRANSACTION;
    for (int i = 1; i < PREFIX_BYTES; i++) {
      prefix[i] = (byte) (bits >>> (8 * (PREFIX_BYTES - 1 - i)));
    }
    return prefix;
  }

  private byte[] row(Txid txid, long sequence, int offset) {
    ByteWriter out = new ByteWriter(PREFIX_BYTES + 5 + OFFSET_BYTES);
    out.bytes(prefix(txid));
    VarInt.write(out, sequence);
    return out.u8(offset >>> 16).u16be(offset & 0xffff).toArray();
  }

  /** Returns all places where the transaction may be; few, and mostly one. */
  List<Place> find(Txid txid) {
    byte[] prefix = prefix(txid);
    List<Place> places = new ArrayList<>(1);
    try (Database.Cursor cursor = database.cursor()) {
      boolean there = cursor.seek(prefix);
      while (there) {
        byte[] key = cursor.key();
        if (key.length < PREFIX_BYTES
            || !Arrays.equals(prefix, 0, PREFIX_BYTES, key, 0, PREFIX_BYTES)) {
          break;
        }
        places.add(place(key));
        there = cursor.next();
      }
    }
    return places;
  }

  private Place place(byte[] key) {
    try {
      ByteReader in = new ByteReader(key, PREFIX_BYTES, key.length - PREFIX_BYTES);
      long sequence = VarInt.read(in);
      int offset = (in.u8() << 16) | in.u16be();
      in.expectEnd("position");
      byte[] hash = database.get(key(BLOCK_OF_SEQUENCE, sequence));
      if (hash == null) {
        throw damaged("there is no block with the number " + sequence);
      }
      return new Place(BlockHash.read(new ByteReader(hash)), sequence, offset);
    } catch (DecodeException e) {
      throw damaged("position of a transaction: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
