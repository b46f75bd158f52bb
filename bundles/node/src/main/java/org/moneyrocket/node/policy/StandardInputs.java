// SPDX-License-Identifier: MIT
package org.moneyrocket.node.policy;

import java.util.List;
import java.util.Optional;
import org.moneyrocket.consensus.interpreter.Opcodes;
import org.moneyrocket.consensus.interpreter.Script;
import org.moneyrocket.consensus.interpreter.ScriptError;
import org.moneyrocket.consensus.interpreter.ScriptReader;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.script.address.ScriptTemplate;

/** What a relayed transaction may spend, and with which witness. */
public final class StandardInputs {
  private static final int MAX_REDEEM_SIGOPS = 15;
  private static final int MAX_LEGACY_SIGOPS = 2500;
  private static final int MAX_WITNESS_SCRIPT = 3600;
  private static final int MAX_WITNESS_ITEMS = 100;
  private static final int MAX_WITNESS_ITEM = 80;
  private static final int ANNEX_TAG = 0x50;
  private static final int TAPSCRIPT_LEAF = 0xc0;
  private static final int LEAF_MASK = 0xfe;

  private StandardInputs() {}

  /**
   * Returns what is wrong with the inputs, as detail of {@code bad-txns-nonstandard-inputs}.
   *
   * @param spent what each input spends, in order
   */
  public static Optional<String> problem(Transaction tx, List<TxOut> spent) {
    if (legacySigOps(tx, spent) > MAX_LEGACY_SIGOPS) {
      return Optional.of("non-witness sigops exceed bip54 limit");
    }
    for (int i = 0; i < spent.size(); i++) {
      ScriptTemplate form = ScriptTemplate.of(spent.get(i).script());
      if (form instanceof ScriptTemplate.Nonstandard) {
        return Optional.of("input " + i + " script unknown");
      }
      if (form instanceof ScriptTemplate.WitnessUnknown) {
        return Optional.of("input " + i + " witness program is undefined");
      }
      if (form instanceof ScriptTemplate.ScriptHash) {
        Optional<String> problem = redeemProblem(i, tx.inputs().get(i).scriptSig());
        if (problem.isPresent()) {
          return problem;
        }
      }
    }
    return Optional.empty();
  }

  /** Counts the signature operations that run outside witnesses (BIP54). */
  private static long legacySigOps(Transaction tx, List<TxOut> spent) {
    long count = 0;
    for (int i = 0; i < spent.size(); i++) {
      Bytes scriptSig = tx.inputs().get(i).scriptSig();
      Bytes locking = spent.get(i).script();
      count += Script.sigOps(scriptSig, true);
      count +=
          Script.isPayToScriptHash(locking)
              ? Script.redeemScriptSigOps(scriptSig)
              : Script.sigOps(locking, true);
      if (count > MAX_LEGACY_SIGOPS) {
        return count;
      }
    }
    return count;
  }

  private static Optional<String> redeemProblem(int index, Bytes scriptSig) {
    // Nothing but pushes, so running it means reading it.
    ScriptReader reader = new ScriptReader(scriptSig);
    Bytes top = null;
    int items = 0;
    ScriptError error = ScriptError.OK;
    while (error.isOk() && reader.next()) {
      if (reader.opcode() == Opcodes.OP_RESERVED) {
        error = ScriptError.BAD_OPCODE;
      } else if (reader.dataLength() > Script.MAX_ELEMENT_BYTES) {
        error = ScriptError.PUSH_SIZE;
      } else if (++items > Script.MAX_STACK) {
        error = ScriptError.STACK_SIZE;
      } else {
        top = reader.data();
      }
    }
    if (!error.isOk()) {
      return Optional.of("p2sh scriptsig malformed (input " + index + ": " + error.message() + ")");
    }
    if (top == null) {
      return Optional.of("input " + index + " P2SH redeemscript missing");
    }
    int sigOps = Script.sigOps(top, true);
    return sigOps <= MAX_REDEEM_SIGOPS
        ? Optional.empty()
        : Optional.of(
            "p2sh redeemscript sigops exceed limit (input "
                + index
                + ": "
                + sigOps
                + " > "
                + MAX_REDEEM_SIGOPS
                + ")");
  }

  /** Tells whether every witness keeps to the limits on its size. */
  public static boolean witnessIsStandard(Transaction tx, List<TxOut> spent) {
    for (int i = 0; i < spent.size(); i++) {
      TxIn input = tx.inputs().get(i);
      if (input.hasWitness() && !isStandard(input, spent.get(i).script())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isStandard(TxIn input, Bytes locking) {
    Bytes script = locking;
    if (Script.isPayToAnchor(script)) {
      return false;
    }
    boolean nested = Script.isPayToScriptHash(script);
    if (nested) {
      Bytes redeem = Script.lastPush(input.scriptSig());
      if (redeem == null || input.scriptSig().isEmpty()) {
        return false;
      }
      script = redeem;
    }
    if (!Script.isWitnessProgram(script)) {
      return false;
    }
    List<Bytes> stack = input.witness();
    if (Script.isPayToWitnessScriptHash(script)) {
      return keepsScriptLimits(stack);
    }
    return nested || !Script.isPayToTaproot(script) || keepsTaprootLimits(stack);
  }

  private static boolean keepsScriptLimits(List<Bytes> stack) {
    int items = stack.size() - 1;
    if (stack.get(items).size() > MAX_WITNESS_SCRIPT || items > MAX_WITNESS_ITEMS) {
      return false;
    }
    return stack.subList(0, items).stream().allMatch(item -> item.size() <= MAX_WITNESS_ITEM);
  }

  private static boolean keepsTaprootLimits(List<Bytes> stack) {
    int items = stack.size();
    Bytes last = stack.get(items - 1);
    if (items >= 2 && !last.isEmpty() && last.unsigned(0) == ANNEX_TAG) {
      return false;
    }
    if (items == 1) {
      return true;
    }
    if (last.isEmpty()) {
      return false;
    }
    if ((last.unsigned(0) & LEAF_MASK) != TAPSCRIPT_LEAF) {
      return true;
    }
    return stack.subList(0, items - 2).stream().allMatch(item -> item.size() <= MAX_WITNESS_ITEM);
  }
}
