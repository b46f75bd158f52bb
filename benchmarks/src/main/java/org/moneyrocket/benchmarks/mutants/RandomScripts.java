// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.mutants;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.moneyrocket.consensus.interpreter.Opcodes;
import org.moneyrocket.consensus.interpreter.ScriptBuilder;
import org.moneyrocket.crypto.Secp256k1;
import org.moneyrocket.primitives.Bytes;

/** Scripts of random instructions, in each of the places a script can be in. */
final class RandomScripts {
  private RandomScripts() {}

  static Lock lock(SplittableRandom random, byte[] secret) {
    byte[] key = Secp256k1.publicKey(secret, true);
    byte[] xonly = Secp256k1.xonlyPublicKey(secret);
    Bytes code = code(random, key, xonly);
    List<Bytes> elements = elements(random, key);
    int place = random.nextInt(5);
    if (place == 4) {
      Locks.Tree tree = Locks.Tree.of(xonly, code, random);
      boolean annex = random.nextInt(10) == 0;
      return new Lock(
          "random-tapscript",
          tree.lockingScript(),
          false,
          (tx, i, r) -> {
            List<Bytes> all = new ArrayList<>(elements);
            if (r.nextBoolean()) {
              all.add(Locks.schnorr(tx, i, secret, tree.leafHash(), null, -1, r));
            }
            all.add(code);
            all.add(tree.control());
            if (annex) {
              all.add(Bytes.fromHex("50"));
            }
            return Locks.witness(tx, i, all);
          });
    }
    Lock.Unlock witness =
        (tx, i, r) -> {
          List<Bytes> all = new ArrayList<>(elements);
          if (r.nextBoolean()) {
            all.add(Locks.v0(tx, i, code, secret, r));
          }
          all.add(code);
          return Locks.witness(tx, i, all);
        };
    if (place == 2) {
      return new Lock("random-wsh", Locks.p2wsh(code), false, witness);
    }
    if (place == 3) {
      Bytes program = Locks.p2wsh(code);
      return new Lock("random-sh-wsh", Locks.p2sh(program), false, Locks.nested(program, witness));
    }
    boolean sh = place == 1;
    return new Lock(
        sh ? "random-sh" : "random-base",
        sh ? Locks.p2sh(code) : code,
        false,
        (tx, i, r) -> {
          ScriptBuilder scriptSig = new ScriptBuilder();
          elements.forEach(e -> push(scriptSig, e, r));
          if (r.nextBoolean()) {
            scriptSig.push(Locks.ecdsa(tx, i, code, secret, r));
          }
          if (r.nextInt(20) == 0) {
            scriptSig.op(r.nextInt(256));
          }
          return Locks.base(tx, i, sh ? scriptSig.push(code) : scriptSig);
        });
  }

  private static void push(ScriptBuilder script, Bytes data, SplittableRandom random) {
    if (random.nextInt(6) == 0) {
      script.op(Opcodes.OP_PUSHDATA2).raw(Bytes.of(new byte[] {(byte) data.size(), 0})).raw(data);
    } else {
      script.pushMinimal(data);
    }
  }

  private static List<Bytes> elements(SplittableRandom random, byte[] key) {
    List<Bytes> elements = new ArrayList<>();
    int count = random.nextInt(7);
    if (random.nextInt(60) == 0) {
      // Near the limit of the stack; too many for a script to push, so only in witnesses.
      count = 60;
    }
    for (int i = 0; i < count; i++) {
      elements.add(element(random, key));
    }
    return elements;
  }

  private static Bytes element(SplittableRandom random, byte[] key) {
    return switch (random.nextInt(12)) {
      case 0 -> Bytes.of(key);
      case 1 -> Bytes.fromHex("80");
      case 2 -> Bytes.fromHex("00");
      case 3 -> Bytes.EMPTY;
      case 4, 5, 6, 7 -> Bytes.of(new byte[] {(byte) (1 + random.nextInt(3))});
      case 8 -> bytes(random, random.nextInt(6));
      case 9 -> bytes(random, random.nextInt(30) == 0 ? 519 + random.nextInt(3) : 5);
      case 10 -> Bytes.fromHex("ffffff7f");
      default -> Bytes.of(new byte[] {(byte) random.nextInt(256)});
    };
  }

  private static Bytes bytes(SplittableRandom random, int size) {
    byte[] out = new byte[size];
    random.nextBytes(out);
    return Bytes.of(out);
  }

  private static Bytes code(SplittableRandom random, byte[] key, byte[] xonly) {
    ScriptBuilder script = new ScriptBuilder();
    int count = 1 + random.nextInt(14);
    int open = 0;
    for (int i = 0; i < count; i++) {
      switch (random.nextInt(16)) {
        case 0, 1, 2 -> script.number(random.nextInt(20) - 2);
        case 3 -> push(script, element(random, key), random);
        case 4 -> {
          script.op(random.nextBoolean() ? Opcodes.OP_IF : Opcodes.OP_NOTIF);
          open++;
        }
        case 5 -> {
          if (open > 0 || random.nextInt(8) == 0) {
            script.op(random.nextBoolean() ? Opcodes.OP_ELSE : Opcodes.OP_ENDIF);
          }
        }
        case 6 -> script.push(random.nextBoolean() ? key : xonly);
        case 7 -> script.op(0xab + random.nextInt(0x10));
        case 8 -> script.op(0x61 + random.nextInt(0x5a));
        case 9 -> {
          if (random.nextInt(10) == 0) {
            script.op(random.nextInt(256));
          }
        }
        case 10 -> multisig(script, random, key);
        case 11 -> script.op(0x8b + random.nextInt(0x1b));
        default -> script.op(0x69 + random.nextInt(0x1a));
      }
    }
    if (random.nextInt(4) != 0) {
      for (int i = 0; i < open; i++) {
        script.op(Opcodes.OP_ENDIF);
      }
    }
    if (random.nextBoolean()) {
      script.op(Opcodes.OP_1);
    }
    if (random.nextInt(200) == 0) {
      script.raw(bytes(random, 9990 + random.nextInt(12)));
    }
    return script.build();
  }

  private static void multisig(ScriptBuilder script, SplittableRandom random, byte[] key) {
    int keys = random.nextInt(4);
    int signatures = random.nextInt(keys + 2);
    for (int i = 0; i <= signatures; i++) {
      script.op(Opcodes.OP_0);
    }
    script.number(signatures);
    for (int i = 0; i < keys; i++) {
      script.push(key);
    }
    script.number(keys).op(Opcodes.OP_CHECKMULTISIG);
  }
}
