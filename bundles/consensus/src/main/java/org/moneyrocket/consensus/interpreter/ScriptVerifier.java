// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import java.util.List;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.primitives.Bytes;

/** Decides whether an input satisfies the output it spends. */
public final class ScriptVerifier {
  private final Bytes scriptSig;
  private final Bytes lockingScript;
  private final List<Bytes> witness;
  private final int flags;
  private final SignatureChecker checker;

  private ScriptVerifier(
      Bytes scriptSig,
      Bytes lockingScript,
      List<Bytes> witness,
      int flags,
      SignatureChecker checker) {
    this.scriptSig = scriptSig;
    this.lockingScript = lockingScript;
    this.witness = witness;
    this.flags = flags;
    this.checker = checker;
  }

  /**
   * Runs the scripts of an input.
   *
   * @return {@link ScriptError#OK} or the first thing that is wrong
   */
  public static ScriptError verify(
      Bytes scriptSig,
      Bytes lockingScript,
      List<Bytes> witness,
      ScriptFlags flags,
      SignatureChecker checker) {
    try {
      new ScriptVerifier(scriptSig, lockingScript, witness, flags.bits(), checker).verify();
      return ScriptError.OK;
    } catch (ScriptFailure failure) {
      return failure.error();
    }
  }

  private boolean has(ScriptFlag flag) {
    return (flags & flag.mask()) != 0;
  }

  private static void require(boolean condition, ScriptError error) {
    if (!condition) {
      throw ScriptFailure.of(error);
    }
  }

  private void verify() {
    if (has(ScriptFlag.SIGPUSHONLY)) {
      require(Script.isPushOnly(scriptSig), ScriptError.SIG_PUSHONLY);
    }
    // The two scripts run one after the other, never as one (CVE-2010-5141).
    ScriptStack stack = new ScriptStack();
    runBase(stack, scriptSig);
    boolean p2sh = has(ScriptFlag.P2SH) && Script.isPayToScriptHash(lockingScript);
    ScriptStack pushed = p2sh ? stack.copy() : stack;
    runBase(stack, lockingScript);
    requireTrue(stack);

    boolean hadWitness = false;
    int left = stack.size();
    if (has(ScriptFlag.WITNESS) && Script.isWitnessProgram(lockingScript)) {
      hadWitness = true;
      require(scriptSig.isEmpty(), ScriptError.WITNESS_MALLEATED);
      verifyProgram(lockingScript, false);
      left = 1;
    }
    if (p2sh) {
      require(Script.isPushOnly(scriptSig), ScriptError.SIG_PUSHONLY);
      Bytes redeemScript = Bytes.wrap(pushed.pop());
      runBase(pushed, redeemScript);
      requireTrue(pushed);
      left = pushed.size();
      if (has(ScriptFlag.WITNESS) && Script.isWitnessProgram(redeemScript)) {
        hadWitness = true;
        require(
            scriptSig.equals(new ScriptBuilder().push(redeemScript).build()),
            ScriptError.WITNESS_MALLEATED_P2SH);
        verifyProgram(redeemScript, true);
        left = 1;
      }
    }
    if (has(ScriptFlag.CLEANSTACK)) {
      require(left == 1, ScriptError.CLEANSTACK);
    }
    if (has(ScriptFlag.WITNESS)) {
      require(hadWitness || witness.isEmpty(), ScriptError.WITNESS_UNEXPECTED);
    }
  }

  private void runBase(ScriptStack stack, Bytes script) {
    if (script.isEmpty()) {
      return;
    }
    ScriptError error =
        Interpreter.run(
            stack, script.unsafeArray(), flags, checker, SigVersion.BASE, new ExecutionData());
    require(error == ScriptError.OK, error);
  }

  private static void requireTrue(ScriptStack stack) {
    require(stack.size() > 0 && ScriptNumber.isTrue(stack.top(1)), ScriptError.EVAL_FALSE);
  }

  private void verifyProgram(Bytes script, boolean p2sh) {
    int version = Opcodes.decodeSmall(script.unsigned(0));
    Bytes program = script.slice(2, script.size() - 2);
    if (version == 0) {
      verifyV0(program);
    } else if (version == 1 && program.size() == WitnessProgram.TAPROOT_BYTES && !p2sh) {
      if (has(ScriptFlag.TAPROOT)) {
        TaprootSpend.verify(program, witness, flags, checker);
      }
    } else if (!p2sh && new WitnessProgram(version, program).isPayToAnchor()) {
      // Anybody can spend it, whatever the witness.
      return;
    } else {
      require(
          !has(ScriptFlag.DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM),
          ScriptError.DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM);
    }
  }

  private void verifyV0(Bytes program) {
    int size = witness.size();
    if (program.size() == WitnessProgram.V0_SCRIPT_HASH_BYTES) {
      require(size > 0, ScriptError.WITNESS_PROGRAM_WITNESS_EMPTY);
      Bytes script = witness.get(size - 1);
      require(
          program.equals(Bytes.wrap(Hashes.sha256(script.unsafeArray()))),
          ScriptError.WITNESS_PROGRAM_MISMATCH);
      runWitness(witness.subList(0, size - 1), script);
    } else if (program.size() == WitnessProgram.V0_KEY_HASH_BYTES) {
      require(size == 2, ScriptError.WITNESS_PROGRAM_MISMATCH);
      Bytes script =
          new ScriptBuilder()
              .op(Opcodes.OP_DUP)
              .op(Opcodes.OP_HASH160)
              .push(program)
              .op(Opcodes.OP_EQUALVERIFY)
              .op(Opcodes.OP_CHECKSIG)
              .build();
      runWitness(witness, script);
    } else {
      throw ScriptFailure.of(ScriptError.WITNESS_PROGRAM_WRONG_LENGTH);
    }
  }

  private void runWitness(List<Bytes> elements, Bytes script) {
    runWitness(
        ScriptStack.of(elements),
        script,
        flags,
        checker,
        SigVersion.WITNESS_V0,
        new ExecutionData());
  }

  /** Runs a script of a witness, which must leave exactly one true element. */
  static void runWitness(
      ScriptStack stack,
      Bytes script,
      int flags,
      SignatureChecker checker,
      SigVersion version,
      ExecutionData execution) {
    require(!stack.hasElementLongerThan(Script.MAX_ELEMENT_BYTES), ScriptError.PUSH_SIZE);
    ScriptError error =
        Interpreter.run(stack, script.unsafeArray(), flags, checker, version, execution);
    require(error == ScriptError.OK, error);
    require(stack.size() == 1, ScriptError.CLEANSTACK);
    requireTrue(stack);
  }
}
