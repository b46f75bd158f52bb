// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.util.Optional;
import org.moneyrocket.consensus.UInt256;
import org.moneyrocket.consensus.check.ProofOfWork;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.kernel.index.BlockTree;
import org.moneyrocket.primitives.BlockHash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides whether the scripts of a block must be checked, or its descendants vouch for them. */
final class AssumeValid {
  private static final Logger log = LoggerFactory.getLogger(AssumeValid.class);
  private static final long TWO_WEEKS_SECONDS = 14L * 24 * 60 * 60;

  private final ChainParameters params;
  private final BlockHash assumed;
  private final UInt256 minimumWork;
  private final BlockTree tree;
  private Optional<String> lastReason = Optional.of("");

  AssumeValid(ChainParameters params, BlockHash assumed, UInt256 minimumWork, BlockTree tree) {
    this.params = params;
    this.assumed = assumed;
    this.minimumWork = minimumWork;
    this.tree = tree;
  }

  /** Returns why the scripts of {@code block} must be checked; empty if they need not be. */
  Optional<String> reasonToCheck(BlockEntry block) {
    if (assumed.equals(BlockHash.ZERO)) {
      return Optional.of("assumevalid=0 (always verify)");
    }
    BlockEntry vouching = tree.find(assumed);
    if (vouching == null) {
      return Optional.of("assumevalid hash not in headers");
    }
    if (vouching.ancestor(block.height()) != block) {
      return Optional.of(
          block.height() > vouching.height()
              ? "block height above assumevalid height"
              : "block not in assumevalid chain");
    }
    BlockEntry best = tree.bestHeader();
    if (best == null || best.ancestor(block.height()) != block) {
      return Optional.of("block not in best header chain");
    }
    if (best.chainWork().compareTo(minimumWork) < 0) {
      return Optional.of("best header chainwork below minimumchainwork");
    }
    // Nobody can make the check go away for a block without two weeks of work on top of it.
    if (ProofOfWork.equivalentTime(best, block, best, params) <= TWO_WEEKS_SECONDS) {
      return Optional.of("block too recent relative to best header");
    }
    return Optional.empty();
  }

  /** Logs when checking goes on or off, or for another reason than before. */
  void logChange(BlockEntry block, Optional<String> reason) {
    if (reason.equals(lastReason)) {
      return;
    }
    lastReason = reason;
    if (reason.isPresent()) {
      log.info(
          "Enabling script verification at block #{} ({}): {}.",
          block.height(),
          block.hash(),
          reason.get());
    } else {
      log.info("Disabling script verification at block #{} ({}).", block.height(), block.hash());
    }
  }
}
