// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.consensus;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.moneyrocket.consensus.check.BlockCheck;
import org.moneyrocket.consensus.check.MerkleTree;
import org.moneyrocket.consensus.check.Verdict;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A block of 2,000 transactions with two inputs each, beside double SHA-256 of its bytes: every
 * transaction is hashed while it is decoded.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class BlockDecodeBenchmark {
  private static final int TRANSACTIONS = 2_000;

  private final ChainParameters params = ChainParameters.of(Chain.REGTEST);
  private Bytes bytes = Bytes.EMPTY;
  private Block block = params.genesis();

  @Setup
  public void make() {
    Transaction signed = Spends.signed(Spends.Kind.P2WPKH, 2).transaction();
    List<Transaction> transactions = new ArrayList<>(params.genesis().transactions());
    for (int i = 0; i < TRANSACTIONS; i++) {
      List<TxOut> outputs = new ArrayList<>(signed.outputs());
      outputs.set(0, new TxOut(i, outputs.get(0).script()));
      List<TxIn> inputs = new ArrayList<>();
      for (TxIn in : signed.inputs()) {
        OutPoint prevout = new OutPoint(in.prevout().txid(), i);
        inputs.add(new TxIn(prevout, in.scriptSig(), in.sequence(), in.witness()));
      }
      transactions.add(new Transaction(2, inputs, outputs, 0));
    }
    BlockHeader header =
        params.genesis().header().withMerkleRoot(MerkleTree.ofTransactions(transactions).hash());
    block = new Block(header, transactions);
    bytes = block.toBytes();
  }

  @Benchmark
  public byte[] bareHash() {
    return Hashes.sha256d(bytes.unsafeArray());
  }

  @Benchmark
  public Block decode() throws DecodeException {
    return Block.decode(bytes);
  }

  @Benchmark
  public Verdict check() {
    return BlockCheck.check(params, block, false, true);
  }
}
