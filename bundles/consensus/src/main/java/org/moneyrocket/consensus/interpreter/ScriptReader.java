// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import static org.moneyrocket.consensus.interpreter.Opcodes.OP_PUSHDATA1;
import static org.moneyrocket.consensus.interpreter.Opcodes.OP_PUSHDATA2;
import static org.moneyrocket.consensus.interpreter.Opcodes.OP_PUSHDATA4;

import java.util.Arrays;
import org.moneyrocket.primitives.Bytes;

/**
 * Walks over the instructions of a script. Not safe for several threads.
 *
 * <pre>{@code
 * while (reader.next()) { … reader.opcode() … reader.data() … }
 * if (reader.failed()) … // a push reaches past the end
 * }</pre>
 */
public final class ScriptReader {
  private final byte[] script;
  private int position;
  private int start;
  private int opcode = Opcodes.OP_INVALIDOPCODE;
  private int dataAt;
  private int dataLength;
  private boolean failed;
  private int failedAt;

  public ScriptReader(Bytes script) {
    this(script.unsafeArray());
  }

  ScriptReader(byte[] script) {
    this.script = script;
  }

  /**
   * Goes to the next instruction.
   *
   * @return false at the end, and if what follows is no instruction (see {@link #failed})
   */
  public boolean next() {
    start = position;
    int at = position;
    int length = script.length;
    if (at >= length || failed) {
      return false;
    }
    int op = script[at++] & 0xff;
    long size;
    if (op < OP_PUSHDATA1) {
      size = op;
    } else if (op > OP_PUSHDATA4) {
      size = 0;
    } else {
      int bytes = op == OP_PUSHDATA1 ? 1 : op == OP_PUSHDATA2 ? 2 : 4;
      if (bytes > length - at) {
        return fail(at);
      }
      size = 0;
      for (int i = bytes - 1; i >= 0; i--) {
        size = size << 8 | script[at + i] & 0xff;
      }
      at += bytes;
    }
    if (size > length - at) {
      return fail(at);
    }
    opcode = op;
    dataAt = at;
    dataLength = (int) size;
    position = at + dataLength;
    return true;
  }

  private boolean fail(int at) {
    failed = true;
    failedAt = at;
    opcode = Opcodes.OP_INVALIDOPCODE;
    dataLength = 0;
    return false;
  }

  /** Tells whether the walk ended at bytes that are no instruction. */
  public boolean failed() {
    return failed;
  }

  /** Returns the current instruction, 0 to 255. */
  public int opcode() {
    return opcode;
  }

  /** Tells whether the current instruction carries data (OP_0 included, OP_1 and so on not). */
  public boolean isPush() {
    return opcode <= OP_PUSHDATA4;
  }

  /** Returns the data of the current instruction; empty for those that carry none. */
  public Bytes data() {
    return Bytes.of(script, dataAt, dataLength);
  }

  /** Returns the number of data bytes of the current instruction. */
  public int dataLength() {
    return dataLength;
  }

  /** Returns the index of the current instruction's first byte. */
  public int start() {
    return start;
  }

  /** Returns the index after the current instruction. */
  public int position() {
    return position;
  }

  /** Goes to an index at which an instruction begins. */
  public void position(int newPosition) {
    position = newPosition;
    failed = false;
  }

  byte[] copyData() {
    return Arrays.copyOfRange(script, dataAt, dataAt + dataLength);
  }

  /** Returns where the walk ended: at the end, or after what could be read of the last opcode. */
  int stoppedAt() {
    return failed ? failedAt : position;
  }

  int dataAt() {
    return dataAt;
  }

  /** Tells whether the current push could not have been written shorter. */
  boolean isMinimalPush() {
    if (dataLength == 0) {
      return opcode == Opcodes.OP_0;
    }
    if (dataLength == 1) {
      int value = script[dataAt] & 0xff;
      if ((value >= 1 && value <= 16) || value == 0x81) {
        return false;
      }
    }
    if (dataLength < OP_PUSHDATA1) {
      return opcode == dataLength;
    }
    if (dataLength <= 0xff) {
      return opcode == OP_PUSHDATA1;
    }
    return dataLength > 0xffff || opcode == OP_PUSHDATA2;
  }
}
