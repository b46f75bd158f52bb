// SPDX-License-Identifier: MIT
package org.moneyrocket.node.core;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.consensus.HeaderView;
import org.moneyrocket.consensus.check.Deployments;
import org.moneyrocket.consensus.interpreter.ScriptFlags;
import org.moneyrocket.kernel.Kernel;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.mempool.ChainState;
import org.moneyrocket.primitives.OutPoint;

/** Shows the mempool the kernel's chain. */
final class KernelChainState implements ChainState {
  private final Kernel kernel;

  KernelChainState(Kernel kernel) {
    this.kernel = kernel;
  }

  @Override
  public ReentrantLock lock() {
    return kernel.chainLock();
  }

  private BlockEntry end() {
    return kernel.tip().orElseThrow(() -> new IllegalStateException("there is no chain yet"));
  }

  @Override
  public HeaderView tip() {
    return end();
  }

  @Override
  public ScriptFlags tipFlags() {
    return Deployments.scriptFlags(kernel.parameters(), end());
  }

  @Override
  public @Nullable Coin coin(OutPoint outpoint) {
    return kernel.coins().get(outpoint);
  }

  @Override
  public boolean isCached(OutPoint outpoint) {
    return kernel.coins().isCached(outpoint);
  }

  @Override
  public void uncache(OutPoint outpoint) {
    kernel.coins().uncache(outpoint);
  }
}
