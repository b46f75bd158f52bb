// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.moneyrocket.consensus.check.VersionBits;
import org.moneyrocket.kernel.KernelWarning;
import org.moneyrocket.kernel.index.BlockEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows from a new tip for the state of the node, and the line in the log. */
final class TipUpdate {
  private static final Logger log = LoggerFactory.getLogger(TipUpdate.class);
  private static final int BACKGROUND_INTERVAL = 2000;
  private static final double MIB = 1 << 20;

  private final KernelState state;

  TipUpdate(KernelState state) {
    this.state = state;
  }

  double progress(BlockEntry entry) {
    return Progress.of(
        entry,
        state.tree.bestHeader(),
        state.params.statistics(),
        state.now(),
        state.params.pow().targetSpacing());
  }

  /** Leaves the initial download for good if the tip is recent and has enough work. */
  void leaveInitialDownload(Chainstate active) {
    if (!state.initialDownload || state.isLoadingBlocks()) {
      return;
    }
    BlockEntry tip = active.chain.tip();
    if (tip == null
        || tip.chainWork().compareTo(state.options.minimumChainWork()) < 0
        || tip.time() < state.now() - state.options.maxTipAgeSeconds()) {
      return;
    }
    log.info("Leaving InitialBlockDownload (latching to false)");
    state.initialDownload = false;
    state.heap.caughtUp();
    state.notifications.leftInitialDownload();
  }

  /** Logs a new tip and warns of rules that we do not know. */
  void log(Chainstate chainstate, BlockEntry tip) {
    if (chainstate.target() != null) {
      if (tip.height() % BACKGROUND_INTERVAL == 0) {
        line(chainstate, tip, "[background validation] ", "");
      }
      return;
    }
    List<String> warnings = new ArrayList<>();
    if (!state.initialDownload) {
      for (VersionBits.UnknownRule rule : state.versionBits.unknownRules(tip)) {
        String text = "Unknown new rules activated (versionbit " + rule.bit() + ")";
        if (rule.active()) {
          state.notifications.warningSet(KernelWarning.UNKNOWN_NEW_RULES_ACTIVATED, text);
        } else {
          warnings.add(text);
        }
      }
    }
    line(
        chainstate,
        tip,
        "",
        warnings.isEmpty() ? "" : " warning='" + String.join(", ", warnings) + "'");
  }

  private void line(Chainstate chainstate, BlockEntry tip, String prefix, String warning) {
    if (!log.isInfoEnabled()) {
      return;
    }
    log.info(
        "{}UpdateTip: new best={} height={} version={} log2_work={} tx={} date='{}' progress={}"
            + " cache={}MiB({}txo){}",
        prefix,
        tip.hash(),
        tip.height(),
        String.format(Locale.ROOT, "0x%08x", tip.version()),
        FailedBlocks.log2Work(tip),
        tip.chainTransactionCount(),
        Instant.ofEpochSecond(tip.time()),
        String.format(Locale.ROOT, "%f", progress(tip)),
        String.format(Locale.ROOT, "%.1f", chainstate.coins.bytes() / MIB),
        chainstate.coins.size(),
        warning);
  }
}
