// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import org.moneyrocket.consensus.check.Blame;
import org.moneyrocket.consensus.check.BlockCheck;
import org.moneyrocket.consensus.check.HeaderCheck;
import org.moneyrocket.consensus.check.Verdict;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;

/** Tries a block on the tip without keeping anything of it. Chain lock held. */
final class BlockTrial {
  private final KernelState state;
  private final Chainstates chainstates;
  private final BlockConnector connector;

  BlockTrial(KernelState state, Chainstates chainstates, BlockConnector connector) {
    this.state = state;
    this.chainstates = chainstates;
    this.connector = connector;
  }

  Verdict test(Block block, boolean checkProofOfWork, boolean checkMerkleRoot) {
    BlockEntry tip = chainstates.active().chain.requireTip();
    if (!tip.hasHash(block.header().previous())) {
      return Verdict.invalid(Blame.INVALID_PREV, "inconclusive-not-best-prevblk");
    }
    Verdict verdict = BlockCheck.check(state.params, block, checkProofOfWork, checkMerkleRoot);
    if (verdict.isValid()) {
      verdict = HeaderCheck.checkInContext(state.params, block.header(), tip, state.now());
    }
    if (verdict.isValid()) {
      verdict = BlockCheck.checkInContext(state.params, block, tip);
    }
    if (!verdict.isValid()) {
      return verdict;
    }
    BlockEntry entry = state.tree.detached(block.header(), block.hash(), tip);
    var coins = chainstates.active().coins;
    coins.begin();
    try {
      return connector.connect(block, entry, coins, true, true).verdict();
    } finally {
      coins.rollback();
    }
  }
}
