// SPDX-License-Identifier: MIT
package org.moneyrocket.node.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.moneyrocket.kernel.blockfile.DiskSpace;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.StartException;
import org.moneyrocket.settings.catalogue.ChainOptions;
import org.moneyrocket.settings.catalogue.StateOptions;

/** Looks after the room that is left where the node keeps its files. */
final class DiskWatch {
  /** How often {@link #low} is to be asked while the node runs. */
  static final Duration PERIOD = Duration.ofMinutes(5);

  // While running, as much again must be free as at the start: it has to last for a period.
  private static final long RUNNING_BYTES = 2 * DiskSpace.RESERVE_BYTES;
  private static final long MEBIBYTE = 1L << 20;
  private static final long GIBIBYTE = 1L << 30;

  private final Path state;
  private final Path blocks;
  private final long expectedGibibytes;
  private final long pruneMebibytes;
  private final boolean rebuilds;
  private final ToLongFunction<Path> free;

  /**
   * @param state directory of the chain
   * @param blocks directory of its block files, perhaps on another disk
   * @param expectedGibibytes what the block files of this chain take
   * @param pruneMebibytes what pruning leaves of them; 0 or 1 for no such limit
   * @param rebuilds whether the chain is built anew of files that are there
   * @param free gives the free bytes of a directory's disk
   */
  DiskWatch(
      Path state,
      Path blocks,
      long expectedGibibytes,
      long pruneMebibytes,
      boolean rebuilds,
      ToLongFunction<Path> free) {
    this.state = state;
    this.blocks = blocks;
    this.expectedGibibytes = expectedGibibytes;
    this.pruneMebibytes = pruneMebibytes;
    this.rebuilds = rebuilds;
    this.free = free;
  }

  static DiskWatch of(Settings settings) {
    return new DiskWatch(
        settings.dataDirectory().chain(),
        settings.dataDirectory().blocks(),
        expected(settings),
        settings.get(StateOptions.PRUNE),
        settings.get(StateOptions.REINDEX) || settings.get(StateOptions.REINDEX_CHAINSTATE),
        DiskWatch::usable);
  }

  private static long expected(Settings settings) {
    return switch (settings.chain()) {
      case MAIN -> 856;
      case TEST -> 245;
      case TESTNET4 -> 31;
      case SIGNET -> settings.isSet(ChainOptions.SIGNETCHALLENGE) ? 0 : 24;
      case REGTEST -> 0;
    };
  }

  private static long usable(Path directory) {
    try {
      return Files.getFileStore(directory).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException("free space of " + directory, e);
    }
  }

  /**
   * Checks that the reserve is free everywhere.
   *
   * @throws StartException with the sentence for the user if not
   */
  void check() {
    for (Path directory : List.of(state, blocks)) {
      if (free.applyAsLong(directory) < DiskSpace.RESERVE_BYTES) {
        throw new StartException("Disk space is low for \"" + directory + '"');
      }
    }
  }

  /**
   * Returns the sentence for a user whose disk will not hold the chain that is about to be
   * downloaded.
   *
   * @param height of the chain so far
   */
  Optional<String> firstStart(int height) {
    long expected = expectedGibibytes * GIBIBYTE;
    long kept = pruneMebibytes > 1 ? pruneMebibytes * MEBIBYTE : Long.MAX_VALUE;
    long needed = DiskSpace.RESERVE_BYTES + Math.min(expected, kept);
    if (rebuilds || height > 1 || free.applyAsLong(blocks) >= needed) {
      return Optional.empty();
    }
    return Optional.of(
        "Disk space for \""
            + blocks
            + "\" may not accommodate the block files. Approximately "
            + expectedGibibytes
            + " GB of data will be stored in this directory.");
  }

  /** Returns the sentence for a user who starts while {@link #low} finds that directory. */
  static String warning(Path directory) {
    return "Disk space is low for \""
        + directory
        + "\": the node stops in "
        + PERIOD.toMinutes()
        + " minutes unless there are "
        + RUNNING_BYTES / MEBIBYTE
        + " MiB by then.";
  }

  /** Returns a directory whose disk is too full to go on, if there is one. */
  Optional<Path> low() {
    for (Path directory : List.of(blocks, state)) {
      if (free.applyAsLong(directory) < RUNNING_BYTES) {
        return Optional.of(directory);
      }
    }
    return Optional.empty();
  }
}
