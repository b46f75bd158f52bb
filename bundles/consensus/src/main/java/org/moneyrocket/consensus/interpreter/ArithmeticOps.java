// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import static org.moneyrocket.consensus.interpreter.Opcodes.*;

/**
 * Instructions that calculate. Operands have at most four bytes, results may need five and then can
 * no longer be operands.
 */
final class ArithmeticOps {
  private ArithmeticOps() {}

  /** Runs {@code opcode}; an instruction that is not known fails here. */
  static void run(int opcode, ScriptStack stack, boolean minimal) {
    switch (opcode) {
      case OP_1ADD, OP_1SUB, OP_NEGATE, OP_ABS, OP_NOT, OP_0NOTEQUAL -> {
        stack.require(1);
        long n = operand(stack.top(1), minimal);
        stack.drop(1);
        stack.push(unary(opcode, n));
      }
      case OP_ADD,
          OP_SUB,
          OP_BOOLAND,
          OP_BOOLOR,
          OP_NUMEQUAL,
          OP_NUMEQUALVERIFY,
          OP_NUMNOTEQUAL,
          OP_LESSTHAN,
          OP_GREATERTHAN,
          OP_LESSTHANOREQUAL,
          OP_GREATERTHANOREQUAL,
          OP_MIN,
          OP_MAX -> {
        stack.require(2);
        long a = operand(stack.top(2), minimal);
        long b = operand(stack.top(1), minimal);
        stack.drop(2);
        long result = binary(opcode, a, b);
        if (opcode != OP_NUMEQUALVERIFY) {
          stack.push(result);
        } else if (result == 0) {
          throw ScriptFailure.of(ScriptError.NUMEQUALVERIFY);
        }
      }
      case OP_WITHIN -> {
        stack.require(3);
        long n = operand(stack.top(3), minimal);
        long min = operand(stack.top(2), minimal);
        long max = operand(stack.top(1), minimal);
        stack.drop(3);
        stack.push(min <= n && n < max);
      }
      default -> throw ScriptFailure.of(ScriptError.BAD_OPCODE);
    }
  }

  static long operand(byte[] data, boolean minimal) {
    return operand(data, minimal, ScriptNumber.MAX_BYTES);
  }

  static long operand(byte[] data, boolean minimal, int maxBytes) {
    if (data.length > maxBytes || (minimal && !ScriptNumber.isMinimal(data))) {
      throw ScriptFailure.of(ScriptError.SCRIPTNUM);
    }
    return ScriptNumber.value(data);
  }

  private static long unary(int opcode, long n) {
    return switch (opcode) {
      case OP_1ADD -> n + 1;
      case OP_1SUB -> n - 1;
      case OP_NEGATE -> -n;
      case OP_ABS -> Math.abs(n);
      case OP_NOT -> truth(n == 0);
      default -> truth(n != 0);
    };
  }

  private static long binary(int opcode, long a, long b) {
    return switch (opcode) {
      case OP_ADD -> a + b;
      case OP_SUB -> a - b;
      case OP_BOOLAND -> truth(a != 0 && b != 0);
      case OP_BOOLOR -> truth(a != 0 || b != 0);
      case OP_NUMEQUAL, OP_NUMEQUALVERIFY -> truth(a == b);
      case OP_NUMNOTEQUAL -> truth(a != b);
      case OP_LESSTHAN -> truth(a < b);
      case OP_GREATERTHAN -> truth(a > b);
      case OP_LESSTHANOREQUAL -> truth(a <= b);
      case OP_GREATERTHANOREQUAL -> truth(a >= b);
      case OP_MIN -> Math.min(a, b);
      default -> Math.max(a, b);
    };
  }

  private static long truth(boolean value) {
    return value ? 1 : 0;
  }
}
