// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mining;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.moneyrocket.consensus.HeaderView;
import org.moneyrocket.consensus.Limits;
import org.moneyrocket.consensus.check.Finality;
import org.moneyrocket.consensus.check.MerkleTree;
import org.moneyrocket.consensus.check.ProofOfWork;
import org.moneyrocket.consensus.check.Subsidy;
import org.moneyrocket.consensus.check.VersionBits;
import org.moneyrocket.consensus.check.WitnessCommitment;
import org.moneyrocket.consensus.interpreter.ScriptBuilder;
import org.moneyrocket.consensus.params.BuriedDeployment;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.node.mempool.Chunk;
import org.moneyrocket.node.mempool.Cluster;
import org.moneyrocket.node.mempool.FeeFraction;
import org.moneyrocket.node.mempool.MempoolEntry;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a block together from the chunks of the mempool, the best first. */
public final class BlockAssembler {
  private static final Logger log = LoggerFactory.getLogger(BlockAssembler.class);
  private static final int COINBASE_VERSION = 2;
  private static final int COINBASE_SEQUENCE = 0xfffffffe;

  /** At heights up to this, the height is one byte and the script one too short. */
  private static final int LAST_SHORT_HEIGHT = 16;

  private static final int MAX_FAILURES = 1000;
  private static final int NEARLY_FULL_WEIGHT = 4000;

  private final ChainParameters params;
  private final VersionBits versionBits;
  private final InstantSource clock;

  public BlockAssembler(ChainParameters params, VersionBits versionBits, InstantSource clock) {
    this.params = params;
    this.versionBits = versionBits;
    this.clock = clock;
  }

  /**
   * Assembles a child of {@code parent}.
   *
   * @param chunks of the mempool in the order to mine; not looked at if the options say so
   */
  public AssembledBlock assemble(HeaderView parent, List<Chunk> chunks, AssemblyOptions options) {
    Selection selection = new Selection(parent, options);
    if (options.useMempool()) {
      selection.fill(chunks);
    }
    List<Transaction> transactions = new ArrayList<>(selection.taken.size() + 1);
    int height = parent.height() + 1;
    transactions.add(
        coinbase(height, Subsidy.at(params, height) + selection.fees, options.coinbaseScript()));
    selection.taken.forEach(entry -> transactions.add(entry.tx()));
    Block block = committed(new Block(header(parent, options), transactions), height);
    log.info(
        "CreateNewBlock(): block weight: {} txs: {} fees: {} sigops {}",
        block.weight(),
        selection.taken.size(),
        selection.fees,
        selection.sigops);
    return new AssembledBlock(
        block,
        height,
        BlockTimes.minimum(parent, params),
        selection.taken.stream().map(MempoolEntry::baseFee).toList(),
        selection.taken.stream().map(MempoolEntry::sigopCost).toList(),
        selection.chunkRates,
        selection.weight);
  }

  private BlockHeader header(HeaderView parent, AssemblyOptions options) {
    long time = Math.max(clock.instant().getEpochSecond(), BlockTimes.minimum(parent, params));
    int version = options.version().orElseGet(() -> versionBits.versionAfter(parent));
    int bits = ProofOfWork.requiredBits(params, parent, time);
    return new BlockHeader(version, parent.hash(), Bytes.wrap(new byte[32]), time, bits, 0);
  }

  /**
   * Adds the commitment to the witnesses and the merkle root. The reserved value is a witness, so
   * blocks before segwit do not get it.
   */
  Block committed(Block block, int height) {
    return withMerkleRoot(
        params.isActiveAt(BuriedDeployment.SEGWIT, height)
            ? WitnessCommitment.addTo(block)
            : WitnessCommitment.withOutput(block));
  }

  private static Block withMerkleRoot(Block block) {
    Bytes root = MerkleTree.ofTransactions(block).hash();
    return new Block(block.header().withMerkleRoot(root), block.transactions());
  }

  private static Transaction coinbase(int height, long value, Bytes script) {
    ScriptBuilder input = new ScriptBuilder().number(height);
    if (height <= LAST_SHORT_HEIGHT) {
      input.number(0);
    }
    return new Transaction(
        COINBASE_VERSION,
        List.of(new TxIn(OutPoint.NULL, input.build(), COINBASE_SEQUENCE)),
        List.of(new TxOut(value, script)),
        height - 1);
  }

  /** What goes into the block. */
  private static final class Selection {
    private final HeaderView parent;
    private final AssemblyOptions options;
    private final List<MempoolEntry> taken = new ArrayList<>();
    private final List<FeeFraction> chunkRates = new ArrayList<>();
    private long weight;
    private long sigops;
    private long fees;

    Selection(HeaderView parent, AssemblyOptions options) {
      this.parent = parent;
      this.options = options;
      this.weight = options.reservedWeight();
      this.sigops = options.reservedSigops();
    }

    void fill(List<Chunk> chunks) {
      Set<Cluster> skipped = new HashSet<>();
      int failures = 0;
      for (Chunk chunk : chunks) {
        if (paysTooLittle(chunk.rate())) {
          return;
        }
        Cluster cluster = chunk.entries().get(0).cluster();
        if (skipped.contains(cluster)) {
          continue;
        }
        if (fits(chunk)) {
          failures = 0;
          take(chunk);
        } else {
          // What follows in this cluster may spend from what was left out.
          skipped.add(cluster);
          if (++failures > MAX_FAILURES && weight + NEARLY_FULL_WEIGHT > options.maxWeight()) {
            return;
          }
        }
      }
    }

    private boolean paysTooLittle(FeeFraction rate) {
      return new FeeFraction(rate.fee(), rate.vsize())
              .compareRate(new FeeFraction(options.minRate().satsPerKvb(), 1000))
          < 0;
    }

    private boolean fits(Chunk chunk) {
      if (weight + chunk.rate().size() >= options.maxWeight()) {
        return false;
      }
      long cost = 0;
      for (MempoolEntry entry : chunk.entries()) {
        cost += entry.sigopCost();
      }
      if (sigops + cost >= Limits.MAX_BLOCK_SIGOPS_COST) {
        return false;
      }
      long cutoff = parent.medianTimePast();
      for (MempoolEntry entry : chunk.entries()) {
        if (!Finality.isFinal(entry.tx(), parent.height() + 1, cutoff)) {
          return false;
        }
      }
      return true;
    }

    private void take(Chunk chunk) {
      for (MempoolEntry entry : chunk.entries()) {
        taken.add(entry);
        weight += entry.tx().weight();
        sigops += entry.sigopCost();
        fees += entry.baseFee();
      }
      chunkRates.add(chunk.rate());
    }
  }
}
