// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import java.util.List;
import java.util.Optional;
import org.moneyrocket.consensus.interpreter.PrecomputedTransaction;
import org.moneyrocket.consensus.interpreter.ScriptCheck;
import org.moneyrocket.consensus.interpreter.ScriptExecutionCache;
import org.moneyrocket.consensus.interpreter.ScriptFlags;
import org.moneyrocket.consensus.interpreter.SignatureCache;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxOut;

/** Runs scripts with the caches that are also used when blocks are connected. */
public final class CachedScripts implements ScriptRunner {
  private final SignatureCache signatures;
  private final ScriptExecutionCache executions;

  public CachedScripts(SignatureCache signatures, ScriptExecutionCache executions) {
    this.signatures = signatures;
    this.executions = executions;
  }

  @Override
  public Prepared prepare(Transaction tx, List<TxOut> spent) {
    PrecomputedTransaction prepared = PrecomputedTransaction.of(tx, spent);
    return new Prepared() {
      @Override
      public Optional<ScriptCheck.Failure> run(ScriptFlags flags) {
        return ScriptCheck.checkAll(prepared, flags, signatures, true);
      }

      @Override
      public Optional<ScriptCheck.Failure> runForBlock(ScriptFlags flags) {
        if (executions.contains(tx.wtxid(), flags, false)) {
          return Optional.empty();
        }
        Optional<ScriptCheck.Failure> failure = run(flags);
        if (failure.isEmpty()) {
          executions.add(tx.wtxid(), flags);
        }
        return failure;
      }
    };
  }
}
