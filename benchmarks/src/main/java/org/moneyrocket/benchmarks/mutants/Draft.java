// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.mutants;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.check.MerkleTree;
import org.moneyrocket.consensus.check.ProofOfWork;
import org.moneyrocket.consensus.check.WitnessCommitment;
import org.moneyrocket.consensus.interpreter.PrecomputedTransaction;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;

/** A block that is still being changed. */
final class Draft {
  private static final int MAX_TRIES = 200;

  final int height;
  int version;
  BlockHash previous;
  long time;
  int bits;
  int nonce;
  Bytes root = Bytes.wrap(new byte[32]);
  final List<Transaction> txs = new ArrayList<>();

  Draft(int height, int version, BlockHash previous, long time, int bits) {
    this.height = height;
    this.version = version;
    this.previous = previous;
    this.time = time;
    this.bits = bits;
  }

  Draft copy() {
    Draft copy = new Draft(height, version, previous, time, bits);
    copy.nonce = nonce;
    copy.root = root;
    copy.txs.addAll(txs);
    return copy;
  }

  Transaction coinbase() {
    return txs.get(0);
  }

  void coinbase(UnaryOperator<Transaction> change) {
    txs.set(0, change.apply(txs.get(0)));
  }

  BlockHeader header() {
    return new BlockHeader(version, previous, root, time, bits, nonce);
  }

  Block block() {
    return new Block(header(), txs);
  }

  /** Makes the last commitment of the coinbase the right one, if there is any. */
  void commit() {
    if (txs.isEmpty()) {
      return;
    }
    Transaction coinbase = txs.get(0);
    var index = WitnessCommitment.outputIndex(coinbase);
    if (index.isEmpty() || coinbase.inputs().isEmpty()) {
      return;
    }
    List<Bytes> witness = coinbase.inputs().get(0).witness();
    Bytes reserved = witness.isEmpty() ? WitnessCommitment.ZERO_RESERVED_VALUE : witness.get(0);
    Bytes hash = WitnessCommitment.hash(MerkleTree.ofWitnesses(block()), reserved);
    List<TxOut> outputs = new ArrayList<>(coinbase.outputs());
    TxOut old = outputs.get(index.getAsInt());
    Bytes rest = old.script().slice(38, old.script().size() - 38);
    outputs.set(
        index.getAsInt(), new TxOut(old.valueSats(), WitnessCommitment.script(hash).concat(rest)));
    txs.set(0, withOutputs(coinbase, outputs));
  }

  void merkle() {
    root = MerkleTree.ofTransactions(txs).hash();
  }

  /** Looks for a nonce, as long as there is hope. */
  void mine(ChainParameters params) {
    for (int i = 0; i < MAX_TRIES; i++) {
      nonce++;
      if (ProofOfWork.check(header().hash(), bits, params)) {
        return;
      }
    }
  }

  static Transaction withOutputs(Transaction tx, List<TxOut> outputs) {
    return new Transaction(tx.version(), tx.inputs(), outputs, tx.lockTime());
  }

  /** Signs a transaction anew, if everything it spends is known. */
  Transaction sign(Transaction tx, Coins coins, SplittableRandom random) {
    Map<OutPoint, TxOut> own = new HashMap<>();
    for (Transaction other : txs) {
      for (int i = 0; i < other.outputs().size(); i++) {
        own.put(new OutPoint(other.txid(), i), other.outputs().get(i));
      }
    }
    List<TxOut> spent = new ArrayList<>();
    List<Lock> locks = new ArrayList<>();
    for (TxIn in : tx.inputs()) {
      TxOut output = own.get(in.prevout());
      if (output == null) {
        Coins.Coin coin = coins.get(in.prevout());
        output = coin == null ? null : coin.output();
      }
      Lock lock = output == null ? null : coins.lock(output.script());
      if (output == null || lock == null) {
        return tx;
      }
      spent.add(output);
      locks.add(lock);
    }
    if (spent.isEmpty()) {
      return tx;
    }
    PrecomputedTransaction parts = PrecomputedTransaction.of(tx, spent);
    List<TxIn> signed = new ArrayList<>();
    for (int i = 0; i < locks.size(); i++) {
      signed.add(locks.get(i).key().unlock(parts, i, random));
    }
    return tx.withInputs(signed);
  }

  /** Returns a transaction other than the coinbase, or null if there is none. */
  @Nullable Integer anyIndex(SplittableRandom random) {
    return txs.size() < 2 ? null : 1 + random.nextInt(txs.size() - 1);
  }
}
