// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A set of {@link ScriptFlag}s.
 *
 * @param bits bit n stands for the flag with ordinal n
 */
public record ScriptFlags(int bits) {
  public static final ScriptFlags NONE = new ScriptFlags(0);

  /** Flags whose violation makes a transaction invalid at today's heights. */
  public static final ScriptFlags MANDATORY =
      of(
          ScriptFlag.P2SH,
          ScriptFlag.DERSIG,
          ScriptFlag.NULLDUMMY,
          ScriptFlag.CHECKLOCKTIMEVERIFY,
          ScriptFlag.CHECKSEQUENCEVERIFY,
          ScriptFlag.WITNESS,
          ScriptFlag.TAPROOT);

  /** Flags for transactions that are to be relayed: the mandatory ones and policy. */
  public static final ScriptFlags STANDARD =
      MANDATORY.with(
          ScriptFlag.STRICTENC,
          ScriptFlag.MINIMALDATA,
          ScriptFlag.DISCOURAGE_UPGRADABLE_NOPS,
          ScriptFlag.CLEANSTACK,
          ScriptFlag.MINIMALIF,
          ScriptFlag.NULLFAIL,
          ScriptFlag.LOW_S,
          ScriptFlag.DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM,
          ScriptFlag.WITNESS_PUBKEYTYPE,
          ScriptFlag.CONST_SCRIPTCODE,
          ScriptFlag.DISCOURAGE_UPGRADABLE_TAPROOT_VERSION,
          ScriptFlag.DISCOURAGE_OP_SUCCESS,
          ScriptFlag.DISCOURAGE_UPGRADABLE_PUBKEYTYPE);

  /** Every flag there is. */
  public static final ScriptFlags ALL = of(ScriptFlag.values());

  public static ScriptFlags of(ScriptFlag... flags) {
    return NONE.with(flags);
  }

  public ScriptFlags with(ScriptFlag... flags) {
    int result = bits;
    for (ScriptFlag flag : flags) {
      result |= flag.mask();
    }
    return new ScriptFlags(result);
  }

  public ScriptFlags without(ScriptFlag... flags) {
    int result = bits;
    for (ScriptFlag flag : flags) {
      result &= ~flag.mask();
    }
    return new ScriptFlags(result);
  }

  public boolean has(ScriptFlag flag) {
    return (bits & flag.mask()) != 0;
  }

  /** Tells whether every flag of {@code other} is in this set. */
  public boolean includes(ScriptFlags other) {
    return (other.bits & ~bits) == 0;
  }

  /** Returns the names in alphabetical order, as RPC lists them. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (ScriptFlag flag : ScriptFlag.values()) {
      if (has(flag)) {
        names.add(flag.name());
      }
    }
    Collections.sort(names);
    return List.copyOf(names);
  }

  /**
   * Reads names with commas between them; empty text and NONE are no flags.
   *
   * @throws IllegalArgumentException if a name is not known
   */
  public static ScriptFlags parse(String names) {
    ScriptFlags flags = NONE;
    if (names.isEmpty() || names.equals("NONE")) {
      return flags;
    }
    for (String name : names.split(",", -1)) {
      flags = flags.with(ScriptFlag.valueOf(name));
    }
    return flags;
  }

  @Override
  public String toString() {
    return bits == 0 ? "NONE" : String.join(",", names());
  }
}
