// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A process that asks the system for a lock, and knows nothing of how this project takes one. */
final class OtherProcess {
  static final int LOCKED = 7;

  private OtherProcess() {}

  /** Ends with status {@link #LOCKED} if another process holds the lock on a file. */
  public static void main(String[] args) throws IOException {
    boolean held;
    try (FileChannel file = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE)) {
      held = file.tryLock() == null;
    }
    System.exit(held ? LOCKED : 0);
  }
}
