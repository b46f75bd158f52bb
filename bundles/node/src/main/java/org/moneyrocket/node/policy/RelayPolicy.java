// SPDX-License-Identifier: MIT
package org.moneyrocket.node.policy;

import org.moneyrocket.primitives.FeeRate;

/**
 * What the user may choose about which transactions are relayed.
 *
 * @param minRelayRate lowest rate that is relayed at all
 * @param incrementalRate what a replacement pays on top, and the step of the mempool's minimum
 * @param dustRate rate at which spending an output decides whether it is dust
 * @param bytesPerSigop virtual bytes a signature operation counts for
 * @param dataBytes most bytes of all data outputs of a transaction, 0 for none
 * @param bareMultisig whether multisig outputs without a script hash are relayed
 * @param requireStandard whether transactions of unusual form are refused
 */
public record RelayPolicy(
    FeeRate minRelayRate,
    FeeRate incrementalRate,
    FeeRate dustRate,
    int bytesPerSigop,
    long dataBytes,
    boolean bareMultisig,
    boolean requireStandard) {
  /** Largest weight of a transaction that is relayed. */
  public static final int MAX_WEIGHT = 400_000;

  /** Smallest size without witness that is relayed: 64 bytes could be a node of the merkle tree. */
  public static final int MIN_BASE_SIZE = 65;

  /** Most cost of signature operations of a transaction that is relayed. */
  public static final int MAX_SIGOP_COST = 16_000;

  public static final RelayPolicy DEFAULT =
      new RelayPolicy(
          new FeeRate(100), new FeeRate(100), new FeeRate(3000), 20, 100_000, true, true);
}
