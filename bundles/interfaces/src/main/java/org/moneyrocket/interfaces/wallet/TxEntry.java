// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.wallet;

import java.util.Optional;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.Txid;

/**
 * One line of a wallet's history: one output received or sent, or a whole transaction seen from
 * this wallet.
 *
 * @param address empty where the output has none
 * @param amount what came (positive) or went (negative), the fee not counted
 * @param fee negative when this wallet paid it
 * @param confirmations 0 in the mempool, negative when in conflict
 * @param time seconds since 1970, the wallet's best knowledge
 */
public record TxEntry(
    Txid txid,
    int output,
    Kind kind,
    String address,
    String label,
    Amount amount,
    Optional<Amount> fee,
    int confirmations,
    Optional<Integer> blockHeight,
    long time,
    boolean abandoned,
    boolean bumpable,
    Optional<Txid> replacedBy) {
  /** What happened. */
  public enum Kind {
    RECEIVED,
    SENT,
    GENERATED,
    IMMATURE,
    ORPHAN
  }
}
