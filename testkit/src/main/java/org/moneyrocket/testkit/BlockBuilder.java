// SPDX-License-Identifier: MIT
package org.moneyrocket.testkit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;

/** Makes one regtest block; whatever is not set is what a miner would choose. */
public final class BlockBuilder {
  private static final Bytes COMMITMENT_PREFIX = Bytes.fromHex("6a24aa21a9ed");
  private static final Bytes RESERVED_VALUE = Bytes.wrap(new byte[32]);
  private static final int HASH = 32;
  private static final int TARGET_TOP = 0x7fffff;

  private final TestChain chain;
  private List<Transaction> transactions = List.of();
  private Bytes payout;
  private long fees;
  private int version;
  private long time;
  private int bits = TestChain.BITS;
  private BlockHash parent;
  private @Nullable Long coinbaseValue;
  private @Nullable Bytes merkleRoot;
  private @Nullable Transaction coinbase;

  BlockBuilder(TestChain chain) {
    this.chain = chain;
    this.payout = chain.payout();
    this.version = chain.nextVersion();
    this.time = chain.nextTime();
    this.parent = chain.tip().hash();
  }

  /** Puts these after the coinbase. */
  public BlockBuilder transactions(Transaction... value) {
    transactions = List.of(value);
    return this;
  }

  public BlockBuilder transactions(List<Transaction> value) {
    transactions = List.copyOf(value);
    return this;
  }

  public BlockBuilder payout(Bytes script) {
    payout = script;
    return this;
  }

  /** Says what the transactions leave to the miner. */
  public BlockBuilder fees(long sats) {
    fees = sats;
    return this;
  }

  public BlockBuilder version(int value) {
    version = value;
    return this;
  }

  public BlockBuilder time(long seconds) {
    time = seconds;
    return this;
  }

  public BlockBuilder bits(int value) {
    bits = value;
    return this;
  }

  public BlockBuilder parent(BlockHash hash) {
    parent = hash;
    return this;
  }

  /** Pays exactly this to the miner, right or wrong. */
  public BlockBuilder coinbaseValue(long sats) {
    coinbaseValue = sats;
    return this;
  }

  /** Uses this coinbase as it is. */
  public BlockBuilder coinbase(Transaction value) {
    coinbase = value;
    return this;
  }

  /** Puts this into the header instead of the root of the transactions. */
  public BlockBuilder merkleRoot(Bytes value) {
    merkleRoot = value;
    return this;
  }

  /** Makes the block without adding it to the chain. */
  public Block build() {
    List<Transaction> all = new ArrayList<>();
    all.add(coinbase == null ? makeCoinbase() : coinbase);
    all.addAll(transactions);
    Bytes root =
        merkleRoot == null
            ? root(new ArrayList<>(all.stream().map(tx -> tx.txid().hash()).toList()))
            : merkleRoot;
    return new Block(mine(new BlockHeader(version, parent, root, time, bits, 0)), all);
  }

  /** Makes the block and adds it to the chain. */
  public Block add() {
    Block block = build();
    chain.append(block);
    return block;
  }

  private Transaction makeCoinbase() {
    int height = chain.height() + 1;
    List<Bytes> leaves = new ArrayList<>();
    leaves.add(RESERVED_VALUE);
    transactions.forEach(tx -> leaves.add(tx.wtxid().hash()));
    Bytes commitment =
        Bytes.wrap(Hashes.sha256dPair(root(leaves).unsafeArray(), RESERVED_VALUE.unsafeArray()));
    long value = coinbaseValue == null ? TestChain.subsidy(height) + fees : coinbaseValue;
    return new Transaction(
        2,
        List.of(new TxIn(OutPoint.NULL, heightScript(height), -2, List.of(RESERVED_VALUE))),
        List.of(new TxOut(value, payout), new TxOut(0, COMMITMENT_PREFIX.concat(commitment))),
        height - 1);
  }

  /** The height as BIP34 wants it; one more byte where that would be too short for a coinbase. */
  static Bytes heightScript(int height) {
    if (height <= 16) {
      return Bytes.wrap(new byte[] {(byte) (height == 0 ? 0 : 0x50 + height), 0});
    }
    byte[] number = new byte[5];
    int length = 0;
    for (int rest = height; rest != 0; rest >>>= 8) {
      number[++length] = (byte) rest;
    }
    if ((number[length] & 0x80) != 0) {
      length++;
    }
    number[0] = (byte) length;
    return Bytes.of(number, 0, length + 1);
  }

  private static Bytes root(List<Bytes> leaves) {
    List<Bytes> level = leaves;
    while (level.size() > 1) {
      List<Bytes> above = new ArrayList<>();
      for (int i = 0; i < level.size(); i += 2) {
        Bytes right = level.get(Math.min(i + 1, level.size() - 1));
        above.add(Bytes.wrap(Hashes.sha256dPair(level.get(i).unsafeArray(), right.unsafeArray())));
      }
      level = above;
    }
    return level.get(0);
  }

  /** Tries nonces from 0 until the hash is below the target of regtest: two on average. */
  private static BlockHeader mine(BlockHeader header) {
    for (int nonce = 0; ; nonce++) {
      BlockHeader tried = header.withNonce(nonce);
      Bytes hash = tried.hash().hash();
      int top =
          hash.unsigned(HASH - 1) << 16 | hash.unsigned(HASH - 2) << 8 | hash.unsigned(HASH - 3);
      if (top < TARGET_TOP) {
        return tried;
      }
    }
  }
}
