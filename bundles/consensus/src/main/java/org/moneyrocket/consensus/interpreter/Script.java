// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import static org.moneyrocket.consensus.interpreter.Opcodes.OP_0;
import static org.moneyrocket.consensus.interpreter.Opcodes.OP_1;
import static org.moneyrocket.consensus.interpreter.Opcodes.OP_16;
import static org.moneyrocket.consensus.interpreter.Opcodes.OP_CHECKMULTISIG;
import static org.moneyrocket.consensus.interpreter.Opcodes.OP_CHECKMULTISIGVERIFY;
import static org.moneyrocket.consensus.interpreter.Opcodes.OP_CHECKSIG;
import static org.moneyrocket.consensus.interpreter.Opcodes.OP_CHECKSIGVERIFY;
import static org.moneyrocket.consensus.interpreter.Opcodes.OP_EQUAL;
import static org.moneyrocket.consensus.interpreter.Opcodes.OP_HASH160;
import static org.moneyrocket.consensus.interpreter.Opcodes.OP_RETURN;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.primitives.Bytes;

/** Questions about a script that the rules ask without running it. */
public final class Script {
  /** Longest script that can run, except as tapscript. */
  public static final int MAX_BYTES = 10_000;

  /** Longest element that can be pushed. */
  public static final int MAX_ELEMENT_BYTES = 520;

  /** Most instructions beyond pushes, except in tapscript. */
  public static final int MAX_OPS = 201;

  /** Most keys of a CHECKMULTISIG. */
  public static final int MAX_MULTISIG_KEYS = 20;

  /** Most elements of both stacks together. */
  public static final int MAX_STACK = 1_000;

  private static final int P2SH_BYTES = 23;

  private Script() {}

  /** Tells whether this is HASH160, 20 bytes, EQUAL: the output that BIP16 gives a meaning. */
  public static boolean isPayToScriptHash(Bytes script) {
    return script.size() == P2SH_BYTES
        && script.unsigned(0) == OP_HASH160
        && script.unsigned(1) == 20
        && script.unsigned(22) == OP_EQUAL;
  }

  /** Tells whether {@code script} is a witness program, and nothing about its contents. */
  public static boolean isWitnessProgram(Bytes script) {
    int size = script.size();
    if (size < 4 || size > 42) {
      return false;
    }
    int version = script.unsigned(0);
    return (version == OP_0 || (version >= OP_1 && version <= OP_16))
        && script.unsigned(1) + 2 == size;
  }

  /** Returns the witness program that {@code script} is, if it is one (BIP141). */
  public static Optional<WitnessProgram> witnessProgram(Bytes script) {
    if (!isWitnessProgram(script)) {
      return Optional.empty();
    }
    return Optional.of(
        new WitnessProgram(
            Opcodes.decodeSmall(script.unsigned(0)), script.slice(2, script.size() - 2)));
  }

  /** Tells whether this is the version 0 program of a 32-byte script hash. */
  public static boolean isPayToWitnessScriptHash(Bytes script) {
    return script.size() == 34 && script.unsigned(0) == OP_0 && script.unsigned(1) == 32;
  }

  /** Tells whether this is the version 1 program of 32 bytes (BIP341). */
  public static boolean isPayToTaproot(Bytes script) {
    return script.size() == 34 && script.unsigned(0) == OP_1 && script.unsigned(1) == 32;
  }

  /** Tells whether this is the anchor that anybody can spend: OP_1 and the bytes 4e 73. */
  public static boolean isPayToAnchor(Bytes script) {
    return script.size() == 4
        && script.unsigned(0) == OP_1
        && script.unsigned(1) == 2
        && script.unsigned(2) == 0x4e
        && script.unsigned(3) == 0x73;
  }

  /** Tells whether no input can ever satisfy this output, so that it need not be kept. */
  public static boolean isUnspendable(Bytes script) {
    return (!script.isEmpty() && script.unsigned(0) == OP_RETURN) || script.size() > MAX_BYTES;
  }

  /** Tells whether nothing but pushes is in it; OP_RESERVED counts as one. */
  public static boolean isPushOnly(Bytes script) {
    return isPushOnly(script, 0);
  }

  /** Tells whether nothing but pushes is in it from {@code offset} on. */
  public static boolean isPushOnly(Bytes script, int offset) {
    ScriptReader reader = new ScriptReader(script);
    reader.position(offset);
    while (reader.next()) {
      if (reader.opcode() > OP_16) {
        return false;
      }
    }
    return !reader.failed();
  }

  /** Tells whether every instruction can be read and exists outside tapscript. */
  public static boolean isWellFormed(Bytes script) {
    ScriptReader reader = new ScriptReader(script);
    while (reader.next()) {
      if (reader.dataLength() > MAX_ELEMENT_BYTES || reader.opcode() > Opcodes.OP_NOP10) {
        return false;
      }
    }
    return !reader.failed();
  }

  /**
   * Counts signature operations, up to the first byte that is no instruction.
   *
   * @param accurate counts the keys of a CHECKMULTISIG where the script shows them, instead of 20
   */
  public static int sigOps(Bytes script, boolean accurate) {
    int count = 0;
    int last = Opcodes.OP_INVALIDOPCODE;
    ScriptReader reader = new ScriptReader(script);
    while (reader.next()) {
      int opcode = reader.opcode();
      if (opcode == OP_CHECKSIG || opcode == OP_CHECKSIGVERIFY) {
        count++;
      } else if (opcode == OP_CHECKMULTISIG || opcode == OP_CHECKMULTISIGVERIFY) {
        count +=
            accurate && last >= OP_1 && last <= OP_16
                ? Opcodes.decodeSmall(last)
                : MAX_MULTISIG_KEYS;
      }
      last = opcode;
    }
    return count;
  }

  /**
   * Counts the signature operations of the redeem script that {@code scriptSig} pushes last; zero
   * if it does more than push (BIP16).
   */
  public static int redeemScriptSigOps(Bytes scriptSig) {
    Bytes redeemScript = lastPush(scriptSig);
    return redeemScript == null ? 0 : sigOps(redeemScript, true);
  }

  /**
   * Returns what the last instruction pushes; null if the script does more than push or cannot be
   * read.
   */
  public static @Nullable Bytes lastPush(Bytes scriptSig) {
    ScriptReader reader = new ScriptReader(scriptSig);
    Bytes last = Bytes.EMPTY;
    while (reader.next()) {
      if (reader.opcode() > OP_16) {
        return null;
      }
      last = reader.data();
    }
    return reader.failed() ? null : last;
  }

  /** Counts the signature operations of a witness (BIP141), in units that are not scaled. */
  public static int witnessSigOps(
      Bytes scriptSig, Bytes lockingScript, java.util.List<Bytes> witness) {
    if (isWitnessProgram(lockingScript)) {
      return programSigOps(lockingScript, witness);
    }
    if (isPayToScriptHash(lockingScript)) {
      Bytes redeemScript = lastPush(scriptSig);
      if (redeemScript != null && isWitnessProgram(redeemScript)) {
        return programSigOps(redeemScript, witness);
      }
    }
    return 0;
  }

  private static int programSigOps(Bytes script, java.util.List<Bytes> witness) {
    if (script.unsigned(0) == OP_0) {
      int size = script.size() - 2;
      if (size == WitnessProgram.V0_KEY_HASH_BYTES) {
        return 1;
      }
      if (size == WitnessProgram.V0_SCRIPT_HASH_BYTES && !witness.isEmpty()) {
        return sigOps(witness.get(witness.size() - 1), true);
      }
    }
    return 0;
  }
}
