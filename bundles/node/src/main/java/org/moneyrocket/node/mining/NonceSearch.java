// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mining;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.moneyrocket.consensus.check.ProofOfWork;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHeader;

/** Finds proof of work by trying one nonce after the other, from 0 on; for test chains. */
public final class NonceSearch {
  private final ChainParameters params;
  private final BooleanSupplier stop;
  private long left;

  /**
   * @param tries nonces tried in all calls together
   * @param stop polled now and then; true gives up
   */
  public NonceSearch(ChainParameters params, long tries, BooleanSupplier stop) {
    this.params = params;
    this.left = tries;
    this.stop = stop;
  }

  /** Tells whether tries are left. */
  public boolean canContinue() {
    return left > 0 && !stop.getAsBoolean();
  }

  /** Returns the block with a nonce that has work, empty if none was found. */
  public Optional<Block> solve(Block block) {
    BlockHeader header = block.header().withNonce(0);
    while (left > 0 && !stop.getAsBoolean()) {
      if (ProofOfWork.check(header.hash(), header.bits(), params)) {
        return Optional.of(new Block(header, block.transactions()));
      }
      if (header.nonce() == -1) {
        return Optional.empty();
      }
      header = header.withNonce(header.nonce() + 1);
      left--;
    }
    return Optional.empty();
  }
}
