// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.check;

import static org.moneyrocket.consensus.check.Verdict.invalid;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.moneyrocket.consensus.Limits;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;

/** Checks of a transaction that need nothing but the transaction. */
public final class TransactionCheck {
  private static final int MIN_COINBASE_SCRIPT = 2;
  private static final int MAX_COINBASE_SCRIPT = 100;

  private TransactionCheck() {}

  public static Verdict check(Transaction tx) {
    if (tx.inputs().isEmpty()) {
      return broken("bad-txns-vin-empty");
    }
    if (tx.outputs().isEmpty()) {
      return broken("bad-txns-vout-empty");
    }
    if ((long) tx.baseSize() * Limits.WITNESS_SCALE_FACTOR > Limits.MAX_BLOCK_WEIGHT) {
      return broken("bad-txns-oversize");
    }
    // Each value first, then the sum: each may be in range while the sum overflows (CVE-2010-5139).
    long sum = 0;
    for (TxOut output : tx.outputs()) {
      long value = output.valueSats();
      if (value < 0) {
        return broken("bad-txns-vout-negative");
      }
      if (value > Amount.MAX_MONEY) {
        return broken("bad-txns-vout-toolarge");
      }
      sum += value;
      if (!Amount.isMoney(sum)) {
        return broken("bad-txns-txouttotal-toolarge");
      }
    }
    // Cannot be left out: an input that is spent twice would create coins (CVE-2018-17144).
    if (hasDuplicateInputs(tx.inputs())) {
      return broken("bad-txns-inputs-duplicate");
    }
    if (tx.isCoinbase()) {
      int length = tx.inputs().get(0).scriptSig().size();
      if (length < MIN_COINBASE_SCRIPT || length > MAX_COINBASE_SCRIPT) {
        return broken("bad-cb-length");
      }
    } else {
      for (TxIn input : tx.inputs()) {
        if (input.prevout().isNull()) {
          return broken("bad-txns-prevout-null");
        }
      }
    }
    return Verdict.VALID;
  }

  private static boolean hasDuplicateInputs(List<TxIn> inputs) {
    int count = inputs.size();
    if (count == 1) {
      return false;
    }
    if (count == 2) {
      return inputs.get(0).prevout().equals(inputs.get(1).prevout());
    }
    Set<OutPoint> seen = HashSet.newHashSet(count);
    for (TxIn input : inputs) {
      if (!seen.add(input.prevout())) {
        return true;
      }
    }
    return false;
  }

  private static Verdict broken(String reason) {
    return invalid(Blame.CONSENSUS, reason);
  }
}
