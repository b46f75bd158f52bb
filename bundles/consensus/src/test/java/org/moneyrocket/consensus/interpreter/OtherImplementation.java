// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import fr.acinq.bitcoin.Satoshi;
import fr.acinq.bitcoin.Script;
import fr.acinq.bitcoin.Transaction;
import fr.acinq.bitcoin.TxIn;
import fr.acinq.bitcoin.TxOut;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules as bitcoin-kmp, which was written independently of ours, understands them. */
final class OtherImplementation {
  private OtherImplementation() {}

  /**
   * What it says of an input.
   *
   * @param reason empty if it accepts
   * @param error what was thrown
   */
  record Opinion(boolean accepts, String reason, @Nullable Throwable error) {
    /** Tells whether it was this function of theirs that gave up. */
    boolean thrownBy(String function) {
      return error != null
          && error.getStackTrace().length > 0
          && error.getStackTrace()[0].getMethodName().equals(function);
    }
  }

  static Opinion of(RandomSpends.Spend spend) {
    try {
      Transaction tx = Transaction.read(spend.tx().transaction().toBytes().toArray());
      List<TxOut> spent = outputs(spend);
      TxOut target = spent.get(spend.input());
      Script.Context context = new Script.Context(tx, spend.input(), target.amount, spent);
      TxIn in = tx.txIn.get(spend.input());
      boolean accepts =
          new Script.Runner(context, spend.flags().bits())
              .verifyScripts(in.signatureScript, target.publicKeyScript, in.witness);
      return new Opinion(accepts, accepts ? "" : "false", null);
    } catch (RuntimeException | StackOverflowError e) {
      // It has no other way to say no.
      return new Opinion(false, e.toString(), e);
    }
  }

  /** Returns what the transaction spends, in their types. */
  static List<TxOut> outputs(RandomSpends.Spend spend) {
    List<TxOut> spent = new ArrayList<>();
    for (org.moneyrocket.primitives.TxOut output : spend.tx().spentOutputs().orElseThrow()) {
      spent.add(new TxOut(new Satoshi(output.valueSats()), output.script().toArray()));
    }
    return spent;
  }
}
