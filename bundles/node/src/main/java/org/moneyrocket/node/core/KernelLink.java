// SPDX-License-Identifier: MIT
package org.moneyrocket.node.core;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.moneyrocket.consensus.check.Verdict;
import org.moneyrocket.interfaces.chain.BlockRef;
import org.moneyrocket.kernel.KernelNotifications;
import org.moneyrocket.kernel.KernelWarning;
import org.moneyrocket.kernel.SyncState;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.mining.BlockVerdicts;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.settings.process.HostProcess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes on what the kernel says at once: to the user, to whoever waits, to the process. */
public final class KernelLink implements KernelNotifications {
  private static final Logger log = LoggerFactory.getLogger(KernelLink.class);

  private final HostProcess host;
  private final Consumer<String> stage;
  private final TipSignal tips;
  private final Warnings warnings;
  private final BlockVerdicts verdicts;
  private final List<KernelNotifications> others = new CopyOnWriteArrayList<>();

  KernelLink(
      HostProcess host,
      Consumer<String> stage,
      TipSignal tips,
      Warnings warnings,
      BlockVerdicts verdicts) {
    this.host = host;
    this.stage = stage;
    this.tips = tips;
    this.warnings = warnings;
    this.verdicts = verdicts;
  }

  /** Adds somebody who hears everything too, for the life of the node. */
  public void add(KernelNotifications listener) {
    others.add(listener);
  }

  @Override
  public void initMessage(String text) {
    stage.accept(text);
  }

  @Override
  public void progress(String title, int percent) {
    others.forEach(other -> other.progress(title, percent));
  }

  @Override
  public void newPowValidBlock(BlockEntry entry, Block block) {
    others.forEach(other -> other.newPowValidBlock(entry, block));
  }

  @Override
  public void blockChecked(Block block, Verdict verdict) {
    verdicts.blockChecked(block, verdict);
    others.forEach(other -> other.blockChecked(block, verdict));
  }

  @Override
  public void blockTip(SyncState state, BlockEntry tip, double progress) {
    tips.set(new BlockRef(tip.hash(), tip.height()));
    others.forEach(other -> other.blockTip(state, tip, progress));
  }

  @Override
  public void stopHeightReached(BlockEntry tip) {
    host.stop("block " + tip.height() + " reached");
  }

  @Override
  public void activeTipChanged(BlockEntry tip, boolean initialDownload) {
    tips.set(new BlockRef(tip.hash(), tip.height()));
    others.forEach(other -> other.activeTipChanged(tip, initialDownload));
  }

  @Override
  public void headerTip(SyncState state, long height, long time, boolean presync) {
    others.forEach(other -> other.headerTip(state, height, time, presync));
  }

  @Override
  public void leftInitialDownload() {
    others.forEach(KernelNotifications::leftInitialDownload);
  }

  @Override
  public void warningSet(KernelWarning warning, String text) {
    warnings.set(warning.name(), text);
  }

  @Override
  public void warningUnset(KernelWarning warning) {
    warnings.unset(warning.name());
  }

  @Override
  public void flushError(String text) {
    fatalError(text);
  }

  @Override
  public void fatalError(String text) {
    log.error("*** {}", text);
    warnings.set("FATAL_INTERNAL_ERROR", text);
    host.fail("A fatal internal error occurred, see debug.log for details: " + text);
  }
}
