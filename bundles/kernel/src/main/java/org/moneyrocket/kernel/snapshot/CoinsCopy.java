// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.snapshot;

import org.moneyrocket.kernel.coins.CoinsCursor;

/** All coins as they were after some block, apart from those in use. Not for several threads. */
public interface CoinsCopy extends AutoCloseable {
  /** Opens a view of the coins. Several may be open at a time. */
  CoinsCursor cursor();

  /** Removes the copy. */
  @Override
  void close();
}
