// SPDX-License-Identifier: MIT
package org.moneyrocket.node.fees;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.settings.IoText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where estimators keep what they know: {@code fees/block_policy_estimates.dat} and {@code
 * fees/mempool_policy_estimator.dat}. What cannot be read or written is logged and done without.
 */
final class FeeFiles {
  /** Estimates are not served from a file that is older. */
  static final Duration MAX_AGE = Duration.ofHours(60);

  private static final long MAX_BYTES = 64L << 20;
  private static final Logger log = LoggerFactory.getLogger(FeeFiles.class);
  private static final Logger detail = LoggerFactory.getLogger("estimatefee");

  private final Path blockPolicy;
  private final Path mempoolPolicy;
  private final Path legacy;

  /**
   * @param directory the chain's data directory
   */
  FeeFiles(Path directory) {
    this.blockPolicy = directory.resolve("fees").resolve("block_policy_estimates.dat");
    this.mempoolPolicy = directory.resolve("fees").resolve("mempool_policy_estimator.dat");
    this.legacy = directory.resolve("fee_estimates.dat");
  }

  /** Moves a file of older versions to where it is kept now, unless there is one already. */
  void adoptLegacy() {
    if (!Files.exists(legacy)) {
      return;
    }
    try {
      if (Files.exists(blockPolicy)) {
        Files.delete(legacy);
        log.info("Removed legacy fee estimates file {}.", legacy);
      } else {
        Files.createDirectories(parentOf(blockPolicy));
        Files.move(legacy, blockPolicy);
        log.info("Migrated fee estimates from {} to {}.", legacy, blockPolicy);
      }
    } catch (IOException e) {
      log.warn("Cannot take over legacy fee estimates file {}: {}", legacy, IoText.reason(e));
    }
  }

  private static Path parentOf(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IllegalStateException(file + " is in no directory");
    }
    return parent;
  }

  /** Reads the history of blocks, unless it is too old and {@code acceptStale} is not set. */
  void load(BlockPolicyEstimator estimator, boolean acceptStale) {
    try {
      Duration age =
          Duration.between(Files.getLastModifiedTime(blockPolicy).toInstant(), Instant.now());
      if (age.compareTo(MAX_AGE) > 0 && !acceptStale) {
        log.warn(
            "Fee estimation file {} too old (age={} > {} hours) and will not be used to avoid"
                + " serving stale estimates.",
            blockPolicy,
            age.toHours(),
            MAX_AGE.toHours());
        return;
      }
      estimator.read(new ByteReader(bytes(blockPolicy)));
    } catch (NoSuchFileException e) {
      log.info("{} is not found. Continue anyway.", blockPolicy);
    } catch (IOException | DecodeException e) {
      log.warn(
          "Failed to read fee estimates from {}. Continue anyway. ({})",
          blockPolicy,
          IoText.reason(e));
    }
  }

  /** Reads what is known of the last blocks if they are still the last. */
  void load(MempoolPolicyEstimator estimator, BlockHash tip, long height) {
    try {
      estimator.read(new ByteReader(bytes(mempoolPolicy)), tip, height);
    } catch (NoSuchFileException e) {
      detail.debug(
          "{}: {} does not exist. Continuing anyway", MempoolPolicyEstimator.NAME, mempoolPolicy);
    } catch (IOException | DecodeException e) {
      log.warn(
          "{}: {} is not used: {}",
          MempoolPolicyEstimator.NAME,
          mempoolPolicy.getFileName(),
          IoText.reason(e));
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    long size = Files.size(file);
    if (size > MAX_BYTES) {
      throw new IOException("file of " + size + " bytes, at most " + MAX_BYTES + " expected");
    }
    return Files.readAllBytes(file);
  }

  void save(BlockPolicyEstimator estimator) {
    ByteWriter out = new ByteWriter();
    estimator.write(out);
    if (write(blockPolicy, out)) {
      detail.debug("Flushed fee estimates to {}.", blockPolicy);
    }
  }

  void save(MempoolPolicyEstimator estimator) {
    ByteWriter out = new ByteWriter();
    estimator.write(out);
    if (write(mempoolPolicy, out)) {
      detail.debug(
          "{}: mined-block stats flushed to {}.", MempoolPolicyEstimator.NAME, mempoolPolicy);
    }
  }

  private static boolean write(Path file, ByteWriter content) {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.createDirectories(parentOf(file));
      Files.write(temporary, content.toArray());
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
      return true;
    } catch (IOException e) {
      log.warn("Failed to write fee estimates to {}: {}. Continue anyway.", file, IoText.reason(e));
      return false;
    }
  }
}
