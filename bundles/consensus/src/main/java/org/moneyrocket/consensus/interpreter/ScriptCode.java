// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import java.security.MessageDigest;
import java.util.Arrays;
import org.moneyrocket.primitives.ByteWriter;

/** The script that a signature commits to, and what legacy signatures leave out of it. */
final class ScriptCode {
  private ScriptCode() {}

  /**
   * Removes every place where {@code pattern} begins at an instruction, even if it covers several.
   *
   * @return the same array if nothing was found
   */
  static byte[] findAndDelete(byte[] script, byte[] pattern) {
    if (pattern.length == 0 || pattern.length > script.length) {
      return script;
    }
    ByteWriter result = null;
    ScriptReader reader = new ScriptReader(script);
    int copied = 0;
    int at = 0;
    do {
      at = reader.position();
      int end = at;
      while (matches(script, end, pattern)) {
        end += pattern.length;
      }
      if (end != at) {
        if (result == null) {
          result = new ByteWriter(script.length);
        }
        result.bytes(script, copied, at - copied);
        copied = end;
        reader.position(end);
      }
    } while (reader.next());
    if (result == null) {
      return script;
    }
    return result.bytes(script, copied, script.length - copied).toArray();
  }

  private static boolean matches(byte[] script, int at, byte[] pattern) {
    int end = at + pattern.length;
    return end <= script.length && Arrays.equals(script, at, end, pattern, 0, pattern.length);
  }

  /** Returns the canonical push of {@code data}: what findAndDelete looks for. */
  static byte[] pushOf(byte[] data) {
    ByteWriter out = new ByteWriter(data.length + 5);
    ScriptBuilder.writePush(out, data);
    return out.toArray();
  }

  /** Feeds the script with its length to {@code sha}, leaving every CODESEPARATOR out. */
  static void updateWithoutSeparators(MessageDigest sha, byte[] script, byte[] scratch) {
    int separators = 0;
    ScriptReader reader = new ScriptReader(script);
    while (reader.next()) {
      separators += reader.opcode() == Opcodes.OP_CODESEPARATOR ? 1 : 0;
    }
    // A push that reaches past the end is cut off behind its length, though the length of the
    // script counts all of it: Core writes it so. Such a script fails later in any case.
    int end = reader.stoppedAt();
    updateSize(sha, script.length - separators, scratch);
    if (separators == 0) {
      sha.update(script, 0, end);
      return;
    }
    reader.position(0);
    int from = 0;
    while (reader.next()) {
      if (reader.opcode() == Opcodes.OP_CODESEPARATOR) {
        sha.update(script, from, reader.start() - from);
        from = reader.position();
      }
    }
    sha.update(script, from, end - from);
  }

  /** Feeds a compact size below 2^32 to {@code sha}. */
  static void updateSize(MessageDigest sha, int size, byte[] scratch) {
    if (size < 0xfd) {
      scratch[0] = (byte) size;
      sha.update(scratch, 0, 1);
    } else if (size <= 0xffff) {
      scratch[0] = (byte) 0xfd;
      scratch[1] = (byte) size;
      scratch[2] = (byte) (size >>> 8);
      sha.update(scratch, 0, 3);
    } else {
      scratch[0] = (byte) 0xfe;
      for (int i = 0; i < 4; i++) {
        scratch[1 + i] = (byte) (size >>> 8 * i);
      }
      sha.update(scratch, 0, 5);
    }
  }
}
