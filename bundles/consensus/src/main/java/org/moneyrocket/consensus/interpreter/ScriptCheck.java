// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;

/**
 * Runs the scripts of inputs. Safe for several threads: the inputs of one {@link
 * PrecomputedTransaction} may be checked in parallel.
 */
public final class ScriptCheck {
  /**
   * The first input that failed.
   *
   * @param input its number
   */
  public record Failure(int input, ScriptError error) {}

  private ScriptCheck() {}

  /** Checks one input of a transaction whose spent outputs are known. */
  public static ScriptError check(PrecomputedTransaction tx, int input, ScriptFlags flags) {
    return check(tx, input, flags, null, false);
  }

  /**
   * Checks one input of a transaction whose spent outputs are known.
   *
   * @param cache signatures known to be right; null for none
   * @param keep whether to add new ones; if false, those that are found are given up
   */
  public static ScriptError check(
      PrecomputedTransaction tx,
      int input,
      ScriptFlags flags,
      @Nullable SignatureCache cache,
      boolean keep) {
    TxOut spent = tx.requireSpent().get(input);
    TxIn in = tx.transaction().inputs().get(input);
    return ScriptVerifier.verify(
        in.scriptSig(),
        spent.script(),
        in.witness(),
        flags,
        new TransactionSignatureChecker(tx, input, spent.valueSats(), cache, keep));
  }

  /** Checks all inputs, and returns the first failure if there is one. */
  public static Optional<Failure> checkAll(
      PrecomputedTransaction tx, ScriptFlags flags, @Nullable SignatureCache cache, boolean keep) {
    int count = tx.transaction().inputs().size();
    for (int i = 0; i < count; i++) {
      ScriptError error = check(tx, i, flags, cache, keep);
      if (!error.isOk()) {
        return Optional.of(new Failure(i, error));
      }
    }
    return Optional.empty();
  }

  /** Checks all inputs of {@code tx}, which spend {@code spent} in order. */
  public static Optional<Failure> checkAll(Transaction tx, List<TxOut> spent, ScriptFlags flags) {
    return checkAll(PrecomputedTransaction.of(tx, spent), flags, null, false);
  }
}
