// SPDX-License-Identifier: MIT
package org.moneyrocket.script.text;

import java.util.Map;
import java.util.OptionalLong;
import org.moneyrocket.consensus.interpreter.Opcodes;
import org.moneyrocket.consensus.interpreter.Script;
import org.moneyrocket.consensus.interpreter.ScriptFlag;
import org.moneyrocket.consensus.interpreter.ScriptFlags;
import org.moneyrocket.consensus.interpreter.ScriptNumber;
import org.moneyrocket.consensus.interpreter.ScriptReader;
import org.moneyrocket.consensus.interpreter.SignatureEncoding;
import org.moneyrocket.primitives.Bytes;

/** The assembly text of scripts. */
public final class ScriptAssembly {
  private static final Map<Integer, String> HASH_TYPES =
      Map.of(
          0x01, "ALL",
          0x81, "ALL|ANYONECANPAY",
          0x02, "NONE",
          0x82, "NONE|ANYONECANPAY",
          0x03, "SINGLE",
          0x83, "SINGLE|ANYONECANPAY");
  private static final int LONGEST_NUMBER = 4;
  private static final ScriptFlags STRICT = ScriptFlags.of(ScriptFlag.STRICTENC);

  private ScriptAssembly() {}

  /** Returns the assembly text of a script. */
  public static String of(Bytes script) {
    return of(script, false);
  }

  /**
   * Returns the assembly text of a script.
   *
   * @param signatures whether what looks like a signature is shown with its hash type
   */
  public static String of(Bytes script, boolean signatures) {
    StringBuilder out = new StringBuilder();
    ScriptReader reader = new ScriptReader(script);
    boolean decode = signatures && !Script.isUnspendable(script);
    while (reader.next()) {
      separate(out);
      if (!reader.isPush()) {
        out.append(Opcodes.name(reader.opcode()));
      } else if (reader.dataLength() <= LONGEST_NUMBER) {
        OptionalLong number = ScriptNumber.decode(reader.data(), false, LONGEST_NUMBER);
        out.append(Math.clamp(number.orElse(0), Integer.MIN_VALUE, Integer.MAX_VALUE));
      } else {
        out.append(decode ? signature(reader.data()) : reader.data().toHex());
      }
    }
    if (reader.failed()) {
      separate(out);
      out.append("[error]");
    }
    return out.toString();
  }

  private static void separate(StringBuilder out) {
    if (!out.isEmpty()) {
      out.append(' ');
    }
  }

  private static String signature(Bytes data) {
    int last = data.size() - 1;
    String type = HASH_TYPES.get(data.unsigned(last));
    if (type == null || !SignatureEncoding.check(data, STRICT).isOk()) {
      return data.toHex();
    }
    return data.slice(0, last).toHex() + "[" + type + "]";
  }
}
