// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

/** Sets of flags that make sense together. */
final class FlagSets {
  private FlagSets() {}

  /** Leaves out flags that need others that are not there. */
  static ScriptFlags trim(ScriptFlags flags) {
    ScriptFlags result = flags;
    if (!result.has(ScriptFlag.P2SH)) {
      result = result.without(ScriptFlag.WITNESS);
    }
    if (!result.has(ScriptFlag.WITNESS)) {
      result = result.without(ScriptFlag.CLEANSTACK);
    }
    return result;
  }

  /** Adds flags that others need. */
  static ScriptFlags fill(ScriptFlags flags) {
    ScriptFlags result = flags;
    if (result.has(ScriptFlag.CLEANSTACK)) {
      result = result.with(ScriptFlag.WITNESS);
    }
    if (result.has(ScriptFlag.WITNESS)) {
      result = result.with(ScriptFlag.P2SH);
    }
    return result;
  }

  static ScriptFlags not(ScriptFlags flags) {
    return new ScriptFlags(~flags.bits() & ScriptFlags.ALL.bits());
  }
}
