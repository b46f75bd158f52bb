// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.moneyrocket.kernel.coins.CoinsDatabase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Halts the process at random in the middle of writing coins, for tests ({@code -dbcrashratio}).
 *
 * @param ratio one of so many batches is the last, 0 for none
 * @param steps hears of each batch
 */
record CrashObserver(int ratio, Consumer<String> steps) implements CoinsDatabase.BatchObserver {
  private static final Logger log = LoggerFactory.getLogger(CrashObserver.class);

  @Override
  public void batchWritten(Runnable toDisk) {
    steps.accept("batch");
    if (ratio != 0 && ThreadLocalRandom.current().nextInt(ratio) == 0) {
      toDisk.run();
      log.error("Simulating a crash. Goodbye.");
      Runtime.getRuntime().halt(0);
    }
  }
}
