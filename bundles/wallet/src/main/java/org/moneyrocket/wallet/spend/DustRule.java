// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.spend;

import org.moneyrocket.consensus.interpreter.Script;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.TxOut;

/** Below which value an output is dust: not worth spending. */
public final class DustRule {
  private static final int INPUT_VSIZE = 32 + 4 + 1 + 107 + 4;
  private static final int WITNESS_INPUT_VSIZE = 32 + 4 + 1 + 107 / 4 + 4;
  private static final int OP_RETURN = 0x6a;
  private static final int MAX_SCRIPT = 10_000;

  private DustRule() {}

  /** Returns the smallest value that is not dust, in satoshis; 0 for outputs nobody can spend. */
  public static long threshold(TxOut output, FeeRate dustRate) {
    int size = output.script().size();
    if ((size > 0 && output.script().unsigned(0) == OP_RETURN) || size > MAX_SCRIPT) {
      return 0;
    }
    int spending =
        Script.witnessProgram(output.script()).isPresent() ? WITNESS_INPUT_VSIZE : INPUT_VSIZE;
    return dustRate.feeOf(outputSize(output) + spending);
  }

  public static boolean isDust(TxOut output, FeeRate dustRate) {
    return output.valueSats() < threshold(output, dustRate);
  }

  /** Returns the size of an output in bytes. */
  public static int outputSize(TxOut output) {
    int size = output.script().size();
    return 8 + ByteWriter.compactSizeLength(size) + size;
  }
}
