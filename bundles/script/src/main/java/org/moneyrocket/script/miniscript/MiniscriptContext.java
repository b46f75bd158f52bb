// SPDX-License-Identifier: MIT
package org.moneyrocket.script.miniscript;

import org.moneyrocket.consensus.interpreter.Script;
import org.moneyrocket.script.address.ScriptTemplate;

/** Where a miniscript runs. */
public enum MiniscriptContext {
  /** The script of a P2WSH output. */
  P2WSH(33, 72),
  /** A leaf of a taproot output. */
  TAPSCRIPT(32, 65);

  // Longest standard P2WSH script, and its longest standard initial stack.
  private static final int MAX_WITNESS_SCRIPT = 3600;
  private static final int MAX_WITNESS_ITEMS = 100;
  private static final int MAX_STANDARD_WEIGHT = 400_000;

  /** Weight of a transaction with one input and one P2WSH output, without the witness. */
  private static final int BODY_WEIGHT = (8 + 1 + 41 + 1 + 43) * 4 + 2;

  /** Largest witness of a tapscript, the script itself left out. */
  private static final int MAX_TAPSCRIPT_WITNESS =
      3 + (1 + 65) * Script.MAX_STACK + 3 + (33 + 32 * 128);

  private final int keyBytes;
  private final int signatureBytes;

  MiniscriptContext(int keyBytes, int signatureBytes) {
    this.keyBytes = keyBytes;
    this.signatureBytes = signatureBytes;
  }

  /** Returns how many bytes a key takes in a script. */
  int keyBytes() {
    return keyBytes;
  }

  /** Returns how many bytes a signature takes at most, hash type included. */
  int signatureBytes() {
    return signatureBytes;
  }

  /**
   * Returns the size of the largest script that is accepted: one that can be spent under relay
   * policy.
   */
  public int maxScriptBytes() {
    if (this == P2WSH) {
      return MAX_WITNESS_SCRIPT;
    }
    int largest = MAX_STANDARD_WEIGHT - BODY_WEIGHT - MAX_TAPSCRIPT_WITNESS;
    return largest - 5;
  }

  /** Returns how many elements the stack may have before a P2WSH script runs. */
  int maxInitialStack() {
    return MAX_WITNESS_ITEMS;
  }

  /** Returns the most keys of the multisig fragment of this context. */
  int maxKeys() {
    return this == P2WSH ? Script.MAX_MULTISIG_KEYS : ScriptTemplate.MAX_CHECKSIGADD_KEYS;
  }
}
