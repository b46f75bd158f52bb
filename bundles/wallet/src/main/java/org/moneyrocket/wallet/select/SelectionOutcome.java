// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.select;

/** Coins that were found, or why none were. */
public sealed interface SelectionOutcome {
  /** Coins that do. */
  record Found(Selection selection) implements SelectionOutcome {}

  /**
   * No coins do.
   *
   * @param error sentence for the user; empty when there simply is too little
   */
  record NotFound(String error) implements SelectionOutcome {
    boolean detailed() {
      return !error.isEmpty();
    }
  }

  NotFound INSUFFICIENT = new NotFound("");

  NotFound TOO_HEAVY =
      new NotFound(
          "The inputs size exceeds the maximum weight. Please try sending a smaller amount or"
              + " manually consolidating your wallet's UTXOs");
}
