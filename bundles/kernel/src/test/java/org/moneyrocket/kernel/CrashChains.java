// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.crypto.MuHash3072;
import org.moneyrocket.kernel.coins.CoinSetSummation;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.testkit.TestChain;

/** Two branches full of spending, and what coins each of their blocks leaves. */
final class CrashChains {
  /** Height of the last block that both branches share. */
  static final int FORK = 430;

  /** Below this, no block spends anything. */
  private static final int FIRST_SPENDING = 112;

  private static final int TRUNK_OUTPUTS = 14;
  private static final int BRANCH_OUTPUTS = 120;

  /** Fills the block files without making coins. */
  private static final TxOut FILLING = new TxOut(0, filling());

  final TestChain a;
  final TestChain b;

  CrashChains() {
    a = new TestChain().mineEmpty(FIRST_SPENDING);
    grow(a, FORK - FIRST_SPENDING, TRUNK_OUTPUTS);
    b = a.forkAt(FORK);
    b.setMockTime(TestChain.GENESIS_TIME + 900);
    grow(a, 10, BRANCH_OUTPUTS);
    grow(b, 12, BRANCH_OUTPUTS + 1);
  }

  private static void grow(TestChain chain, int blocks, int outputs) {
    for (int i = 0; i < blocks; i++) {
      int height = chain.height() + 1;
      Transaction split = split(chain, height - 100, outputs);
      List<Transaction> transactions = new ArrayList<>(List.of(split));
      Block before = chain.tip();
      if (before.transactions().size() > 1) {
        // Spends half of what the block before split, and some of this one.
        Transaction splitBefore = before.transactions().get(1);
        transactions.add(join(splitBefore, 0, (splitBefore.outputs().size() - 1) / 4));
        transactions.add(join(split, outputs - 5, outputs));
      }
      chain.next().transactions(transactions).add();
    }
  }

  private static Transaction split(TestChain chain, int coinbaseHeight, int count) {
    Transaction coinbase = chain.at(coinbaseHeight).transactions().get(0);
    long value = coinbase.outputs().get(0).valueSats() / count;
    List<TxOut> outputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      outputs.add(new TxOut(value, TestChain.ANYONE));
    }
    outputs.add(FILLING);
    return TestChain.spend(List.of(new OutPoint(coinbase.txid(), 0)), outputs);
  }

  private static Bytes filling() {
    byte[] script = new byte[3000];
    script[0] = 0x6a;
    return Bytes.wrap(script);
  }

  private static Transaction join(Transaction split, int from, int to) {
    List<OutPoint> inputs = new ArrayList<>();
    for (int i = from; i < to; i++) {
      inputs.add(new OutPoint(split.txid(), i));
    }
    return TestChain.spend(inputs, List.of(new TxOut(1000, TestChain.ANYONE)));
  }

  /** Writes the blocks of a chain above a height to a file. */
  static void write(TestChain chain, int height, Path file) throws IOException {
    ByteWriter out = new ByteWriter(1 << 20);
    for (Block block : chain.above(height)) {
      block.write(out);
    }
    Files.write(file, out.toArray());
  }

  static List<Block> read(Path file) throws IOException, DecodeException {
    List<Block> blocks = new ArrayList<>();
    ByteReader in = new ByteReader(Files.readAllBytes(file));
    while (in.remaining() > 0) {
      blocks.add(Block.read(in));
    }
    return blocks;
  }

  /** Returns the hash over the coins after each block, by block hash. */
  Map<String, Bytes> expectedHashes() {
    Map<String, Bytes> expected = new HashMap<>();
    addExpected(a, expected);
    addExpected(b, expected);
    return expected;
  }

  private static void addExpected(TestChain chain, Map<String, Bytes> expected) {
    MuHash3072 hash = new MuHash3072();
    Map<OutPoint, Coin> coins = new HashMap<>();
    for (int height = 1; height <= chain.height(); height++) {
      for (Transaction tx : chain.at(height).transactions()) {
        if (!tx.isCoinbase()) {
          for (TxIn input : tx.inputs()) {
            hash.remove(element(input.prevout(), coins.remove(input.prevout())));
          }
        }
        for (int i = 0; i < tx.outputs().size(); i++) {
          TxOut output = tx.outputs().get(i);
          if (output.script().isEmpty() || output.script().get(0) != 0x6a) {
            OutPoint outpoint = new OutPoint(tx.txid(), i);
            Coin coin = new Coin(output, height, tx.isCoinbase());
            coins.put(outpoint, coin);
            hash.insert(element(outpoint, coin));
          }
        }
      }
      expected.put(chain.at(height).hash().toString(), Bytes.wrap(hash.copy().digest()));
    }
  }

  private static byte[] element(OutPoint outpoint, Coin coin) {
    ByteWriter out = new ByteWriter();
    CoinSetSummation.writeElement(out, outpoint, coin);
    return out.toArray();
  }
}
