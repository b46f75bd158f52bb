// SPDX-License-Identifier: MIT
package org.moneyrocket.script.address;

import static org.moneyrocket.consensus.interpreter.Opcodes.OP_CHECKSIG;
import static org.moneyrocket.consensus.interpreter.Opcodes.OP_DUP;
import static org.moneyrocket.consensus.interpreter.Opcodes.OP_EQUAL;
import static org.moneyrocket.consensus.interpreter.Opcodes.OP_EQUALVERIFY;
import static org.moneyrocket.consensus.interpreter.Opcodes.OP_HASH160;

import java.util.Optional;
import org.moneyrocket.consensus.interpreter.ScriptBuilder;
import org.moneyrocket.consensus.interpreter.WitnessProgram;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.primitives.Bytes;

/** What an output with an address pays to. Immutable. */
public sealed interface Destination {
  /** P2PKH: hash of a public key, 20 bytes. */
  record KeyHash(Bytes hash) implements Destination {
    public KeyHash {
      size("key hash", hash, 20);
    }
  }

  /** P2SH: hash of a redeem script, 20 bytes. */
  record ScriptHash(Bytes hash) implements Destination {
    public ScriptHash {
      size("script hash", hash, 20);
    }

    /** Returns the destination for a redeem script. */
    public static ScriptHash of(Bytes redeemScript) {
      return new ScriptHash(Bytes.wrap(Hashes.hash160(redeemScript.unsafeArray())));
    }
  }

  /** P2WPKH: hash of a compressed public key, 20 bytes. */
  record WitnessKeyHash(Bytes hash) implements Destination {
    public WitnessKeyHash {
      size("key hash", hash, 20);
    }
  }

  /** P2WSH: SHA-256 of a witness script, 32 bytes. */
  record WitnessScriptHash(Bytes hash) implements Destination {
    public WitnessScriptHash {
      size("witness script hash", hash, 32);
    }

    /** Returns the destination for a witness script. */
    public static WitnessScriptHash of(Bytes witnessScript) {
      return new WitnessScriptHash(Bytes.wrap(Hashes.sha256(witnessScript.unsafeArray())));
    }
  }

  /** P2TR: x-only output key, 32 bytes (BIP341). */
  record Taproot(Bytes outputKey) implements Destination {
    public Taproot {
      size("taproot output key", outputKey, 32);
    }
  }

  /**
   * A witness program without a meaning yet, or the anchor (version 1, 4e73).
   *
   * @param version 1 to 16
   * @param program 2 to 40 bytes
   */
  record WitnessUnknown(int version, Bytes program) implements Destination {
    public WitnessUnknown {
      if (version < 1 || version > 16) {
        throw new IllegalArgumentException("witness version " + version + " is not 1 to 16");
      }
      if (program.size() < 2 || program.size() > 40) {
        throw new IllegalArgumentException(
            "witness program has " + program.size() + " bytes, not 2 to 40");
      }
    }
  }

  /** Returns the locking script. */
  default Bytes script() {
    return switch (this) {
      case KeyHash(Bytes hash) ->
          new ScriptBuilder()
              .op(OP_DUP)
              .op(OP_HASH160)
              .push(hash)
              .op(OP_EQUALVERIFY)
              .op(OP_CHECKSIG)
              .build();
      case ScriptHash(Bytes hash) ->
          new ScriptBuilder().op(OP_HASH160).push(hash).op(OP_EQUAL).build();
      case WitnessKeyHash(Bytes hash) -> new WitnessProgram(0, hash).toScript();
      case WitnessScriptHash(Bytes hash) -> new WitnessProgram(0, hash).toScript();
      case Taproot(Bytes key) -> new WitnessProgram(1, key).toScript();
      case WitnessUnknown(int version, Bytes program) ->
          new WitnessProgram(version, program).toScript();
    };
  }

  /**
   * Returns what a locking script pays to; empty if it has no address (P2PK, bare multisig, data,
   * others).
   */
  static Optional<Destination> of(Bytes script) {
    return switch (ScriptTemplate.of(script)) {
      case ScriptTemplate.KeyHash(Bytes hash) -> Optional.of(new KeyHash(hash));
      case ScriptTemplate.ScriptHash(Bytes hash) -> Optional.of(new ScriptHash(hash));
      case ScriptTemplate.WitnessKeyHash(Bytes hash) -> Optional.of(new WitnessKeyHash(hash));
      case ScriptTemplate.WitnessScriptHash(Bytes hash) -> Optional.of(new WitnessScriptHash(hash));
      case ScriptTemplate.Taproot(Bytes key) -> Optional.of(new Taproot(key));
      case ScriptTemplate.Anchor() ->
          Optional.of(new WitnessUnknown(1, script.slice(2, script.size() - 2)));
      case ScriptTemplate.WitnessUnknown(int version, Bytes program) ->
          Optional.of(new WitnessUnknown(version, program));
      case ScriptTemplate.Key _,
          ScriptTemplate.Multisig _,
          ScriptTemplate.Data _,
          ScriptTemplate.Nonstandard _ ->
          Optional.empty();
    };
  }

  private static void size(String what, Bytes bytes, int expected) {
    if (bytes.size() != expected) {
      throw new IllegalArgumentException(
          what + " needs " + expected + " bytes, got " + bytes.size());
    }
  }
}
