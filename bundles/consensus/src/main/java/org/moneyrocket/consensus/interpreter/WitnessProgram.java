// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import org.moneyrocket.primitives.Bytes;

/**
 * What a segwit output commits to (BIP141).
 *
 * @param version 0 to 16
 * @param program 2 to 40 bytes
 */
public record WitnessProgram(int version, Bytes program) {
  static final int V0_KEY_HASH_BYTES = 20;
  static final int V0_SCRIPT_HASH_BYTES = 32;
  static final int TAPROOT_BYTES = 32;

  /** Tells whether this is a taproot output key (BIP341). */
  public boolean isTaproot() {
    return version == 1 && program.size() == TAPROOT_BYTES;
  }

  /** Tells whether this is the program everybody can spend, made for fee bumping. */
  public boolean isPayToAnchor() {
    return version == 1
        && program.size() == 2
        && program.unsigned(0) == 0x4e
        && program.unsigned(1) == 0x73;
  }

  /** Returns the locking script. */
  public Bytes toScript() {
    return new ScriptBuilder().op(Opcodes.encodeSmall(version)).push(program).build();
  }
}
