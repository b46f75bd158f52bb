// SPDX-License-Identifier: MIT
package org.moneyrocket.node.fees;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.node.mempool.FeeFraction;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.FeeRate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Estimates fee rates from the block that could be made of the mempool now, as long as recent
 * blocks held what the mempool let expect. Thread-safe; holds no lock while it makes a block.
 */
public final class MempoolPolicyEstimator {
  static final String NAME = "mempool_policy";

  /** The target of every estimate, in blocks. */
  public static final int TARGET = 2;

  private static final int FILE_VERSION = 1;
  private static final int WINDOW = 6;
  private static final long CACHE_SECONDS = 7;
  private static final long BLOCK_WEIGHT = 4_000_000;
  private static final double LEAST_SHARE = 0.75;
  private static final Logger log = LoggerFactory.getLogger("estimatefee");

  /**
   * One block.
   *
   * @param poolWeight weight of those of its transactions that were in the mempool
   * @param weight weight of all its transactions but the coinbase
   */
  public record BlockStats(long height, long poolWeight, long weight) {}

  /** What the estimator asks of the node. */
  public interface Source {
    boolean mempoolLoaded();

    /** Returns the end of the active chain. */
    BlockHash tip();

    /** Returns modified fee and weight of what would be mined now, the best first. */
    List<FeeFraction> nextBlock();

    /** Returns the least rate the mempool takes. */
    FeeRate floor();
  }

  private record Cached(FeeRate conservative, FeeRate economical, BlockHash tip, Instant until) {}

  private final Source source;
  private final InstantSource clock;
  private final List<BlockStats> window = new ArrayList<>();
  private BlockHash lastBlock = BlockHash.ZERO;
  private @Nullable Cached cached;

  public MempoolPolicyEstimator(Source source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  /** A block became the tip. */
  public synchronized void block(BlockStats block, BlockHash hash) {
    window.removeIf(known -> known.height() >= block.height());
    if (!window.isEmpty() && window.getLast().height() + 1 != block.height()) {
      window.clear();
    }
    if (window.size() == WINDOW) {
      window.removeFirst();
    }
    window.add(block);
    lastBlock = hash;
    cached = null;
  }

  /** Returns the blocks that are looked at, the oldest first. */
  public synchronized List<BlockStats> window() {
    return List.copyOf(window);
  }

  /** An estimate, or why there is none. */
  public record Estimate(Optional<FeeRate> rate, String error) {}

  /**
   * Estimates the rate for the next blocks.
   *
   * @param conservative what the better half of a block pays, else the better three quarters
   */
  public Estimate estimate(boolean conservative) {
    if (!source.mempoolLoaded()) {
      return failed("Mempool not loaded yet, no fee rate estimate available");
    }
    Optional<String> unhealthy = problem();
    if (unhealthy.isPresent()) {
      return failed(unhealthy.get());
    }
    BlockHash tip = source.tip();
    Cached known = fresh(tip).orElseGet(() -> make(tip));
    return new Estimate(Optional.of(conservative ? known.conservative() : known.economical()), "");
  }

  private static Estimate failed(String reason) {
    return new Estimate(Optional.empty(), NAME + ": " + reason);
  }

  private synchronized Optional<String> problem() {
    if (window.size() < WINDOW) {
      return Optional.of("Not enough recent block data for fee rate estimation");
    }
    long all = 0;
    long ours = 0;
    for (BlockStats block : window) {
      all += block.weight();
      ours += block.poolWeight();
    }
    // Blocks with next to nothing in them say nothing of the mempool, good or bad.
    return all < BLOCK_WEIGHT || ours >= LEAST_SHARE * all
        ? Optional.empty()
        : Optional.of("Mempool is unreliable for fee rate estimation");
  }

  private synchronized Optional<Cached> fresh(BlockHash tip) {
    Cached known = cached;
    return known != null && known.tip().equals(tip) && !clock.instant().isAfter(known.until())
        ? Optional.of(known)
        : Optional.empty();
  }

  private Cached make(BlockHash tip) {
    FeeRate floor = source.floor();
    List<FeeFraction> chunks = new ArrayList<>();
    source.nextBlock().forEach(c -> chunks.add(new FeeFraction(c.fee(), c.vsize())));
    // Rounding to virtual bytes may have changed the order.
    chunks.sort(Comparator.comparing((FeeFraction c) -> c, FeeFraction::compareRate).reversed());
    Cached made =
        new Cached(
            reaching(chunks, BLOCK_WEIGHT / 2, floor),
            reaching(chunks, BLOCK_WEIGHT * 3 / 4, floor),
            tip,
            clock.instant().plusSeconds(CACHE_SECONDS));
    synchronized (this) {
      cached = made;
    }
    log.debug(
        "{}: conservative/economical fee rate: {}/{} sat/kvB",
        NAME,
        made.conservative().satsPerKvb(),
        made.economical().satsPerKvb());
    return made;
  }

  /** Returns the rate of the chunk that fills the block up to {@code weight}. */
  private static FeeRate reaching(List<FeeFraction> chunks, long weight, FeeRate floor) {
    long sum = 0;
    for (FeeFraction chunk : chunks) {
      sum += 4 * chunk.size();
      if (sum >= weight) {
        return FeeRate.of(chunk.fee(), chunk.size());
      }
    }
    return floor;
  }

  /** Writes what is known of the last blocks. */
  public synchronized void write(ByteWriter out) {
    out.i32(FILE_VERSION).compactSize(window.size());
    for (BlockStats block : window) {
      out.i64(block.height()).i64(block.poolWeight()).i64(block.weight());
    }
    out.bytes(lastBlock.hash());
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param height of the active chain's end
   * @throws DecodeException if it cannot be used; then nothing has changed
   */
  public void read(ByteReader in, BlockHash tip, long height) throws DecodeException {
    int version = in.i32();
    if (version != FILE_VERSION) {
      throw new DecodeException("file version " + version + " not supported");
    }
    int count = in.count(3 * Long.BYTES);
    if (count > WINDOW) {
      throw new DecodeException(count + " blocks, at most " + WINDOW + " expected");
    }
    List<BlockStats> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      blocks.add(new BlockStats(in.i64(), in.i64(), in.i64()));
      if (i > 0 && blocks.get(i).height() != blocks.get(i - 1).height() + 1) {
        throw new DecodeException("heights of blocks are not consecutive");
      }
    }
    BlockHash hash = new BlockHash(in.bytes(BlockHash.BYTES));
    if (count > 0 && (blocks.getLast().height() != height || !hash.equals(tip))) {
      throw new DecodeException(
          "ends at block " + hash + ", but the end of the active chain is " + tip);
    }
    synchronized (this) {
      window.clear();
      window.addAll(blocks);
      lastBlock = hash;
      cached = null;
    }
  }

  /** Makes a source of suppliers. */
  public static Source source(
      BooleanSupplier loaded,
      Supplier<BlockHash> tip,
      Supplier<List<FeeFraction>> nextBlock,
      Supplier<FeeRate> floor) {
    return new Source() {
      @Override
      public boolean mempoolLoaded() {
        return loaded.getAsBoolean();
      }

      @Override
      public BlockHash tip() {
        return tip.get();
      }

      @Override
      public List<FeeFraction> nextBlock() {
        return nextBlock.get();
      }

      @Override
      public FeeRate floor() {
        return floor.get();
      }
    };
  }
}
