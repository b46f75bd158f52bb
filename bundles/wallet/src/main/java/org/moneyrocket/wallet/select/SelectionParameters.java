// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.select;

import org.moneyrocket.primitives.FeeRate;

/**
 * What a choice of coins has to heed. Amounts in satoshis, sizes in virtual bytes.
 *
 * @param effectiveRate fee rate of the transaction
 * @param longTermRate rate at which spending a coin is expected to cost later
 * @param noInputsSize size of the transaction without its inputs
 * @param changeOutputSize size of a change output
 * @param changeFee what adding the change output costs
 * @param costOfChange the same and what spending it later costs
 * @param minViableChange smaller change is given to the fee
 * @param minChangeTarget what is aimed at for change
 * @param maxWeight largest weight of the whole transaction
 * @param subtractFee whether recipients pay the fee, so that coins count with their full value
 * @param avoidPartialSpends whether coins of one script are spent together
 * @param includeUnsafe whether unconfirmed coins from others may be used
 * @param truc whether a version 3 transaction is made (BIP431)
 */
public record SelectionParameters(
    FeeRate effectiveRate,
    FeeRate longTermRate,
    int noInputsSize,
    int changeOutputSize,
    long changeFee,
    long costOfChange,
    long minViableChange,
    long minChangeTarget,
    int maxWeight,
    boolean subtractFee,
    boolean avoidPartialSpends,
    boolean includeUnsafe,
    boolean truc) {
  SelectionParameters withMaxWeight(int weight) {
    return new SelectionParameters(
        effectiveRate,
        longTermRate,
        noInputsSize,
        changeOutputSize,
        changeFee,
        costOfChange,
        minViableChange,
        minChangeTarget,
        weight,
        subtractFee,
        avoidPartialSpends,
        includeUnsafe,
        truc);
  }
}
