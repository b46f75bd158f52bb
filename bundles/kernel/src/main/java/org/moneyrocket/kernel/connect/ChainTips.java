// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.moneyrocket.kernel.ChainTip;
import org.moneyrocket.kernel.index.ActiveChain;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.kernel.index.BlockStatus;
import org.moneyrocket.kernel.index.BlockTree;

/** Finds the ends of all branches. */
final class ChainTips {
  private ChainTips() {}

  static List<ChainTip> of(BlockTree tree, ActiveChain chain) {
    Set<BlockEntry> parents = Collections.newSetFromMap(new IdentityHashMap<>());
    List<BlockEntry> others = new ArrayList<>();
    tree.forEach(
        entry -> {
          if (!chain.contains(entry)) {
            others.add(entry);
            parents.add(entry.previous());
          }
        });
    List<ChainTip> tips = new ArrayList<>();
    for (BlockEntry entry : others) {
      if (!parents.contains(entry)) {
        BlockEntry fork = chain.fork(entry);
        tips.add(
            new ChainTip(
                entry, entry.height() - (fork == null ? -1 : fork.height()), status(entry)));
      }
    }
    BlockEntry tip = chain.tip();
    if (tip != null) {
      tips.add(new ChainTip(tip, 0, ChainTip.Status.ACTIVE));
    }
    tips.sort(
        Comparator.comparingInt((ChainTip t) -> t.entry().height())
            .reversed()
            .thenComparing(t -> t.entry().hash()));
    return tips;
  }

  private static ChainTip.Status status(BlockEntry entry) {
    if (entry.isFailed()) {
      return ChainTip.Status.INVALID;
    }
    if (!entry.hasChainTransactions()) {
      return ChainTip.Status.HEADERS_ONLY;
    }
    if (entry.isValid(BlockStatus.VALID_SCRIPTS)) {
      return ChainTip.Status.VALID_FORK;
    }
    return entry.isValid(BlockStatus.VALID_TREE)
        ? ChainTip.Status.VALID_HEADERS
        : ChainTip.Status.UNKNOWN;
  }
}
