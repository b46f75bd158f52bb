// SPDX-License-Identifier: MIT
package org.moneyrocket.node.component;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.consensus.check.MerkleTree;
import org.moneyrocket.interfaces.chain.BlockRef;
import org.moneyrocket.interfaces.mining.BlockTemplate;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.mining.AssembledBlock;
import org.moneyrocket.node.mining.AssemblyOptions;
import org.moneyrocket.node.mining.BlockMaker;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.Transaction;

/** One block waiting for proof of work. */
final class Template implements BlockTemplate {
  private static final Duration TICK = Duration.ofSeconds(1);

  /** After this long without a block, chains with easy exceptions allow an easier one. */
  private static final long LATE_SECONDS = 20 * 60;

  private final NodeCore core;
  private final AssemblyOptions options;
  private final AssembledBlock made;
  private volatile boolean closed;

  Template(NodeCore core, AssemblyOptions options, AssembledBlock made) {
    this.core = core;
    this.options = options;
    this.made = made;
  }

  @Override
  public Bytes header() {
    return made.block().header().toBytes();
  }

  @Override
  public Bytes block() {
    return made.block().toBytes();
  }

  @Override
  public List<Long> fees() {
    return made.fees();
  }

  @Override
  public List<Long> sigops() {
    return made.sigops();
  }

  @Override
  public List<Bytes> coinbaseMerklePath() {
    return BlockMaker.coinbasePath(made.block());
  }

  @Override
  public boolean submitSolution(int version, long time, int nonce, Bytes coinbase) {
    Transaction tx;
    try {
      tx = Transaction.decode(coinbase);
    } catch (DecodeException e) {
      return false;
    }
    List<Transaction> transactions = new ArrayList<>(made.block().transactions());
    transactions.set(0, tx);
    BlockHeader old = made.block().header();
    BlockHeader header =
        new BlockHeader(
            version,
            old.previous(),
            MerkleTree.ofTransactions(transactions).hash(),
            time,
            old.bits(),
            nonce);
    return core.maker().submit(new Block(header, transactions)).isValid();
  }

  @Override
  public Optional<BlockTemplate> waitNext(Duration timeout, long feeThresholdSats) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!closed && !core.tips().isEnded()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return Optional.empty();
      }
      Duration tick = left < TICK.toNanos() ? Duration.ofNanos(left) : TICK;
      Optional<BlockRef> tip = core.tips().await(this::isOther, tick);
      if (closed || core.tips().isEnded() || Thread.currentThread().isInterrupted()) {
        return Optional.empty();
      }
      if (tip.isPresent() && (isOther(tip.get()) || isLate())) {
        return Optional.of(next());
      }
      if (feeThresholdSats < Amount.MAX_MONEY) {
        AssembledBlock fresh = core.maker().assemble(options);
        if (fresh.totalFees() >= made.totalFees() + feeThresholdSats) {
          return Optional.of(new Template(core, options, fresh));
        }
      }
    }
    return Optional.empty();
  }

  private boolean isOther(BlockRef tip) {
    return !tip.hash().equals(made.block().header().previous());
  }

  private boolean isLate() {
    return core.parameters().pow().allowMinDifficulty()
        && core.kernel()
            .tip()
            .filter(tip -> core.clock().seconds() > tip.time() + LATE_SECONDS)
            .isPresent();
  }

  private BlockTemplate next() {
    return new Template(core, options, core.maker().assemble(options));
  }

  @Override
  public void close() {
    closed = true;
    core.tips().poke();
  }
}
