// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.consensus.check.DuplicateTransactions;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.kernel.coins.BlockUndo;
import org.moneyrocket.kernel.coins.CoinsCache;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxOut;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the effects of a block on coins back. Chain lock held. */
final class BlockDisconnector {
  private static final Logger log = LoggerFactory.getLogger(BlockDisconnector.class);
  // No block has room for more outputs.
  private static final int MAX_OUTPUTS = 4_000_000 / 4 / 9;

  /** How it went. */
  enum Outcome {
    CLEAN,
    /** The coins were not exactly as the block had left them. */
    UNCLEAN,
    /** The undo data does not fit the block. The coins are left halfway. */
    FAILED;

    private Outcome and(Outcome other) {
      return compareTo(other) >= 0 ? this : other;
    }
  }

  private final ChainParameters params;

  BlockDisconnector(ChainParameters params) {
    this.params = params;
  }

  Outcome disconnect(Block block, BlockUndo undo, BlockEntry entry, CoinsCache coins) {
    BlockEntry parent = entry.previous();
    if (parent == null) {
      throw new IllegalArgumentException("genesis cannot be disconnected");
    }
    List<Transaction> transactions = block.transactions();
    if (undo.transactions().size() + 1 != transactions.size()) {
      log.error("DisconnectBlock(): block and undo data inconsistent");
      return Outcome.FAILED;
    }
    boolean repeated = DuplicateTransactions.isRepeated(params, entry.height(), entry.hash());
    Outcome outcome = Outcome.CLEAN;
    for (int i = transactions.size() - 1; i >= 0; i--) {
      Transaction tx = transactions.get(i);
      if (!removeOutputs(tx, entry.height(), coins) && !(repeated && tx.isCoinbase())) {
        outcome = outcome.and(Outcome.UNCLEAN);
      }
      if (i > 0) {
        outcome = outcome.and(restoreInputs(tx, undo.transactions().get(i - 1), coins));
        if (outcome == Outcome.FAILED) {
          return outcome;
        }
      }
    }
    coins.setBestBlock(parent.hash());
    return outcome;
  }

  /** Returns false if an output was not there, or not as this transaction had made it. */
  private static boolean removeOutputs(Transaction tx, int height, CoinsCache coins) {
    boolean clean = true;
    boolean coinbase = tx.isCoinbase();
    List<TxOut> outputs = tx.outputs();
    for (int i = 0; i < outputs.size(); i++) {
      TxOut output = outputs.get(i);
      if (!CoinsCache.isUnspendable(output.script())) {
        Coin found = coins.spend(new OutPoint(tx.txid(), i));
        clean &= new Coin(output, height, coinbase).equals(found);
      }
    }
    return clean;
  }

  private static Outcome restoreInputs(Transaction tx, BlockUndo.TxUndo undo, CoinsCache coins) {
    if (undo.spent().size() != tx.inputs().size()) {
      log.error("DisconnectBlock(): transaction and undo data inconsistent");
      return Outcome.FAILED;
    }
    Outcome outcome = Outcome.CLEAN;
    for (int i = tx.inputs().size() - 1; i >= 0; i--) {
      OutPoint outpoint = tx.inputs().get(i).prevout();
      boolean exists = coins.has(outpoint);
      if (exists) {
        outcome = Outcome.UNCLEAN;
      }
      Coin coin = complete(undo.spent().get(i), outpoint, coins);
      if (coin == null) {
        return Outcome.FAILED;
      }
      coins.add(outpoint, coin, exists);
    }
    return outcome;
  }

  /**
   * Old undo data has height and coinbase mark only with the last output of a transaction that was
   * spent; for others they are those of any output that still is unspent.
   */
  private static @Nullable Coin complete(Coin coin, OutPoint outpoint, CoinsCache coins) {
    if (coin.height() != 0) {
      return coin;
    }
    for (int i = 0; i < MAX_OUTPUTS; i++) {
      Coin sibling = coins.get(new OutPoint(outpoint.txid(), i));
      if (sibling != null) {
        return new Coin(coin.output(), sibling.height(), sibling.coinbase());
      }
    }
    return null;
  }
}
