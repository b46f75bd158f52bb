// SPDX-License-Identifier: MIT
package org.moneyrocket.script.address;

import static org.moneyrocket.consensus.interpreter.Opcodes.OP_1;
import static org.moneyrocket.consensus.interpreter.Opcodes.OP_16;
import static org.moneyrocket.consensus.interpreter.Opcodes.OP_CHECKMULTISIG;
import static org.moneyrocket.consensus.interpreter.Opcodes.OP_CHECKSIG;
import static org.moneyrocket.consensus.interpreter.Opcodes.OP_CHECKSIGADD;
import static org.moneyrocket.consensus.interpreter.Opcodes.OP_DUP;
import static org.moneyrocket.consensus.interpreter.Opcodes.OP_EQUALVERIFY;
import static org.moneyrocket.consensus.interpreter.Opcodes.OP_HASH160;
import static org.moneyrocket.consensus.interpreter.Opcodes.OP_NUMEQUAL;
import static org.moneyrocket.consensus.interpreter.Opcodes.OP_RETURN;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.moneyrocket.consensus.interpreter.Opcodes;
import org.moneyrocket.consensus.interpreter.Script;
import org.moneyrocket.consensus.interpreter.ScriptBuilder;
import org.moneyrocket.consensus.interpreter.ScriptNumber;
import org.moneyrocket.consensus.interpreter.ScriptReader;
import org.moneyrocket.consensus.interpreter.WitnessProgram;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.key.PublicKey;

/** The form of a locking script, with the data in it. Immutable. */
public sealed interface ScriptTemplate {
  /** Most keys of an OP_CHECKSIGADD multisig. */
  int MAX_CHECKSIGADD_KEYS = 999;

  /** None of the known forms. */
  record Nonstandard() implements ScriptTemplate {}

  /** P2PK; the key has the right length but may not be on the curve. */
  record Key(Bytes key) implements ScriptTemplate {}

  /** P2PKH. */
  record KeyHash(Bytes hash) implements ScriptTemplate {}

  /** P2SH. */
  record ScriptHash(Bytes hash) implements ScriptTemplate {}

  /** Bare multisig: {@code required} of {@code keys}, 1 to 20 keys. */
  record Multisig(int required, List<Bytes> keys) implements ScriptTemplate {
    public Multisig {
      keys = List.copyOf(keys);
    }
  }

  /** OP_RETURN followed by pushes. */
  record Data() implements ScriptTemplate {}

  /** Pay-to-anchor. */
  record Anchor() implements ScriptTemplate {}

  /** P2WPKH. */
  record WitnessKeyHash(Bytes hash) implements ScriptTemplate {}

  /** P2WSH. */
  record WitnessScriptHash(Bytes hash) implements ScriptTemplate {}

  /** P2TR. */
  record Taproot(Bytes outputKey) implements ScriptTemplate {}

  /** A witness program of a version without rules. */
  record WitnessUnknown(int version, Bytes program) implements ScriptTemplate {}

  /**
   * A tapscript multisig made of OP_CHECKSIGADD.
   *
   * @param keys x-only, 32 bytes each
   */
  record CheckSigAddMultisig(int required, List<Bytes> keys) {
    public CheckSigAddMultisig {
      keys = List.copyOf(keys);
    }
  }

  /** Returns the name RPC shows as type. */
  default String label() {
    return switch (this) {
      case Nonstandard() -> "nonstandard";
      case Key _ -> "pubkey";
      case KeyHash _ -> "pubkeyhash";
      case ScriptHash _ -> "scripthash";
      case Multisig _ -> "multisig";
      case Data() -> "nulldata";
      case Anchor() -> "anchor";
      case WitnessKeyHash _ -> "witness_v0_keyhash";
      case WitnessScriptHash _ -> "witness_v0_scripthash";
      case Taproot _ -> "witness_v1_taproot";
      case WitnessUnknown _ -> "witness_unknown";
    };
  }

  /** Recognises a locking script. */
  static ScriptTemplate of(Bytes script) {
    if (Script.isPayToScriptHash(script)) {
      return new ScriptHash(script.slice(2, 20));
    }
    Optional<WitnessProgram> witness = Script.witnessProgram(script);
    if (witness.isPresent()) {
      return ofWitness(witness.get());
    }
    int size = script.size();
    if (size >= 1 && script.unsigned(0) == OP_RETURN && Script.isPushOnly(script, 1)) {
      return new Data();
    }
    if ((size == 35 || size == 67)
        && script.unsigned(0) == size - 2
        && script.unsigned(size - 1) == OP_CHECKSIG) {
      Bytes key = script.slice(1, size - 2);
      if (PublicKey.hasValidSize(key)) {
        return new Key(key);
      }
    }
    if (size == 25
        && script.unsigned(0) == OP_DUP
        && script.unsigned(1) == OP_HASH160
        && script.unsigned(2) == 20
        && script.unsigned(23) == OP_EQUALVERIFY
        && script.unsigned(24) == OP_CHECKSIG) {
      return new KeyHash(script.slice(3, 20));
    }
    Optional<ScriptTemplate> multisig = multisig(script);
    return multisig.orElseGet(Nonstandard::new);
  }

  private static ScriptTemplate ofWitness(WitnessProgram witness) {
    Bytes program = witness.program();
    if (witness.version() == 0) {
      return switch (program.size()) {
        case 20 -> new WitnessKeyHash(program);
        case 32 -> new WitnessScriptHash(program);
        default -> new Nonstandard();
      };
    }
    if (witness.isTaproot()) {
      return new Taproot(program);
    }
    return witness.isPayToAnchor() ? new Anchor() : new WitnessUnknown(witness.version(), program);
  }

  private static Optional<ScriptTemplate> multisig(Bytes script) {
    int size = script.size();
    if (size == 0 || script.unsigned(size - 1) != OP_CHECKMULTISIG) {
      return Optional.empty();
    }
    ScriptReader reader = new ScriptReader(script);
    if (!reader.next()) {
      return Optional.empty();
    }
    OptionalInt required = number(script, reader, Script.MAX_MULTISIG_KEYS);
    if (required.isEmpty()) {
      return Optional.empty();
    }
    List<Bytes> keys = new ArrayList<>();
    boolean more;
    while ((more = reader.next()) && PublicKey.hasValidSize(reader.data())) {
      keys.add(reader.data());
    }
    if (!more || reader.position() + 1 != size) {
      return Optional.empty();
    }
    OptionalInt count = number(script, reader, Script.MAX_MULTISIG_KEYS);
    if (count.isEmpty() || count.getAsInt() != keys.size() || required.getAsInt() > keys.size()) {
      return Optional.empty();
    }
    return Optional.of(new Multisig(required.getAsInt(), keys));
  }

  /** Recognises a tapscript made of OP_CHECKSIG, OP_CHECKSIGADD and OP_NUMEQUAL. */
  static Optional<CheckSigAddMultisig> checkSigAdd(Bytes script) {
    List<Bytes> keys = new ArrayList<>();
    int at = 0;
    while (script.size() - at >= 34) {
      int opcode = keys.isEmpty() ? OP_CHECKSIG : OP_CHECKSIGADD;
      if (script.unsigned(at) != 32 || script.unsigned(at + 33) != opcode) {
        return Optional.empty();
      }
      keys.add(script.slice(at + 1, 32));
      at += 34;
    }
    if (keys.isEmpty() || keys.size() > MAX_CHECKSIGADD_KEYS) {
      return Optional.empty();
    }
    ScriptReader reader = new ScriptReader(script);
    reader.position(at);
    if (!reader.next()
        || reader.position() + 1 != script.size()
        || script.unsigned(reader.position()) != OP_NUMEQUAL) {
      return Optional.empty();
    }
    OptionalInt required = number(script, reader, keys.size());
    return required.isEmpty()
        ? Optional.empty()
        : Optional.of(new CheckSigAddMultisig(required.getAsInt(), keys));
  }

  /** Reads the current instruction as a number of 1 to {@code max} in its shortest form. */
  private static OptionalInt number(Bytes script, ScriptReader reader, int max) {
    int opcode = reader.opcode();
    long value;
    if (opcode >= OP_1 && opcode <= OP_16) {
      value = Opcodes.decodeSmall(opcode);
    } else if (reader.isPush()) {
      Bytes data = reader.data();
      Bytes written = script.slice(reader.start(), reader.position() - reader.start());
      if (!new ScriptBuilder().pushMinimal(data).build().equals(written)) {
        return OptionalInt.empty();
      }
      value = ScriptNumber.decode(data, true, ScriptNumber.MAX_BYTES).orElse(0);
    } else {
      return OptionalInt.empty();
    }
    return value >= 1 && value <= max ? OptionalInt.of((int) value) : OptionalInt.empty();
  }

  /** Returns the P2PK script of a key. */
  static Bytes keyScript(PublicKey key) {
    return new ScriptBuilder().push(key.bytes()).op(OP_CHECKSIG).build();
  }

  /** Returns the bare multisig script of keys, in the order given. */
  static Bytes multisigScript(int required, List<PublicKey> keys) {
    ScriptBuilder script = new ScriptBuilder().number(required);
    for (PublicKey key : keys) {
      script.push(key.bytes());
    }
    return script.number(keys.size()).op(OP_CHECKMULTISIG).build();
  }
}
