// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import java.util.List;
import java.util.Optional;
import org.moneyrocket.consensus.check.Blame;
import org.moneyrocket.consensus.check.Verdict;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.Wtxid;

/** What became of a transaction that asked to come in. */
public sealed interface AdmissionResult {
  /** By which rate it was judged, and with whom. */
  record EffectiveRate(FeeRate rate, List<Wtxid> includes) {
    public EffectiveRate {
      includes = List.copyOf(includes);
    }
  }

  /**
   * It is in, or would be.
   *
   * @param vsize adjusted virtual size
   * @param replaced what had to go for it
   */
  record Accepted(int vsize, long baseFee, EffectiveRate effective, List<Transaction> replaced)
      implements AdmissionResult {
    public Accepted {
      replaced = List.copyOf(replaced);
    }
  }

  /** It was in already. */
  record Present(int vsize, long baseFee) implements AdmissionResult {}

  /** It is in already with another witness. */
  record OtherWitness(Wtxid present) implements AdmissionResult {}

  /** It is refused; {@code effective} says by which rate if that is why. */
  record Rejected(Verdict.Invalid why, Optional<EffectiveRate> effective)
      implements AdmissionResult {
    public Blame blame() {
      return why.blame();
    }
  }

  default boolean isAccepted() {
    return this instanceof Accepted;
  }
}
