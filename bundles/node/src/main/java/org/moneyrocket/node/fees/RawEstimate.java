// SPDX-License-Identifier: MIT
package org.moneyrocket.node.fees;

import java.util.Optional;

/**
 * What one horizon says about one target.
 *
 * @param rate satoshis per 1000 virtual bytes, negative if there is no answer
 * @param decay factor by which what was seen counts less with each block
 * @param scale blocks per period of the horizon
 * @param pass the lowest range of rates that met the threshold
 * @param fail the highest range of rates that did not
 */
public record RawEstimate(
    double rate, double decay, int scale, Optional<Range> pass, Optional<Range> fail) {
  static final double NO_RATE = -1;

  /**
   * A range of rates and what became of transactions that paid them; counts are decayed averages.
   *
   * @param start lower end, satoshis per 1000 virtual bytes
   * @param end upper end
   * @param withinTarget confirmed in time
   * @param confirmed confirmed at all
   * @param waiting in the mempool for at least the target
   * @param left gone unconfirmed after the target
   */
  public record Range(
      double start,
      double end,
      double withinTarget,
      double confirmed,
      double waiting,
      double left) {}

  public boolean found() {
    return rate >= 0;
  }
}
