// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import java.util.Optional;
import org.moneyrocket.primitives.FeeRate;

/**
 * In which way a transaction is judged.
 *
 * @param time when it came, seconds since 1970
 * @param bypassLimits it was in a block before: fees, TRUC and size of the mempool do not count
 * @param testOnly nothing is changed
 * @param replacement it may take the place of others
 * @param siblingEviction it may take the place of its parent's other child
 * @param packageFees fees count for the package as a whole
 * @param packagePart it comes with others; the size of the mempool is looked at in the end
 * @param maxRate highest rate the sender wants to pay
 */
record AdmissionRules(
    long time,
    boolean bypassLimits,
    boolean testOnly,
    boolean replacement,
    boolean siblingEviction,
    boolean packageFees,
    boolean packagePart,
    Optional<FeeRate> maxRate) {
  static AdmissionRules single(long time, boolean bypassLimits, boolean testOnly) {
    return new AdmissionRules(
        time, bypassLimits, testOnly, true, true, false, false, Optional.empty());
  }

  static AdmissionRules packageTest(long time) {
    return new AdmissionRules(time, false, true, false, false, false, false, Optional.empty());
  }

  static AdmissionRules packageSubmission(long time, Optional<FeeRate> maxRate) {
    return new AdmissionRules(time, false, false, true, false, true, true, maxRate);
  }

  /** The rules for one transaction of a package by itself. */
  AdmissionRules alone() {
    return new AdmissionRules(time, false, testOnly, true, true, false, packagePart, maxRate);
  }
}
