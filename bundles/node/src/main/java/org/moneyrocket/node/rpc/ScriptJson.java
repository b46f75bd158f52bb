// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.script.address.ScriptTemplate;
import org.moneyrocket.script.descriptor.Descriptor;
import org.moneyrocket.script.sign.SigningData;
import org.moneyrocket.script.text.ScriptAssembly;

/** Scripts in answers: assembly text, descriptor, address and type. */
final class ScriptJson {
  private ScriptJson() {}

  /** Returns the assembly text of a script. */
  static String asm(Bytes script) {
    return ScriptAssembly.of(script);
  }

  /**
   * Returns the assembly text of a script.
   *
   * @param signatures whether what looks like a signature is shown with its hash type
   */
  static String asm(Bytes script, boolean signatures) {
    return ScriptAssembly.of(script, signatures);
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
