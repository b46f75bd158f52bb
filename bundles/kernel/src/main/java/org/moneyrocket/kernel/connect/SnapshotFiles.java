// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directories of chains that began with a snapshot. */
final class SnapshotFiles {
  private static final Logger log = LoggerFactory.getLogger(SnapshotFiles.class);
  private static final String BASE = "base_blockhash";

  private final Path ordinary;
  private final Path snapshot;

  SnapshotFiles(Path dataDirectory) {
    this.ordinary = dataDirectory.resolve("chainstate");
    this.snapshot = dataDirectory.resolve("chainstate_snapshot");
  }

  Path ordinary() {
    return ordinary;
  }

  Path snapshot() {
    return snapshot;
  }

  /** Returns the base of the snapshot that is in use, if one is. */
  Optional<BlockHash> base() {
    if (!Files.exists(snapshot)) {
      return Optional.empty();
    }
    Path file = snapshot.resolve(BASE);
    if (!Files.exists(file)) {
      log.warn(
          "[snapshot] snapshot chainstate dir is malformed! no base blockhash file exists at path"
              + " {}. Try deleting {} and calling loadtxoutset again?",
          snapshot,
          file);
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

  /** Says that the snapshot directory is complete. */
  void writeBase(BlockHash base) {
    Path file = snapshot.resolve(BASE);
    try {
      Files.write(file, base.hash().toArray());
    } catch (IOException e) {
      throw StorageException.of("cannot write " + file, e);
    }
  }

  /** Removes the snapshot. Its database must be closed. */
  void deleteSnapshot() {
    delete(snapshot);
  }

  /** Removes the directory of a database, which must be closed. */
  static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    log.info("Removing leveldb dir at {}", directory);
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
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
    Path old = ordinary.resolveSibling(ordinary.getFileName() + "_todelete");
    log.info(
        "[snapshot] deleting background chainstate directory (now unnecessary) ({})", ordinary);
    move(ordinary, old);
    log.info(
        "[snapshot] moving snapshot chainstate ({}) to default chainstate directory ({})",
        snapshot,
        ordinary);
    move(snapshot, ordinary);
    delete(old);
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
