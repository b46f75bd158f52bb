// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.moneyrocket.consensus.UInt256;
import org.moneyrocket.consensus.check.ProofOfWork;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.crypto.SipHash;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches one peer's headers twice, because headers are kept for ever and those at the beginning of
 * a chain cost nearly nothing to make.
 *
 * <p>The first pass only adds up the work and keeps one secret bit of every so many headers, until
 * there is enough work. The second pass fetches the same headers again and hands them out, each
 * only when enough bits of headers after it have been found equal: a peer that showed a good chain
 * first cannot bring another one now. Not safe for several threads.
 */
final class LowWorkSync {
  /** Fastest rate of blocks that the rule about the median of times lets last. */
  private static final long MAX_BLOCKS_PER_SECOND = 6;

  private static final Logger log = LoggerFactory.getLogger("net");

  /**
   * Where the peer's chain leaves what we know.
   *
   * @param locator hashes that name it to the peer
   * @param seconds how long the peer's chain can have grown since, at most
   */
  record Start(
      int height, BlockHash hash, int bits, UInt256 work, List<BlockHash> locator, long seconds) {}

  /**
   * What became of the headers of one message.
   *
   * @param understood whether they continue the pass; if not, they are as they would be without it
   * @param ready headers that belong to a chain of enough work, in order
   * @param askFor locator of the next request, empty if this is over
   */
  record Step(boolean understood, List<BlockHeader> ready, List<BlockHash> askFor) {}

  private final long peerId;
  private final ChainParameters params;
  private final Start start;
  private final UInt256 wantedWork;
  private final int period;
  private final int offset;
  private final SipHash secret;
  private final long maxBits;

  /** The bit of the header at height {@code offset + i * period} after the start, for each i. */
  private final BitSet bits = new BitSet();

  private int writtenBits;
  private int readBits;

  // The pass that is going on.
  private boolean second;
  private int height;
  private BlockHash last;
  private int lastBits;
  private UInt256 work;

  // What the first pass has shown.
  private int seenHeight;
  private long seenTime;
  private UInt256 seenWork = UInt256.ZERO;

  // What the second pass holds back, and whether it needs not any longer.
  private final PackedHeaders held;
  private boolean enough;

  /**
   * Begins the first pass.
   *
   * @param wantedWork work from which on a chain is kept
   */
  LowWorkSync(
      long peerId,
      ChainParameters params,
      Start start,
      UInt256 wantedWork,
      RandomGenerator random) {
    this.peerId = peerId;
    this.params = params;
    this.start = start;
    this.wantedWork = wantedWork;
    this.period = params.headersSync().commitmentPeriod();
    this.offset = random.nextInt(period);
    this.secret = new SipHash(random.nextLong(), random.nextLong());
    this.maxBits = MAX_BLOCKS_PER_SECOND * Math.max(0, start.seconds()) / period;
    this.held = new PackedHeaders(start.hash());
    this.height = start.height();
    this.last = start.hash();
    this.lastBits = start.bits();
    this.work = start.work();
    log.debug(
        "Initial headers sync started with peer={}: height={}, max_commitments={}, min_work={}",
        peerId,
        height,
        maxBits,
        wantedWork);
  }

  /** Tells whether work is still being added up. */
  boolean inFirstPass() {
    return !second;
  }

  /** Returns the height of the last header that the first pass has shown. */
  int seenHeight() {
    return seenHeight;
  }

  /** Returns the time of that header. */
  long seenTime() {
    return seenTime;
  }

  /** Returns the work of the chain up to that header. */
  UInt256 seenWork() {
    return seenWork;
  }

  /**
   * Takes the next headers. They must follow each other and have the work that they claim.
   *
   * @param hashes of the headers
   * @param more whether the peer may have more
   */
  Step take(List<BlockHeader> headers, List<BlockHash> hashes, boolean more) {
    boolean wasSecond = second;
    for (int i = 0; i < headers.size(); i++) {
      String problem = take(headers.get(i), hashes.get(i));
      if (!problem.isEmpty()) {
        log.debug(
            "Initial headers sync aborted with peer={}: {} at height={} ({} phase)",
            peerId,
            problem,
            height + 1,
            phase());
        return new Step(false, List.of(), List.of());
      }
    }
    if (!wasSecond && work.compareTo(wantedWork) >= 0) {
      log.debug(
          "Initial headers sync transition with peer={}: reached sufficient work at height={},"
              + " redownloading from height={}",
          peerId,
          height,
          start.height());
      second = true;
      height = start.height();
      last = start.hash();
      lastBits = start.bits();
      work = start.work();
      return new Step(true, List.of(), locator());
    }
    List<BlockHeader> ready =
        second
            ? held.takeAllBut(enough ? 0 : params.headersSync().redownloadBufferSize())
            : List.of();
    if (enough) {
      log.debug(
          "Initial headers sync complete with peer={}: releasing all at height={} (redownload"
              + " phase)",
          peerId,
          height);
      return new Step(true, ready, List.of());
    }
    if (!more) {
      log.debug(
          "Initial headers sync aborted with peer={}: incomplete headers message at height={} ({}"
              + " phase)",
          peerId,
          height,
          phase());
      return new Step(true, ready, List.of());
    }
    return new Step(true, ready, locator());
  }

  private String phase() {
    return second ? "redownload" : "presync";
  }

  /** Takes one header; returns what is wrong with it, empty if nothing is. */
  private String take(BlockHeader header, BlockHash hash) {
    if (!header.previous().equals(last)) {
      return "non-continuous headers";
    }
    // Whoever has little work could do with fewer blocks if difficulty might jump.
    if (!ProofOfWork.isPermittedTransition(params, height + 1, lastBits, header.bits())) {
      return "invalid difficulty transition";
    }
    UInt256 sum = work.plus(ProofOfWork.work(header.bits()));
    if (second) {
      enough |= sum.compareTo(wantedWork) >= 0;
    }
    if ((height + 1) % period == offset && !enough) {
      boolean bit = (secret.hash(hash.hash().unsafeArray()) & 1) != 0;
      String problem = second ? compare(bit) : keep(bit);
      if (!problem.isEmpty()) {
        return problem;
      }
    }
    height++;
    last = hash;
    lastBits = header.bits();
    work = sum;
    if (second) {
      held.add(header);
    } else {
      seenHeight = height;
      seenTime = header.time();
      seenWork = work;
    }
    return "";
  }

  private String keep(boolean bit) {
    if (writtenBits >= maxBits) {
      return "exceeded max commitments";
    }
    bits.set(writtenBits++, bit);
    return "";
  }

  private String compare(boolean bit) {
    if (readBits == writtenBits) {
      return "commitment overrun";
    }
    return bits.get(readBits++) == bit ? "" : "commitment mismatch";
  }

  private List<BlockHash> locator() {
    List<BlockHash> hashes = new ArrayList<>(start.locator().size() + 1);
    hashes.add(last);
    hashes.addAll(start.locator());
    return hashes;
  }
}
