// SPDX-License-Identifier: MIT
package org.moneyrocket.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;

/**
 * A regtest chain that exists only in memory. Blocks are byte for byte those that Bitcoin Core's
 * {@code generatetoaddress} makes with the same payout and mock time, unless a {@link BlockBuilder}
 * is told otherwise. Not safe for several threads.
 */
public final class TestChain {
  /** The script OP_TRUE: anybody can spend such an output without a signature. */
  public static final Bytes ANYONE = Bytes.fromHex("51");

  /** Target of every regtest block, in compact form. */
  public static final int BITS = 0x207fffff;

  /** Time of genesis, Unix seconds. */
  public static final long GENESIS_TIME = 1296688602L;

  private static final int HALVING_INTERVAL = 150;
  private static final int SIGNALLING_FROM = 144;
  private static final int SIGNALLING_UNTIL = 432;
  private static final int MEDIAN_SPAN = 11;

  private final List<Block> blocks = new ArrayList<>();
  private final Bytes payout;
  private long mockTime;

  /**
   * Begins with genesis.
   *
   * @param payout script that coinbases pay to
   * @param mockTime clock of the miner, Unix seconds
   */
  public TestChain(Bytes payout, long mockTime) {
    this.payout = payout;
    this.mockTime = mockTime;
    blocks.add(genesis());
  }

  /** Begins with genesis, pays to {@link #ANYONE}, at the time of genesis. */
  public TestChain() {
    this(ANYONE, GENESIS_TIME);
  }

  private TestChain(TestChain other, int height) {
    this.payout = other.payout;
    this.mockTime = other.mockTime;
    blocks.addAll(other.blocks.subList(0, height + 1));
  }

  /** Returns the genesis block of regtest. */
  public static Block genesis() {
    Bytes message =
        Bytes.wrap(
            "The Times 03/Jan/2009 Chancellor on brink of second bailout for banks"
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    Bytes key =
        Bytes.fromHex(
            "04678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb6"
                + "49f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5f");
    Transaction coinbase =
        new Transaction(
            1,
            List.of(
                new TxIn(
                    OutPoint.NULL,
                    Bytes.fromHex("04ffff001d010445").concat(message),
                    TxIn.SEQUENCE_FINAL)),
            List.of(
                new TxOut(
                    50_0000_0000L, Bytes.fromHex("41").concat(key).concat(Bytes.fromHex("ac")))),
            0);
    return new Block(
        new BlockHeader(1, BlockHash.ZERO, coinbase.txid().hash(), GENESIS_TIME, BITS, 2),
        List.of(coinbase));
  }

  /** Returns a chain that shares the blocks up to {@code height} and can grow differently. */
  public TestChain forkAt(int height) {
    return new TestChain(this, height);
  }

  public void setMockTime(long seconds) {
    mockTime = seconds;
  }

  public Block tip() {
    return blocks.getLast();
  }

  public int height() {
    return blocks.size() - 1;
  }

  public Block at(int height) {
    return blocks.get(height);
  }

  /** Returns all blocks, genesis first. */
  public List<Block> blocks() {
    return List.copyOf(blocks);
  }

  /** Returns the blocks above {@code height}. */
  public List<Block> above(int height) {
    return List.copyOf(blocks.subList(height + 1, blocks.size()));
  }

  /** Adds a block of the given transactions, which pay no fee. */
  public Block mine(Transaction... transactions) {
    return next().transactions(transactions).add();
  }

  /** Adds empty blocks. */
  public TestChain mineEmpty(int count) {
    for (int i = 0; i < count; i++) {
      mine();
    }
    return this;
  }

  /** Begins a block on the tip. */
  public BlockBuilder next() {
    return new BlockBuilder(this);
  }

  void append(Block block) {
    blocks.add(block);
  }

  Bytes payout() {
    return payout;
  }

  /** Returns the subsidy of the block at {@code height}. */
  public static long subsidy(int height) {
    int halvings = height / HALVING_INTERVAL;
    return halvings >= 64 ? 0 : 50_0000_0000L >> halvings;
  }

  long nextTime() {
    return Math.max(medianTimePast() + 1, mockTime);
  }

  int nextVersion() {
    int height = blocks.size();
    return 0x20000000 | (height >= SIGNALLING_FROM && height < SIGNALLING_UNTIL ? 1 << 28 : 0);
  }

  /** Returns the median time of the last eleven blocks, Unix seconds. */
  public long medianTimePast() {
    int count = Math.min(MEDIAN_SPAN, blocks.size());
    long[] times = new long[count];
    for (int i = 0; i < count; i++) {
      times[i] = blocks.get(blocks.size() - 1 - i).header().time();
    }
    Arrays.sort(times);
    return times[count / 2];
  }

  /**
   * Makes a transaction that spends outputs anybody can spend.
   *
   * @param outputs what it pays
   */
  public static Transaction spend(List<OutPoint> inputs, List<TxOut> outputs) {
    return new Transaction(
        2,
        inputs.stream().map(o -> new TxIn(o, Bytes.EMPTY, TxIn.SEQUENCE_FINAL)).toList(),
        outputs,
        0);
  }

  /** Makes a transaction that spends output 0 of the coinbase at {@code height} completely. */
  public Transaction spendCoinbase(int height, Bytes script) {
    Transaction coinbase = at(height).transactions().get(0);
    return spend(
        List.of(new OutPoint(coinbase.txid(), 0)),
        List.of(new TxOut(coinbase.outputs().get(0).valueSats(), script)));
  }
}
