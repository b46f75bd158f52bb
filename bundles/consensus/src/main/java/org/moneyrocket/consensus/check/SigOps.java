// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.check;

import java.util.List;
import org.moneyrocket.consensus.Limits;
import org.moneyrocket.consensus.interpreter.Script;
import org.moneyrocket.consensus.interpreter.ScriptFlag;
import org.moneyrocket.consensus.interpreter.ScriptFlags;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;

/** Counts signature operations of transactions. */
public final class SigOps {
  private SigOps() {}

  /** Counts what can be seen in the transaction itself, without looking at what it spends. */
  public static int legacy(Transaction tx) {
    int count = 0;
    for (TxIn input : tx.inputs()) {
      count += Script.sigOps(input.scriptSig(), false);
    }
    for (TxOut output : tx.outputs()) {
      count += Script.sigOps(output.script(), false);
    }
    return count;
  }

  /**
   * Counts the operations in redeem scripts (BIP16).
   *
   * @param spent what each input spends, in order
   */
  public static int payToScriptHash(Transaction tx, List<TxOut> spent) {
    if (tx.isCoinbase()) {
      return 0;
    }
    int count = 0;
    for (int i = 0; i < tx.inputs().size(); i++) {
      if (Script.isPayToScriptHash(spent.get(i).script())) {
        count += Script.redeemScriptSigOps(tx.inputs().get(i).scriptSig());
      }
    }
    return count;
  }

  /**
   * Returns the cost in the units of {@link Limits#MAX_BLOCK_SIGOPS_COST}.
   *
   * @param spent what each input spends, in order; not used for a coinbase
   */
  public static long cost(Transaction tx, List<TxOut> spent, ScriptFlags flags) {
    long cost = (long) legacy(tx) * Limits.WITNESS_SCALE_FACTOR;
    if (tx.isCoinbase()) {
      return cost;
    }
    if (flags.has(ScriptFlag.P2SH)) {
      cost += (long) payToScriptHash(tx, spent) * Limits.WITNESS_SCALE_FACTOR;
    }
    if (flags.has(ScriptFlag.WITNESS)) {
      for (int i = 0; i < tx.inputs().size(); i++) {
        TxIn input = tx.inputs().get(i);
        cost += Script.witnessSigOps(input.scriptSig(), spent.get(i).script(), input.witness());
      }
    }
    return cost;
  }
}
