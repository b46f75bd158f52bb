// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.check;

import static org.moneyrocket.consensus.check.Verdict.invalid;

import org.moneyrocket.consensus.HeaderView;
import org.moneyrocket.consensus.Limits;
import org.moneyrocket.consensus.params.BuriedDeployment;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;

/** Checks of a header. */
public final class HeaderCheck {
  private HeaderCheck() {}

  /** Checks the proof of work, the only thing that needs no other header. */
  public static Verdict check(ChainParameters params, BlockHash hash, int bits) {
    return ProofOfWork.check(hash, bits, params)
        ? Verdict.VALID
        : invalid(Blame.INVALID_HEADER, "high-hash", "proof of work failed");
  }

  /**
   * Checks a header that follows {@code previous}; the proof of work is not checked again.
   *
   * @param now the clock, Unix seconds
   */
  public static Verdict checkInContext(
      ChainParameters params, BlockHeader header, HeaderView previous, long now) {
    int height = previous.height() + 1;
    if (header.bits() != ProofOfWork.requiredBits(params, previous, header.time())) {
      return invalid(Blame.INVALID_HEADER, "bad-diffbits", "incorrect proof of work");
    }
    if (header.time() <= previous.medianTimePast()) {
      return invalid(Blame.INVALID_HEADER, "time-too-old", "block's timestamp is too early");
    }
    if (params.pow().enforceBip94()
        && height % params.pow().interval() == 0
        && header.time() < previous.time() - Limits.MAX_TIMEWARP) {
      return invalid(
          Blame.INVALID_HEADER,
          "time-timewarp-attack",
          "block's timestamp is too early on diff adjustment block");
    }
    if (header.time() > now + Limits.MAX_FUTURE_BLOCK_TIME) {
      return invalid(Blame.TIME_FUTURE, "time-too-new", "block timestamp too far in the future");
    }
    int version = header.version();
    if ((version < 2 && params.isActiveAt(BuriedDeployment.BIP34, height))
        || (version < 3 && params.isActiveAt(BuriedDeployment.BIP66, height))
        || (version < 4 && params.isActiveAt(BuriedDeployment.BIP65, height))) {
      String hex = String.format("0x%08x", version);
      return invalid(
          Blame.INVALID_HEADER, "bad-version(" + hex + ")", "rejected nVersion=" + hex + " block");
    }
    return Verdict.VALID;
  }
}
