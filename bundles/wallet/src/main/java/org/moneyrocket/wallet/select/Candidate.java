// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.select;

import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.TxOut;

/**
 * A coin that may be spent, with what spending it costs.
 *
 * @param depth confirmations; 0 in the mempool
 * @param inputVsize virtual bytes of the input once signed, -1 if that cannot be known
 * @param safe whether nobody else can take it back
 * @param time seconds since 1970 of its transaction
 * @param fromMe whether its transaction spends our own coins
 * @param feeSats what the input costs at the rate of the transaction, its bump fee included
 * @param bumpFeeSats what its unconfirmed ancestors lack at that rate
 */
public record Candidate(
    OutPoint outPoint,
    TxOut output,
    int depth,
    int inputVsize,
    boolean safe,
    long time,
    boolean fromMe,
    long feeSats,
    long bumpFeeSats) {
  /** Makes a candidate whose fee follows from {@code rate}. */
  public static Candidate of(
      OutPoint outPoint,
      TxOut output,
      int depth,
      int inputVsize,
      boolean safe,
      long time,
      boolean fromMe,
      FeeRate rate) {
    long fee = inputVsize < 0 ? 0 : rate.feeOf(inputVsize);
    return new Candidate(outPoint, output, depth, inputVsize, safe, time, fromMe, fee, 0);
  }

  /** Returns this coin with what its ancestors need on top. */
  public Candidate withBumpFee(long bumpFee) {
    return new Candidate(
        outPoint,
        output,
        depth,
        inputVsize,
        safe,
        time,
        fromMe,
        feeSats - bumpFeeSats + bumpFee,
        bumpFee);
  }

  public long valueSats() {
    return output.valueSats();
  }

  /** Returns what the coin brings after paying for its own input. */
  public long effectiveValueSats() {
    return output.valueSats() - feeSats;
  }

  public boolean solvable() {
    return inputVsize >= 0;
  }

  /** Returns the weight of the input, 0 if it is not known. */
  public int inputWeight() {
    return Math.max(inputVsize, 0) * 4;
  }
}
