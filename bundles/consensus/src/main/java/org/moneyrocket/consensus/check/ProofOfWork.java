// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.check;

import java.math.BigInteger;
import org.moneyrocket.consensus.CompactTarget;
import org.moneyrocket.consensus.HeaderView;
import org.moneyrocket.consensus.UInt256;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.consensus.params.PowRules;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;

/** Proof of work: which target a block needs and whether it meets it. */
public final class ProofOfWork {
  private ProofOfWork() {}

  /** Tells whether {@code hash} meets the target {@code bits}, and that target is allowed. */
  public static boolean check(BlockHash hash, int bits, ChainParameters params) {
    CompactTarget compact = new CompactTarget(bits);
    if (!isAllowed(compact, params.pow())) {
      return false;
    }
    return UInt256.fromLittleEndian(hash.hash()).compareTo(compact.target()) <= 0;
  }

  private static boolean isAllowed(CompactTarget compact, PowRules rules) {
    return compact.isUsable() && compact.target().compareTo(rules.limit()) <= 0;
  }

  /** Returns the work of one header with this target. */
  public static UInt256 work(int bits) {
    return new CompactTarget(bits).work();
  }

  /** Returns the work that headers claim by their targets, whether they meet them or not. */
  public static UInt256 claimedWork(Iterable<BlockHeader> headers) {
    UInt256 sum = UInt256.ZERO;
    int lastBits = 0;
    UInt256 lastWork = UInt256.ZERO;
    for (BlockHeader header : headers) {
      if (header.bits() != lastBits) {
        lastBits = header.bits();
        lastWork = work(lastBits);
      }
      sum = sum.plus(lastWork);
    }
    return sum;
  }

  /**
   * Returns the bits a child of {@code previous} must have.
   *
   * @param time the child's time, Unix seconds: late blocks may be easier on some test chains
   */
  public static int requiredBits(ChainParameters params, HeaderView previous, long time) {
    PowRules rules = params.pow();
    int limitBits = CompactTarget.of(rules.limit()).bits();
    int interval = rules.interval();
    if ((previous.height() + 1) % interval != 0) {
      if (!rules.allowMinDifficulty()) {
        return previous.bits();
      }
      if (time > previous.time() + 2 * rules.targetSpacing()) {
        return limitBits;
      }
      return lastRegularBits(previous, interval, limitBits);
    }
    HeaderView first = previous.ancestor(previous.height() - (interval - 1));
    if (first == null) {
      throw new IllegalStateException(
          "no ancestor of " + previous.hash() + " at the start of its period");
    }
    return retarget(params, previous, first);
  }

  /** The bits of the last block of this period that was not an exception for being late. */
  private static int lastRegularBits(HeaderView previous, int interval, int limitBits) {
    HeaderView at = previous;
    while (at.height() % interval != 0 && at.bits() == limitBits) {
      HeaderView parent = at.previous();
      if (parent == null) {
        break;
      }
      at = parent;
    }
    return at.bits();
  }

  /**
   * Returns the bits of the first block of a period.
   *
   * @param last the last block of the period before
   * @param first the first block of that period
   */
  public static int retarget(ChainParameters params, HeaderView last, HeaderView first) {
    PowRules rules = params.pow();
    if (rules.noRetargeting()) {
      return last.bits();
    }
    // With BIP94 the first block counts: the last one may have had the easiest target for being
    // late.
    int baseBits = rules.enforceBip94() ? first.bits() : last.bits();
    return CompactTarget.of(scaled(baseBits, last.time() - first.time(), rules)).bits();
  }

  private static UInt256 scaled(int bits, long timespan, PowRules rules) {
    long clamped = Math.clamp(timespan, rules.targetTimespan() / 4, rules.targetTimespan() * 4);
    BigInteger scaled =
        new CompactTarget(bits)
            .target()
            .toBigInteger()
            .multiply(BigInteger.valueOf(clamped))
            .divide(BigInteger.valueOf(rules.targetTimespan()));
    BigInteger limit = rules.limit().toBigInteger();
    return UInt256.fromBigInteger(scaled.min(limit));
  }

  /**
   * Tells whether a header at {@code height} may have {@code newBits} after {@code oldBits}, as far
   * as that can be told without knowing times. For headers that are not kept yet.
   */
  public static boolean isPermittedTransition(
      ChainParameters params, int height, int oldBits, int newBits) {
    PowRules rules = params.pow();
    if (rules.allowMinDifficulty()) {
      return true;
    }
    if (height % rules.interval() != 0) {
      return oldBits == newBits;
    }
    UInt256 target = new CompactTarget(newBits).target();
    return target.compareTo(rounded(scaled(oldBits, Long.MAX_VALUE, rules))) <= 0
        && target.compareTo(rounded(scaled(oldBits, 0, rules))) >= 0;
  }

  private static UInt256 rounded(UInt256 target) {
    return CompactTarget.of(target).target();
  }

  /**
   * Returns how long it would take to make the work by which {@code to} is ahead of {@code from},
   * at the speed that {@code tip} shows, in seconds; negative if it is behind, saturated.
   */
  public static long equivalentTime(
      HeaderView to, HeaderView from, HeaderView tip, ChainParameters params) {
    boolean ahead = to.chainWork().compareTo(from.chainWork()) > 0;
    UInt256 difference =
        ahead ? to.chainWork().minus(from.chainWork()) : from.chainWork().minus(to.chainWork());
    UInt256 seconds = difference.times(params.pow().targetSpacing()).dividedBy(work(tip.bits()));
    long magnitude = seconds.bitLength() > 63 ? Long.MAX_VALUE : seconds.low64();
    return ahead ? magnitude : -magnitude;
  }
}
