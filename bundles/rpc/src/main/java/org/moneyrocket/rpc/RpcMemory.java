// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import org.moneyrocket.settings.memory.MemoryBudget;

/**
 * The accounts of the process for calls.
 *
 * @param requests for bodies as they arrive
 * @param answers for values while they are worked on, and for answers that clients have not taken
 */
public record RpcMemory(MemoryBudget.Account requests, MemoryBudget.Account answers) {
  private static final double OWN_PART = 0.1;
  private static final double MOST_PART = 0.7;

  private static final RpcMemory PROCESS = of(MemoryBudget.process());

  /** Opens accounts in a budget. */
  public static RpcMemory of(MemoryBudget budget) {
    return new RpcMemory(
        budget.open("rpc requests", OWN_PART, MOST_PART),
        budget.open("rpc answers", OWN_PART, MOST_PART));
  }

  /** Returns the accounts of this process. */
  public static RpcMemory process() {
    return PROCESS;
  }
}
