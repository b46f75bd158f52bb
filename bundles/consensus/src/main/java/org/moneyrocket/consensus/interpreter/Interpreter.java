// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import static org.moneyrocket.consensus.interpreter.Opcodes.*;

import java.util.List;
import org.moneyrocket.primitives.Bytes;

/** Runs one script on a stack. */
public final class Interpreter {
  private final ScriptReader reader;
  private final int flags;
  private final SigVersion version;
  private final boolean minimal;
  private final ScriptStack stack;
  private final ScriptStack alt = new ScriptStack();
  private final ConditionStack conditions = new ConditionStack();
  private final SignatureOps signatures;
  private final SignatureChecker checker;
  private final ExecutionData execution;
  private int opCount;

  private Interpreter(
      ScriptStack stack,
      byte[] script,
      int flags,
      SignatureChecker checker,
      SigVersion version,
      ExecutionData execution) {
    this.reader = new ScriptReader(script);
    this.flags = flags;
    this.version = version;
    this.minimal = (flags & ScriptFlag.MINIMALDATA.mask()) != 0;
    this.stack = stack;
    this.checker = checker;
    this.execution = execution;
    this.signatures = new SignatureOps(script, stack, flags, checker, version, execution);
  }

  /**
   * What a script left behind.
   *
   * @param stack the lowest element first; as it was at the failure if there was one
   */
  public record Result(ScriptError error, List<Bytes> stack) {
    public Result {
      stack = List.copyOf(stack);
    }
  }

  /**
   * Runs a script alone, on the elements of {@code stack}. Whether it leaves a true element is not
   * looked at.
   *
   * @param version {@link SigVersion#BASE} or {@link SigVersion#WITNESS_V0}
   */
  public static Result run(
      List<Bytes> stack,
      Bytes script,
      ScriptFlags flags,
      SignatureChecker checker,
      SigVersion version) {
    ScriptStack elements = ScriptStack.of(stack);
    ScriptError error =
        run(elements, script.unsafeArray(), flags.bits(), checker, version, new ExecutionData());
    return new Result(error, elements.toList());
  }

  static ScriptError run(
      ScriptStack stack,
      byte[] script,
      int flags,
      SignatureChecker checker,
      SigVersion version,
      ExecutionData execution) {
    if (script.length > Script.MAX_BYTES && version != SigVersion.TAPSCRIPT) {
      return ScriptError.SCRIPT_SIZE;
    }
    try {
      new Interpreter(stack, script, flags, checker, version, execution).runAll();
      return ScriptError.OK;
    } catch (ScriptFailure failure) {
      return failure.error();
    }
  }

  private void runAll() {
    boolean countsOps = version == SigVersion.BASE || version == SigVersion.WITNESS_V0;
    execution.codeSeparatorPosition(ExecutionData.NO_CODE_SEPARATOR);
    for (int number = 0; reader.next(); number++) {
      int opcode = reader.opcode();
      if (reader.dataLength() > Script.MAX_ELEMENT_BYTES) {
        throw ScriptFailure.of(ScriptError.PUSH_SIZE);
      }
      if (countsOps && opcode > OP_16) {
        countOps(1);
      }
      if (isDisabled(opcode)) {
        throw ScriptFailure.of(ScriptError.DISABLED_OPCODE);
      }
      if (opcode == OP_CODESEPARATOR
          && version == SigVersion.BASE
          && (flags & ScriptFlag.CONST_SCRIPTCODE.mask()) != 0) {
        throw ScriptFailure.of(ScriptError.OP_CODESEPARATOR);
      }
      boolean executing = conditions.allTrue();
      if (executing && opcode <= OP_PUSHDATA4) {
        if (minimal && !reader.isMinimalPush()) {
          throw ScriptFailure.of(ScriptError.MINIMALDATA);
        }
        stack.push(reader.dataLength() == 0 ? ScriptNumber.EMPTY : reader.copyData());
      } else if (executing || (opcode >= OP_IF && opcode <= OP_ENDIF)) {
        step(opcode, executing, number);
      }
      if (stack.size() + alt.size() > Script.MAX_STACK) {
        throw ScriptFailure.of(ScriptError.STACK_SIZE);
      }
    }
    if (reader.failed()) {
      throw ScriptFailure.of(ScriptError.BAD_OPCODE);
    }
    if (!conditions.isEmpty()) {
      throw ScriptFailure.of(ScriptError.UNBALANCED_CONDITIONAL);
    }
  }

  private void countOps(int count) {
    opCount += count;
    if (opCount > Script.MAX_OPS) {
      throw ScriptFailure.of(ScriptError.OP_COUNT);
    }
  }

  /** They fail even where they are not run (CVE-2010-5137). */
  private static boolean isDisabled(int opcode) {
    return switch (opcode) {
      case OP_CAT,
          OP_SUBSTR,
          OP_LEFT,
          OP_RIGHT,
          OP_INVERT,
          OP_AND,
          OP_OR,
          OP_XOR,
          OP_2MUL,
          OP_2DIV,
          OP_MUL,
          OP_DIV,
          OP_MOD,
          OP_LSHIFT,
          OP_RSHIFT ->
          true;
      default -> false;
    };
  }

  private void step(int opcode, boolean executing, int number) {
    if (opcode >= OP_1NEGATE && opcode <= OP_16 && opcode != OP_RESERVED) {
      stack.push((long) (opcode - OP_RESERVED));
      return;
    }
    switch (opcode) {
      case OP_NOP -> {}
      case OP_IF, OP_NOTIF -> conditions.push(executing && condition(opcode));
      case OP_ELSE -> {
        requireOpenIf();
        conditions.toggle();
      }
      case OP_ENDIF -> {
        requireOpenIf();
        conditions.pop();
      }
      case OP_VERIFY -> {
        stack.require(1);
        if (!ScriptNumber.isTrue(stack.top(1))) {
          throw ScriptFailure.of(ScriptError.VERIFY);
        }
        stack.drop(1);
      }
      case OP_RETURN -> throw ScriptFailure.of(ScriptError.OP_RETURN);
      case OP_NOP1, OP_NOP4, OP_NOP5, OP_NOP6, OP_NOP7, OP_NOP8, OP_NOP9, OP_NOP10 -> {
        if ((flags & ScriptFlag.DISCOURAGE_UPGRADABLE_NOPS.mask()) != 0) {
          throw ScriptFailure.of(ScriptError.DISCOURAGE_UPGRADABLE_NOPS);
        }
      }
      case OP_CHECKLOCKTIMEVERIFY -> checkLockTime();
      case OP_CHECKSEQUENCEVERIFY -> checkSequence();
      case OP_CODESEPARATOR -> {
        signatures.codeFrom(reader.position());
        execution.codeSeparatorPosition(number);
      }
      case OP_CHECKSIG, OP_CHECKSIGVERIFY -> signatures.checkSig(opcode == OP_CHECKSIGVERIFY);
      case OP_CHECKSIGADD -> signatures.checkSigAdd();
      case OP_CHECKMULTISIG, OP_CHECKMULTISIGVERIFY -> {
        countOps(signatures.multisigKeys());
        signatures.checkMultisig(opcode == OP_CHECKMULTISIGVERIFY);
      }
      default -> StackOps.run(opcode, stack, alt, minimal);
    }
  }

  private boolean condition(int opcode) {
    stack.require(1);
    byte[] item = stack.top(1);
    boolean notMinimal = item.length > 1 || (item.length == 1 && item[0] != 1);
    if (notMinimal && version == SigVersion.TAPSCRIPT) {
      throw ScriptFailure.of(ScriptError.TAPSCRIPT_MINIMALIF);
    }
    if (notMinimal
        && version == SigVersion.WITNESS_V0
        && (flags & ScriptFlag.MINIMALIF.mask()) != 0) {
      throw ScriptFailure.of(ScriptError.MINIMALIF);
    }
    stack.drop(1);
    return ScriptNumber.isTrue(item) == (opcode == OP_IF);
  }

  private void requireOpenIf() {
    if (conditions.isEmpty()) {
      throw ScriptFailure.of(ScriptError.UNBALANCED_CONDITIONAL);
    }
  }

  /** Five bytes: lock times and sequences are unsigned 32-bit numbers. */
  private long lockOperand() {
    stack.require(1);
    long value = ArithmeticOps.operand(stack.top(1), minimal, 5);
    if (value < 0) {
      throw ScriptFailure.of(ScriptError.NEGATIVE_LOCKTIME);
    }
    return value;
  }

  private void checkLockTime() {
    if ((flags & ScriptFlag.CHECKLOCKTIMEVERIFY.mask()) == 0) {
      return;
    }
    if (!checker.checkLockTime(lockOperand())) {
      throw ScriptFailure.of(ScriptError.UNSATISFIED_LOCKTIME);
    }
  }

  private void checkSequence() {
    if ((flags & ScriptFlag.CHECKSEQUENCEVERIFY.mask()) == 0) {
      return;
    }
    long sequence = lockOperand();
    if ((sequence & 1L << 31) == 0 && !checker.checkSequence(sequence)) {
      throw ScriptFailure.of(ScriptError.UNSATISFIED_LOCKTIME);
    }
  }
}
