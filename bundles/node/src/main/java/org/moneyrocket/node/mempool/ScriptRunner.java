// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import java.util.List;
import java.util.Optional;
import org.moneyrocket.consensus.interpreter.ScriptCheck;
import org.moneyrocket.consensus.interpreter.ScriptFlags;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxOut;

/** Runs the scripts of transactions that come into the mempool. */
public interface ScriptRunner {
  /** Prepares a transaction, so that what its inputs have in common is computed once. */
  Prepared prepare(Transaction tx, List<TxOut> spent);

  /** A transaction with what it spends. */
  interface Prepared {
    /**
     * Runs all inputs and remembers the good signatures.
     *
     * @return the first failure, empty if all pass
     */
    Optional<ScriptCheck.Failure> run(ScriptFlags flags);

    /** As {@link #run}, and if all pass remembers that for the block that will hold it. */
    Optional<ScriptCheck.Failure> runForBlock(ScriptFlags flags);
  }
}
