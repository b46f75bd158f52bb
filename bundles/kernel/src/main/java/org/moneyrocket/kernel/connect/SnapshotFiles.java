// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.WriteObserver;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directories of chains that began with a snapshot. Whatever is done to them can be cut off by
 * a crash; {@link #recover} completes it at the next start.
 *
 * <p>A snapshot counts from the moment in which its directory holds the name of its base, and that
 * file is the first to go.
 */
final class SnapshotFiles {
  private static final Logger log = LoggerFactory.getLogger(SnapshotFiles.class);
  private static final String BASE = "base_blockhash";

  private final Path ordinary;
  private final Path snapshot;
  private final Path replaced;
  private final Consumer<String> steps;
  private final WriteObserver writes;

  /**
   * Works below {@code dataDirectory}.
   *
   * @param steps for tests: hears the name of each step just before it
   * @param writes hears of each write
   */
  SnapshotFiles(Path dataDirectory, Consumer<String> steps, WriteObserver writes) {
    this.ordinary = dataDirectory.resolve("chainstate");
    this.snapshot = dataDirectory.resolve("chainstate_snapshot");
    this.replaced = dataDirectory.resolve("chainstate_todelete");
    this.steps = steps;
    this.writes = writes;
  }

  Path ordinary() {
    return ordinary;
  }

  Path snapshot() {
    return snapshot;
  }

  /** Completes what a crash has cut off. Nothing may be open yet. */
  void recover() {
    if (Files.exists(replaced)) {
      if (!Files.exists(ordinary)) {
        Path next = base().isPresent() ? snapshot : replaced;
        log.info("[snapshot] a crash came between two renames; moving {} to {}", next, ordinary);
        move(next, ordinary);
      }
      delete(replaced);
    }
    if (Files.exists(snapshot) && base().isEmpty()) {
      log.warn(
          "[snapshot] {} was not loaded to its end; removing it, call loadtxoutset again",
          snapshot);
      deleteSnapshot();
    }
  }

  /** Returns the base of the snapshot that is in use, if one is. */
  Optional<BlockHash> base() {
    Path file = snapshot.resolve(BASE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      byte[] data = Files.readAllBytes(file);
      if (data.length < BlockHash.BYTES) {
        log.warn("[snapshot] failed to read base blockhash file: {}", file);
        return Optional.empty();
      }
      if (data.length > BlockHash.BYTES) {
        log.warn("[snapshot] unexpected trailing data in {}", file);
      }
      return Optional.of(new BlockHash(Bytes.of(data, 0, BlockHash.BYTES)));
    } catch (IOException e) {
      throw StorageException.of("cannot read " + file, e);
    }
  }

  /** Says that the snapshot directory is complete, which it must be on disk. */
  void writeBase(BlockHash base) {
    Path file = snapshot.resolve(BASE);
    Path unfinished = snapshot.resolve(BASE + ".new");
    steps.accept("base");
    try {
      try (FileOutputStream out = new FileOutputStream(unfinished.toFile())) {
        writes.before(WriteObserver.Kind.WRITE, unfinished);
        out.write(base.hash().toArray());
        writes.before(WriteObserver.Kind.SYNC, unfinished);
        out.getFD().sync();
      }
      steps.accept("base named");
      writes.before(WriteObserver.Kind.RENAME, file);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw StorageException.of("cannot write " + file, e);
    }
    steps.accept("based");
  }

  /** Removes the snapshot. Its database must be closed. */
  void deleteSnapshot() {
    try {
      Files.deleteIfExists(snapshot.resolve(BASE));
    } catch (IOException e) {
      throw StorageException.of("cannot remove " + snapshot, e);
    }
    delete(snapshot, steps);
  }

  /** Removes the directory of a database, which must be closed. */
  static void delete(Path directory) {
    delete(directory, step -> {});
  }

  private static void delete(Path directory, Consumer<String> steps) {
    if (!Files.exists(directory)) {
      return;
    }
    log.info("Removing leveldb dir at {}", directory);
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        steps.accept("remove");
        Files.delete(file);
      }
    } catch (IOException e) {
      throw StorageException.of("cannot remove " + directory, e);
    }
  }

  /** Keeps a snapshot that turned out wrong aside. Its database must be closed. */
  void setAside() {
    Path invalid = snapshot.resolveSibling(snapshot.getFileName() + "_INVALID");
    log.info("[snapshot] renaming snapshot datadir {} to {}", snapshot, invalid);
    move(snapshot, invalid);
  }

  /** Puts a verified snapshot in the place of the chain that verified it. Both must be closed. */
  void replaceOrdinary() {
    log.info(
        "[snapshot] deleting background chainstate directory (now unnecessary) ({})", ordinary);
    steps.accept("put away");
    move(ordinary, replaced);
    log.info(
        "[snapshot] moving snapshot chainstate ({}) to default chainstate directory ({})",
        snapshot,
        ordinary);
    steps.accept("put in place");
    move(snapshot, ordinary);
    steps.accept("in place");
    delete(replaced, steps);
    log.info("[snapshot] deleted background chainstate directory ({})", ordinary);
  }

  private static void move(Path from, Path to) {
    try {
      delete(to);
      Files.move(from, to);
    } catch (IOException e) {
      throw StorageException.of("Rename of '" + from + "' -> '" + to + "' failed", e);
    }
  }
}
