// SPDX-License-Identifier: MIT
package org.moneyrocket.node.policy;

import java.util.ArrayList;
import java.util.List;
import org.moneyrocket.consensus.interpreter.Script;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxOut;

/** Outputs worth less than spending them costs. */
public final class Dust {
  /** Bytes of an input: outpoint, script length, signature and key, sequence. */
  private static final int INPUT_BYTES = 32 + 4 + 1 + 107 + 4;

  /** The same with signature and key in the witness, where they count a quarter. */
  private static final int WITNESS_INPUT_BYTES = 32 + 4 + 1 + 107 / 4 + 4;

  private Dust() {}

  /** Returns the least value in satoshis with which {@code output} is not dust. */
  public static long threshold(TxOut output, FeeRate rate) {
    if (Script.isUnspendable(output.script())) {
      return 0;
    }
    int scriptBytes = output.script().size();
    int size = 8 + ByteWriter.compactSizeLength(scriptBytes) + scriptBytes;
    size += Script.isWitnessProgram(output.script()) ? WITNESS_INPUT_BYTES : INPUT_BYTES;
    return rate.feeOf(size);
  }

  public static boolean isDust(TxOut output, FeeRate rate) {
    return output.valueSats() < threshold(output, rate);
  }

  /** Returns the indexes of the dust outputs of {@code tx}. */
  public static List<Integer> of(Transaction tx, FeeRate rate) {
    List<Integer> found = new ArrayList<>(0);
    for (int i = 0; i < tx.outputs().size(); i++) {
      if (isDust(tx.outputs().get(i), rate)) {
        found.add(i);
      }
    }
    return found;
  }
}
