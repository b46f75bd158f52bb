// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.moneyrocket.primitives.Bytes;

/** Reads the notation for scripts that the published vectors use. */
final class Assembly {
  private Assembly() {}

  /** Words: decimal numbers, 0x and raw bytes, quoted text that is pushed, names of opcodes. */
  static Bytes parse(String text) {
    ScriptBuilder script = new ScriptBuilder();
    for (String word : text.trim().split("[ \t\n]+")) {
      if (word.isEmpty()) {
        continue;
      }
      if (word.matches("-?[0-9]+")) {
        script.number(Long.parseLong(word));
      } else if (word.startsWith("0x")) {
        script.raw(Bytes.fromHex(word.substring(2)));
      } else if (word.length() >= 2 && word.startsWith("'") && word.endsWith("'")) {
        script.push(word.substring(1, word.length() - 1).getBytes(StandardCharsets.UTF_8));
      } else {
        script.op(opcode(word));
      }
    }
    return script.build();
  }

  private static int opcode(String word) {
    String name = word.startsWith("OP_") ? word : "OP_" + word;
    if (name.equals("OP_RESERVED")) {
      return Opcodes.OP_RESERVED;
    }
    OptionalInt opcode = Opcodes.byName(name);
    if (opcode.isEmpty()) {
      throw new IllegalArgumentException("no such word in a script: " + word);
    }
    return opcode.getAsInt();
  }
}
