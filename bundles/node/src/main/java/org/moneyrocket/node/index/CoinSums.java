// SPDX-License-Identifier: MIT
package org.moneyrocket.node.index;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.consensus.UInt256;
import org.moneyrocket.consensus.check.DuplicateTransactions;
import org.moneyrocket.consensus.check.Subsidy;
import org.moneyrocket.consensus.interpreter.Script;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.crypto.MuHash3072;
import org.moneyrocket.kernel.coins.BlockUndo;
import org.moneyrocket.kernel.coins.CoinSetSummation;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;

/** The sums of {@link CoinTotals} while blocks are added or taken off. */
final class CoinSums {
  private static final int BOGO_OVERHEAD = 50;

  private final ChainParameters params;
  private final MuHash3072 coins;
  private final ByteWriter buffer = new ByteWriter(256);

  private long outputs;
  private long bogoSize;
  private long amount;
  private long subsidy;
  private UInt256 spent;
  private UInt256 created;
  private UInt256 coinbase;
  private long lostGenesis;
  private long lostDuplicates;
  private long lostScripts;
  private long unclaimed;

  /**
   * Goes on after a block.
   *
   * @param coins all unspent outputs after it; changed by this object
   */
  CoinSums(ChainParameters params, CoinTotals totals, MuHash3072 coins) {
    this.params = params;
    this.coins = coins;
    this.outputs = totals.outputs();
    this.bogoSize = totals.bogoSize();
    this.amount = totals.amount();
    this.subsidy = totals.subsidy();
    this.spent = totals.spent();
    this.created = totals.created();
    this.coinbase = totals.coinbase();
    this.lostGenesis = totals.lostGenesis();
    this.lostDuplicates = totals.lostDuplicates();
    this.lostScripts = totals.lostScripts();
    this.unclaimed = totals.unclaimed();
  }

  /** Adds a block. */
  void add(BlockEntry entry, Block block, BlockUndo undo) {
    long reward = Subsidy.at(params, entry.height());
    subsidy += reward;
    if (entry.height() == 0) {
      lostGenesis += reward;
    } else {
      List<Transaction> transactions = block.transactions();
      for (int i = 0; i < transactions.size(); i++) {
        addTransaction(entry, transactions.get(i), i == 0 ? null : undo.transactions().get(i - 1));
      }
    }
    // What came in and did not go anywhere; sums stay below 2^256, their difference below 2^63.
    long lost = lostGenesis + lostDuplicates + lostScripts + unclaimed;
    UInt256 gone = created.plus(coinbase).plus(UInt256.of(lost));
    unclaimed += spent.plus(UInt256.of(subsidy)).minus(gone).low64();
  }

  private void addTransaction(BlockEntry entry, Transaction tx, BlockUndo.@Nullable TxUndo undo) {
    boolean first = undo == null;
    if (first && DuplicateTransactions.isRepeated(params, entry.height(), entry.hash())) {
      lostDuplicates += Subsidy.at(params, entry.height());
      return;
    }
    for (int n = 0; n < tx.outputs().size(); n++) {
      TxOut output = tx.outputs().get(n);
      if (Script.isUnspendable(output.script())) {
        lostScripts += output.valueSats();
        continue;
      }
      coins.insert(element(new OutPoint(tx.txid(), n), new Coin(output, entry.height(), first)));
      if (first) {
        coinbase = coinbase.plus(UInt256.of(output.valueSats()));
      } else {
        created = created.plus(UInt256.of(output.valueSats()));
      }
      count(output, 1);
    }
    if (undo != null) {
      List<TxIn> inputs = tx.inputs();
      for (int n = 0; n < inputs.size(); n++) {
        Coin coin = undo.spent().get(n);
        coins.remove(element(inputs.get(n).prevout(), coin));
        spent = spent.plus(UInt256.of(coin.output().valueSats()));
        count(coin.output(), -1);
      }
    }
  }

  private void count(TxOut output, int times) {
    outputs += times;
    amount += times * output.valueSats();
    bogoSize += times * (long) (BOGO_OVERHEAD + output.script().size());
  }

  /** Takes the coins of a block off {@code coins} and puts back those that it spent. */
  static void removeCoins(
      MuHash3072 coins, ChainParameters params, BlockEntry entry, Block block, BlockUndo undo) {
    CoinSums sums = new CoinSums(params, CoinTotals.NONE, coins);
    List<Transaction> transactions = block.transactions();
    for (int i = 0; i < transactions.size() && entry.height() > 0; i++) {
      boolean first = i == 0;
      if (!first || !DuplicateTransactions.isRepeated(params, entry.height(), entry.hash())) {
        sums.removeTransaction(
            entry, transactions.get(i), first ? null : undo.transactions().get(i - 1));
      }
    }
  }

  private void removeTransaction(
      BlockEntry entry, Transaction tx, BlockUndo.@Nullable TxUndo undo) {
    for (int n = 0; n < tx.outputs().size(); n++) {
      TxOut output = tx.outputs().get(n);
      if (!Script.isUnspendable(output.script())) {
        Coin coin = new Coin(output, entry.height(), undo == null);
        coins.remove(element(new OutPoint(tx.txid(), n), coin));
      }
    }
    if (undo != null) {
      for (int n = 0; n < tx.inputs().size(); n++) {
        coins.insert(element(tx.inputs().get(n).prevout(), undo.spent().get(n)));
      }
    }
  }

  private byte[] element(OutPoint outpoint, Coin coin) {
    buffer.reset();
    CoinSetSummation.writeElement(buffer, outpoint, coin);
    return buffer.toArray();
  }

  /** Returns the sums as they are now. */
  CoinTotals totals() {
    return new CoinTotals(
        Bytes.wrap(coins.digest()),
        outputs,
        bogoSize,
        amount,
        subsidy,
        spent,
        created,
        coinbase,
        lostGenesis,
        lostDuplicates,
        lostScripts,
        unclaimed);
  }
}
