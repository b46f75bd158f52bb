// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.chain;

import org.moneyrocket.interfaces.OneWay;
import org.osgi.annotation.versioning.ConsumerType;

/** Receives the result of a scan, in chain order. */
@OneWay
@ConsumerType
public interface ScanListener {
  /** A block that pays to, or spends from, one of the scripts. */
  void matched(ConnectedBlock block);

  /**
   * How far the scan is.
   *
   * @param progress 0 to 1
   */
  void progressed(BlockRef at, double progress);

  /** The scan is over; {@code error} is empty when it reached its end. */
  void finished(BlockRef last, String error);

  /** Blocks were left out because this listener was too slow: scan again from what is known. */
  void lagged(long sequence);
}
