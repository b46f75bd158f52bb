// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import static org.moneyrocket.consensus.interpreter.Opcodes.*;

import java.util.Arrays;
import org.moneyrocket.crypto.Hashes;

/** Instructions that need nothing but the stacks. */
final class StackOps {
  private StackOps() {}

  /** Runs {@code opcode}; fails if it is none of these. */
  static void run(int opcode, ScriptStack stack, ScriptStack alt, boolean minimal) {
    switch (opcode) {
      case OP_TOALTSTACK -> {
        stack.require(1);
        alt.push(stack.pop());
      }
      case OP_FROMALTSTACK -> {
        if (alt.size() < 1) {
          throw ScriptFailure.of(ScriptError.INVALID_ALTSTACK_OPERATION);
        }
        stack.push(alt.pop());
      }
      case OP_2DROP -> {
        stack.require(2);
        stack.drop(2);
      }
      case OP_2DUP -> copyTop(stack, 2, 2);
      case OP_3DUP -> copyTop(stack, 3, 3);
      case OP_2OVER -> copyTop(stack, 4, 2);
      case OP_2ROT -> {
        stack.require(6);
        stack.push(stack.remove(6));
        stack.push(stack.remove(6));
      }
      case OP_2SWAP -> {
        stack.require(4);
        stack.push(stack.remove(4));
        stack.push(stack.remove(4));
      }
      case OP_IFDUP -> {
        stack.require(1);
        if (ScriptNumber.isTrue(stack.top(1))) {
          stack.push(stack.top(1));
        }
      }
      case OP_DEPTH -> stack.push((long) stack.size());
      case OP_DROP -> {
        stack.require(1);
        stack.drop(1);
      }
      case OP_DUP -> copyTop(stack, 1, 1);
      case OP_NIP -> {
        stack.require(2);
        stack.remove(2);
      }
      case OP_OVER -> copyTop(stack, 2, 1);
      case OP_PICK, OP_ROLL -> pickOrRoll(opcode, stack, minimal);
      case OP_ROT -> {
        stack.require(3);
        stack.push(stack.remove(3));
      }
      case OP_SWAP -> {
        stack.require(2);
        stack.push(stack.remove(2));
      }
      case OP_TUCK -> {
        stack.require(2);
        stack.insert(2, stack.top(1));
      }
      case OP_SIZE -> {
        stack.require(1);
        stack.push((long) stack.top(1).length);
      }
      case OP_EQUAL, OP_EQUALVERIFY -> {
        stack.require(2);
        boolean equal = Arrays.equals(stack.top(1), stack.top(2));
        stack.drop(2);
        if (opcode == OP_EQUAL) {
          stack.push(equal);
        } else if (!equal) {
          throw ScriptFailure.of(ScriptError.EQUALVERIFY);
        }
      }
      case OP_RIPEMD160, OP_SHA1, OP_SHA256, OP_HASH160, OP_HASH256 -> hash(opcode, stack);
      default -> ArithmeticOps.run(opcode, stack, minimal);
    }
  }

  /** Pushes {@code count} elements again, the lowest of which lies {@code depth} below the top. */
  private static void copyTop(ScriptStack stack, int depth, int count) {
    stack.require(depth);
    for (int i = 0; i < count; i++) {
      stack.push(stack.top(depth));
    }
  }

  private static void pickOrRoll(int opcode, ScriptStack stack, boolean minimal) {
    stack.require(2);
    long n = ArithmeticOps.operand(stack.top(1), minimal);
    stack.drop(1);
    if (n < 0 || n >= stack.size()) {
      throw ScriptFailure.of(ScriptError.INVALID_STACK_OPERATION);
    }
    int depth = (int) n + 1;
    stack.push(opcode == OP_ROLL ? stack.remove(depth) : stack.top(depth));
  }

  private static void hash(int opcode, ScriptStack stack) {
    stack.require(1);
    byte[] data = stack.pop();
    stack.push(
        switch (opcode) {
          case OP_RIPEMD160 -> Hashes.ripemd160(data);
          case OP_SHA1 -> Hashes.sha1(data);
          case OP_SHA256 -> Hashes.sha256(data);
          case OP_HASH160 -> Hashes.hash160(data);
          default -> Hashes.sha256d(data);
        });
  }
}
