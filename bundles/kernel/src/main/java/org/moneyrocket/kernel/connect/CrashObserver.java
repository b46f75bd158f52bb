// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.util.concurrent.ThreadLocalRandom;
import org.moneyrocket.kernel.coins.CoinsDatabase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Halts the process at random in the middle of writing coins, for tests ({@code -dbcrashratio}).
 */
final class CrashObserver implements CoinsDatabase.BatchObserver {
  private static final Logger log = LoggerFactory.getLogger(CrashObserver.class);

  private final int ratio;

  private CrashObserver(int ratio) {
    this.ratio = ratio;
  }

  static CoinsDatabase.BatchObserver of(int ratio) {
    return ratio == 0 ? NONE : new CrashObserver(ratio);
  }

  @Override
  public void batchWritten(Runnable toDisk) {
    if (ThreadLocalRandom.current().nextInt(ratio) == 0) {
      toDisk.run();
      log.error("Simulating a crash. Goodbye.");
      Runtime.getRuntime().halt(0);
    }
  }
}
