// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.chain;

import org.moneyrocket.primitives.Txid;

/**
 * What became of a transaction handed to the node.
 *
 * @param status whether it is in the mempool now
 * @param reason the reject reason with detail as in Bitcoin Core, empty when accepted
 */
public record SubmitResult(Status status, Txid txid, String reason) {
  /** Outcome of a submission. */
  public enum Status {
    ACCEPTED,
    ALREADY_IN_MEMPOOL,
    ALREADY_CONFIRMED,
    MISSING_INPUTS,
    REJECTED,
    FEE_TOO_HIGH,
    BURN_TOO_HIGH
  }

  public boolean inMempool() {
    return status == Status.ACCEPTED || status == Status.ALREADY_IN_MEMPOOL;
  }
}
