// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import org.moneyrocket.consensus.check.Verdict;

/** A check of a candidate failed. Never leaves this package; has no stack trace. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Verdict.Invalid why;

  RefusedException(Verdict.Invalid why) {
    super(why.text(), null, false, false);
    this.why = why;
  }

  Verdict.Invalid why() {
    return why;
  }
}
