// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;

/** Writes a script instruction by instruction. Not safe for several threads. */
public final class ScriptBuilder {
  private final ByteWriter out = new ByteWriter(64);

  /** Appends an instruction without data. */
  public ScriptBuilder op(int opcode) {
    out.u8(opcode);
    return this;
  }

  /** Appends a push of {@code data}; its form depends on nothing but the length. */
  public ScriptBuilder push(Bytes data) {
    return push(data.unsafeArray());
  }

  /** Appends a push of {@code data}; its form depends on nothing but the length. */
  public ScriptBuilder push(byte[] data) {
    writePush(out, data);
    return this;
  }

  /** Appends the shortest push of {@code data}, OP_1 and so on included. */
  public ScriptBuilder pushMinimal(Bytes data) {
    if (data.isEmpty()) {
      return op(Opcodes.OP_0);
    }
    if (data.size() == 1) {
      int value = data.unsigned(0);
      if (value >= 1 && value <= 16) {
        return op(Opcodes.encodeSmall(value));
      }
      if (value == 0x81) {
        return op(Opcodes.OP_1NEGATE);
      }
    }
    return push(data);
  }

  /** Appends a push of a number: OP_1NEGATE, OP_0 to OP_16, or its bytes. */
  public ScriptBuilder number(long value) {
    if (value == -1) {
      return op(Opcodes.OP_1NEGATE);
    }
    if (value >= 0 && value <= 16) {
      return op(Opcodes.encodeSmall((int) value));
    }
    return push(ScriptNumber.toArray(value));
  }

  /** Appends bytes as they are. */
  public ScriptBuilder raw(Bytes script) {
    out.bytes(script);
    return this;
  }

  public Bytes build() {
    return out.toBytes();
  }

  static void writePush(ByteWriter out, byte[] data) {
    int length = data.length;
    if (length < Opcodes.OP_PUSHDATA1) {
      out.u8(length);
    } else if (length <= 0xff) {
      out.u8(Opcodes.OP_PUSHDATA1).u8(length);
    } else if (length <= 0xffff) {
      out.u8(Opcodes.OP_PUSHDATA2).u16(length);
    } else {
      out.u8(Opcodes.OP_PUSHDATA4).i32(length);
    }
    out.bytes(data);
  }
}
