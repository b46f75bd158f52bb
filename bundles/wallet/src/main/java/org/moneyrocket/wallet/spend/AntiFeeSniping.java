// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.spend;

import java.util.Random;
import org.moneyrocket.interfaces.chain.BlockInfo;
import org.moneyrocket.interfaces.chain.BlockRef;
import org.moneyrocket.interfaces.chain.Chain;

/**
 * A lock time that keeps a transaction out of blocks that would replace the present tip: taking its
 * fee by rewriting history is then pointless.
 */
public final class AntiFeeSniping {
  /** A tip older than this says that we are behind; its height would give us away, in seconds. */
  private static final long MAX_TIP_AGE = 8 * 3600;

  private AntiFeeSniping() {}

  /**
   * Returns a lock time.
   *
   * @param last last block the wallet applied
   */
  public static int lockTime(Chain chain, BlockRef last, Random random) {
    long blockTime = chain.knownBlock(last.hash()).map(BlockInfo::time).orElse(0L);
    if (chain.status().initialBlockDownload() || blockTime < chain.now() - MAX_TIP_AGE) {
      return 0;
    }
    int lockTime = last.height();
    if (random.nextInt(10) == 0) {
      // Transactions that were delayed for other reasons look like this as well.
      lockTime = Math.max(0, lockTime - random.nextInt(100));
    }
    return lockTime;
  }
}
