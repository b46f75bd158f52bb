// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.check;

import org.moneyrocket.consensus.interpreter.ScriptCheck;
import org.moneyrocket.consensus.interpreter.ScriptFlags;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;

/** Says what is wrong with the scripts of a transaction. */
public final class ScriptVerdicts {
  private ScriptVerdicts() {}

  /**
   * Returns the verdict for a script that failed. With any flag that is policy it cannot be told
   * whether the transaction is invalid, so only its relay is refused.
   *
   * @param flags those the script was run with
   */
  public static Verdict of(Transaction tx, ScriptCheck.Failure failure, ScriptFlags flags) {
    boolean mandatory = ScriptFlags.MANDATORY.includes(flags);
    OutPoint spent = tx.inputs().get(failure.input()).prevout();
    return Verdict.invalid(
        mandatory ? Blame.CONSENSUS : Blame.NOT_STANDARD,
        (mandatory ? "block" : "mempool")
            + "-script-verify-flag-failed ("
            + failure.error().message()
            + ")",
        "input "
            + failure.input()
            + " of "
            + tx.txid()
            + " (wtxid "
            + tx.wtxid()
            + "), spending "
            + spent);
  }
}
