// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.script.address.ScriptTemplate;
import org.moneyrocket.script.descriptor.Descriptor;
import org.moneyrocket.script.sign.SigningData;

/** Scripts in answers: assembly text, descriptor, address and type. */
final class ScriptJson {
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

  private ScriptJson() {}

  /** Returns the assembly text of a script. */
  static String asm(Bytes script) {
    return asm(script, false);
  }

  /**
   * Returns the assembly text of a script.
   *
   * @param signatures whether what looks like a signature is shown with its hash type
   */
  static String asm(Bytes script, boolean signatures) {
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

  /** Describes a locking script completely. */
  static ObjectNode locking(Bytes script, ChainFormat format) {
    ObjectNode out = Json.object();
    out.put("asm", asm(script));
    out.put("desc", Descriptor.infer(script, new SigningData(), format).toString());
    out.put("hex", script.toHex());
    putTypeAndAddress(out, script, format);
    return out;
  }

  /** Adds address and type of a locking script. */
  static void putTypeAndAddress(ObjectNode out, Bytes script, ChainFormat format) {
    // The address of a bare public key is that of its hash, which it does not pay to.
    format.addressOf(script).ifPresent(address -> out.put("address", address));
    out.put("type", ScriptTemplate.of(script).label());
  }

  /** The parts of {@link #locking}. */
  static Result[] lockingResults() {
    return new Result[] {
      Result.text("asm", "Disassembly of the script"),
      Result.text("desc", "Descriptor that the script may come from"),
      Result.hex("hex", "The script"),
      Result.text("address", "The address, where there is one").optional(),
      Result.text("type", "The form, for example pubkeyhash")
    };
  }
}
