// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mining;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.check.Blame;
import org.moneyrocket.consensus.check.MerkleTree;
import org.moneyrocket.consensus.check.Verdict;
import org.moneyrocket.consensus.check.WitnessCommitment;
import org.moneyrocket.consensus.params.BuriedDeployment;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.kernel.BlockResult;
import org.moneyrocket.kernel.Kernel;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.mempool.FeeFraction;
import org.moneyrocket.node.mempool.Mempool;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Transaction;

/**
 * Makes templates of blocks, finishes blocks on test chains and hands blocks to the kernel. Safe
 * for every thread; call it with no lock held.
 */
public final class BlockMaker {
  private final Kernel kernel;
  private final Mempool pool;
  private final BlockAssembler assembler;
  private final AssemblyOptions defaults;
  private final InstantSource clock;
  private final BlockVerdicts verdicts;
  private volatile @Nullable LastTemplate last;

  /**
   * What is known of the template made last.
   *
   * @param weight with what is reserved for the coinbase
   * @param transactions without the coinbase
   */
  public record LastTemplate(long weight, int transactions) {}

  public BlockMaker(
      Kernel kernel,
      Mempool pool,
      AssemblyOptions defaults,
      InstantSource clock,
      BlockVerdicts verdicts) {
    this.kernel = kernel;
    this.pool = pool;
    this.defaults = defaults;
    this.clock = clock;
    this.verdicts = verdicts;
    this.assembler = new BlockAssembler(kernel.parameters(), kernel.versionBits(), clock);
  }

  /** Returns how blocks are assembled unless somebody asks otherwise. */
  public AssemblyOptions defaults() {
    return defaults;
  }

  public Optional<LastTemplate> lastTemplate() {
    return Optional.ofNullable(last);
  }

  /**
   * Assembles a block on the tip.
   *
   * @throws InvalidTemplateException if the result would not be valid, which is our own mistake
   *     unless the options ask for something odd
   */
  public AssembledBlock assemble(AssemblyOptions options) {
    kernel.chainLock().lock();
    try {
      AssembledBlock made = assemble(tip(), options);
      refuseIfInvalid(kernel.testBlock(made.block(), false, false));
      last = new LastTemplate(made.weight(), made.fees().size());
      return made;
    } finally {
      kernel.chainLock().unlock();
    }
  }

  private AssembledBlock assemble(BlockEntry parent, AssemblyOptions options) {
    pool.lock().lock();
    try {
      return assembler.assemble(parent, options.useMempool() ? pool.chunks() : List.of(), options);
    } finally {
      pool.lock().unlock();
    }
  }

  /** Returns fee and weight of the chunks that the next block would be made of, unverified. */
  public List<FeeFraction> nextChunks() {
    kernel.chainLock().lock();
    try {
      return assemble(tip(), AssemblyOptions.DEFAULT).chunkRates();
    } finally {
      kernel.chainLock().unlock();
    }
  }

  private BlockEntry tip() {
    return kernel.tip().orElseThrow(() -> new IllegalStateException("there is no chain yet"));
  }

  private static void refuseIfInvalid(Verdict verdict) {
    if (verdict instanceof Verdict.Invalid invalid) {
      throw new InvalidTemplateException(invalid);
    }
  }

  /** A template does not pass the checks of a block. */
  public static final class InvalidTemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidTemplateException(Verdict.Invalid why) {
      super("TestBlockValidity failed: " + why.text());
    }
  }

  /** The kernel does not take a block we made. */
  public static final class RefusedBlockException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedBlockException() {
      super("ProcessNewBlock, block not accepted");
    }
  }

  /** Returns a template's header with the time of now and the target that goes with it. */
  public BlockHeader refreshed(BlockHeader header) {
    BlockEntry parent =
        kernel
            .find(header.previous())
            .orElseThrow(() -> new IllegalArgumentException("unknown parent"));
    return BlockTimes.refresh(
        header, parent, kernel.parameters(), clock.instant().getEpochSecond());
  }

  /** Returns the least time of a block on the tip, in seconds. */
  public static long minimumTime(BlockEntry parent, ChainParameters params) {
    return BlockTimes.minimum(parent, params);
  }

  /**
   * Makes blocks one on top of the other.
   *
   * @param maxTries nonces tried in all
   * @param stop polled now and then; true ends it early
   * @return the blocks' hashes; fewer than {@code count} if the tries ran out
   * @throws RefusedBlockException if a block is not accepted
   */
  public List<BlockHash> generate(int count, Bytes script, long maxTries, BooleanSupplier stop) {
    NonceSearch search = new NonceSearch(kernel.parameters(), maxTries, stop);
    List<BlockHash> hashes = new ArrayList<>();
    while (hashes.size() < count && !stop.getAsBoolean()) {
      Optional<Block> block = search.solve(assemble(defaults.withScript(script)).block());
      if (block.isEmpty()) {
        if (!search.canContinue()) {
          break;
        }
        continue;
      }
      if (!isTaken(block.get())) {
        throw new RefusedBlockException();
      }
      hashes.add(block.get().hash());
    }
    return hashes;
  }

  private boolean isTaken(Block block) {
    try {
      return kernel.processBlock(block, true, true).verdict().isValid();
    } catch (StorageException e) {
      // The kernel has told the user why the node stops.
      return false;
    }
  }

  /**
   * Puts transactions into a block without looking at the mempool, in their order.
   *
   * @return the block without proof of work, with the subsidy as reward and no fees
   * @throws InvalidTemplateException if it is not valid
   */
  public Block assembleFrom(List<Transaction> transactions, Bytes script) {
    kernel.chainLock().lock();
    try {
      AssembledBlock empty = assemble(tip(), defaults.withScript(script).withMempool(false));
      Block base = withoutCommitment(empty.block());
      List<Transaction> all = new ArrayList<>(base.transactions());
      all.addAll(transactions);
      Block made = assembler.committed(new Block(base.header(), all), empty.height());
      refuseIfInvalid(kernel.testBlock(made, false, false));
      return made;
    } finally {
      kernel.chainLock().unlock();
    }
  }

  private static Block withoutCommitment(Block block) {
    Transaction coinbase = block.transactions().get(0);
    Transaction bare =
        new Transaction(
            coinbase.version(),
            List.of(coinbase.inputs().get(0).withWitness(List.of())),
            coinbase.outputs().subList(0, 1),
            coinbase.lockTime());
    return new Block(block.header(), List.of(bare));
  }

  /**
   * Hands a block to the kernel and waits for what it says.
   *
   * @return reject reason and detail as BIP22 knows them, valid if the block is the new tip
   */
  public Verdict submit(Block block) {
    BlockVerdicts.Caught<BlockResult> caught =
        verdicts.during(block.hash(), () -> kernel.processBlock(block, true, true));
    BlockResult result = caught.outcome();
    if (!result.verdict().isValid()) {
      return result.verdict();
    }
    if (!result.isNew()) {
      return Verdict.invalid(Blame.CONSENSUS, "duplicate");
    }
    return caught.verdict().orElseGet(() -> Verdict.invalid(Blame.CONSENSUS, "inconclusive"));
  }

  /** As {@link #submit}, adding the reserved value that a coinbase with a commitment needs. */
  public Verdict submitWithDefaults(Block block) {
    Optional<BlockEntry> parent = kernel.find(block.header().previous());
    boolean segwit =
        parent.isPresent()
            && kernel.parameters().isActiveAt(BuriedDeployment.SEGWIT, parent.get().height() + 1);
    return submit(
        segwit && WitnessCommitment.outputIndex(block).isPresent()
            ? WitnessCommitment.withReservedValue(block)
            : block);
  }

  /**
   * Judges a block that is meant for the tip, changing nothing.
   *
   * @return {@code inconclusive-not-best-prevblk} if it has another parent
   */
  public Verdict check(Block block, boolean checkMerkleRoot, boolean checkProofOfWork) {
    kernel.chainLock().lock();
    try {
      if (!tip().hash().equals(block.header().previous())) {
        return Verdict.invalid(Blame.CONSENSUS, "inconclusive-not-best-prevblk");
      }
      return kernel.testBlock(block, checkProofOfWork, checkMerkleRoot);
    } finally {
      kernel.chainLock().unlock();
    }
  }

  /** Returns the hashes that lead from the coinbase of {@code block} to its merkle root. */
  public static List<Bytes> coinbasePath(Block block) {
    List<Bytes> leaves = block.transactions().stream().map(tx -> tx.txid().hash()).toList();
    return MerkleTree.path(leaves, 0);
  }
}
