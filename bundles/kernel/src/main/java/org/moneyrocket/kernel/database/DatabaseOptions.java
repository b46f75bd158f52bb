// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.database;

import java.nio.file.Path;
import org.moneyrocket.kernel.WriteObserver;

/**
 * How to open a database.
 *
 * @param directory made if missing
 * @param cacheBytes memory for blocks of the database that were read
 * @param writeBufferBytes how much may be gathered in memory before a file is written
 * @param wipe whether to remove what is there
 * @param inMemory whether nothing is written to disk; then the directory is only a name
 * @param writes hears of each write
 */
public record DatabaseOptions(
    Path directory,
    long cacheBytes,
    long writeBufferBytes,
    boolean wipe,
    boolean inMemory,
    WriteObserver writes) {
  private static final long SMALL = 2L << 20;

  /** Describes a database on disk. */
  public DatabaseOptions(Path directory, long cacheBytes, long writeBufferBytes, boolean wipe) {
    this(directory, cacheBytes, writeBufferBytes, wipe, false);
  }

  /** Describes a database on disk or in memory. */
  public DatabaseOptions(
      Path directory, long cacheBytes, long writeBufferBytes, boolean wipe, boolean inMemory) {
    this(directory, cacheBytes, writeBufferBytes, wipe, inMemory, WriteObserver.NONE);
  }

  /** Returns the same with somebody who hears of each write. */
  public DatabaseOptions observed(WriteObserver observer) {
    return new DatabaseOptions(directory, cacheBytes, writeBufferBytes, wipe, inMemory, observer);
  }

  /** A small database that is written in small steps. */
  public static DatabaseOptions small(Path directory, boolean wipe) {
    return new DatabaseOptions(directory, SMALL, SMALL, wipe);
  }
}
