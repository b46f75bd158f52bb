// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Hears of everything that the kernel is about to write. In use it does nothing; tests let one
 * write after the other fail, as a disk would.
 */
@FunctionalInterface
public interface WriteObserver {
  /** Hears and does nothing. */
  WriteObserver NONE = (kind, place) -> {};

  /** What is about to happen. */
  enum Kind {
    /** Bytes are handed to the operating system. */
    WRITE,
    /** What was handed over is brought to disk. */
    SYNC,
    RENAME,
    REMOVE
  }

  /**
   * Hears of one step, before it is taken.
   *
   * @param place the file, or the directory of the database
   * @throws IOException to let it fail
   */
  void before(Kind kind, Path place) throws IOException;
}
