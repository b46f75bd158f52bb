// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.moneyrocket.consensus.check.Verdict;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;

/** Writes down what the kernel tells. */
public final class RecordingNotifications implements KernelNotifications {
  public final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  public final List<String> fatal = Collections.synchronizedList(new ArrayList<>());
  public final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
  public volatile Verdict lastChecked = Verdict.VALID;

  @Override
  public void newPowValidBlock(BlockEntry entry, Block block) {
    lines.add("newPow " + entry.height());
  }

  @Override
  public void blockChecked(Block block, Verdict verdict) {
    lastChecked = verdict;
    lines.add("checked " + (verdict instanceof Verdict.Invalid i ? i.reason() : "valid"));
  }

  @Override
  public void blockTip(SyncState state, BlockEntry tip, double progress) {
    lines.add("tip " + tip.height());
  }

  @Override
  public void activeTipChanged(BlockEntry tip, boolean initialDownload) {
    lines.add("active " + tip.height());
  }

  @Override
  public void warningSet(KernelWarning warning, String text) {
    warnings.add(warning + ": " + text);
  }

  @Override
  public void fatalError(String text) {
    fatal.add(text);
  }
}
