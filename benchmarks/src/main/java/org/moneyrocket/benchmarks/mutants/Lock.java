// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.mutants;

import java.util.SplittableRandom;
import org.moneyrocket.consensus.interpreter.PrecomputedTransaction;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.TxIn;

/**
 * A locking script and how to satisfy it.
 *
 * @param sure whether what {@link #key} makes is always right, whatever the transaction is like
 */
record Lock(String name, Bytes script, boolean sure, Unlock key) {
  /** Makes the input of a transaction that spends an output. */
  interface Unlock {
    TxIn unlock(PrecomputedTransaction tx, int index, SplittableRandom random);
  }
}
