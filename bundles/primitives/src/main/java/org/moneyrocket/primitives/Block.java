// SPDX-License-Identifier: MIT
package org.moneyrocket.primitives;

import java.util.ArrayList;
import java.util.List;

/** A block: header and transactions, the coinbase first. Immutable; the hash is computed once. */
public final class Block {
  private static final int MIN_TRANSACTION_BYTES = 10;

  private final BlockHeader header;
  private final List<Transaction> transactions;
  private final BlockHash hash;

  public Block(BlockHeader header, List<Transaction> transactions) {
    this.header = header;
    this.transactions = List.copyOf(transactions);
    this.hash = header.hash();
  }

  public static Block read(ByteReader in) throws DecodeException {
    return read(in, true);
  }

  /** Reads a block from {@code bytes}, which must hold nothing else. */
  public static Block decode(Bytes bytes) throws DecodeException {
    ByteReader in = new ByteReader(bytes);
    Block block = read(in);
    in.expectEnd("block");
    return block;
  }

  public static Block read(ByteReader in, boolean allowWitness) throws DecodeException {
    BlockHeader header = BlockHeader.read(in);
    int count = in.count(MIN_TRANSACTION_BYTES);
    List<Transaction> transactions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      transactions.add(Transaction.read(in, allowWitness));
    }
    return new Block(header, transactions);
  }

  public BlockHeader header() {
    return header;
  }

  public List<Transaction> transactions() {
    return transactions;
  }

  public BlockHash hash() {
    return hash;
  }

  public void write(ByteWriter out) {
    header.write(out);
    out.compactSize(transactions.size());
    for (Transaction tx : transactions) {
      tx.write(out);
    }
  }

  public void writeWithoutWitness(ByteWriter out) {
    header.write(out);
    out.compactSize(transactions.size());
    for (Transaction tx : transactions) {
      tx.writeWithoutWitness(out);
    }
  }

  public Bytes toBytes() {
    ByteWriter out = new ByteWriter(totalSize());
    write(out);
    return out.toBytes();
  }

  private int overhead() {
    return BlockHeader.BYTES + ByteWriter.compactSizeLength(transactions.size());
  }

  /** Returns the size without witnesses, in bytes. */
  public int baseSize() {
    int size = overhead();
    for (Transaction tx : transactions) {
      size += tx.baseSize();
    }
    return size;
  }

  /** Returns the size with witnesses, in bytes. */
  public int totalSize() {
    int size = overhead();
    for (Transaction tx : transactions) {
      size += tx.totalSize();
    }
    return size;
  }

  /** Returns the weight (BIP141). */
  public int weight() {
    return baseSize() * (Transaction.WITNESS_SCALE_FACTOR - 1) + totalSize();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Block that
        && hash.equals(that.hash)
        && transactions.equals(that.transactions);
  }

  @Override
  public int hashCode() {
    return hash.hashCode();
  }

  @Override
  public String toString() {
    return "Block " + hash;
  }
}
