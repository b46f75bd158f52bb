// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.crypto.Ecdsa;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.crypto.Schnorr;
import org.moneyrocket.crypto.Secp256k1;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;

/**
 * Makes spends at random that get far into the interpreter: scripts of every kind of output, with
 * signatures that are right more often than not, and some damage.
 */
final class RandomSpends {
  private static final int KEYS = 4;
  private static final int[] HASH_TYPES = {0, 1, 2, 3, 0x81, 0x82, 0x83, 4, 0x80, 0xe1, 0x43};
  private static final int[] SEQUENCES = {-1, 0, 1, 5, 1 << 22 | 1, 1 << 31, 100};

  private final Random random;
  private final byte[][] secrets = new byte[KEYS][];
  private final byte[][] keys = new byte[KEYS][];

  RandomSpends(Random random) {
    this.random = random;
    for (int i = 0; i < KEYS; i++) {
      byte[] secret = new byte[32];
      random.nextBytes(secret);
      secret[0] = 1;
      secrets[i] = secret;
      keys[i] = Secp256k1.publicKey(secret, true);
    }
  }

  /** One input and the flags to run it with. */
  record Spend(PrecomputedTransaction tx, int input, ScriptFlags flags) {
    TxIn spending() {
      return tx.transaction().inputs().get(input);
    }

    Bytes lockingScript() {
      return tx.spentOutputs().orElseThrow().get(input).script();
    }
  }

  /** A place for a signature, which can only be made once the transaction is complete. */
  private record Hole(int key, int hashType, boolean broken) {}

  private final List<@Nullable Object> elements = new ArrayList<>();

  Spend next() {
    elements.clear();
    if (random.nextInt(4) == 0) {
      return keySpend();
    }
    int kind = random.nextInt(8);
    boolean tapscript = kind >= 5;
    Bytes script = script(tapscript);
    Unsigned unsigned = unsigned();
    int input = unsigned.input();
    Transaction tx = unsigned.tx();
    List<TxIn> ins = new ArrayList<>(tx.inputs());
    List<TxOut> spent = unsigned.spent();

    Bytes tapKey = Bytes.EMPTY;
    Bytes control = Bytes.EMPTY;
    Bytes leaf = null;
    Bytes annex = random.nextInt(4) == 0 ? Bytes.fromHex("50").concat(bytes(3)) : null;
    Bytes locking;
    Bytes program = new ScriptBuilder().op(0).push(Hashes.sha256(script.toArray())).build();
    switch (kind) {
      case 0, 1 -> locking = script;
      case 2 -> locking = payToScriptHash(script);
      case 3 -> locking = program;
      case 4 -> locking = payToScriptHash(program);
      default -> {
        Bytes internal = Bytes.of(keys[0], 1, 32);
        int version =
            random.nextInt(10) == 0 ? random.nextInt(128) * 2 : TaprootSpend.LEAF_TAPSCRIPT;
        leaf = TaprootSpend.leafHash(version, script);
        Bytes root = leaf;
        control = internal;
        for (int i = random.nextInt(3); i > 0; i--) {
          Bytes node = bytes(32);
          root = TaprootSpend.branchHash(root, node);
          control = control.concat(node);
        }
        Secp256k1.Tweaked output =
            Secp256k1.xonlyTweakAdd(
                    internal.toArray(), TaprootSpend.tweak(internal, root).toArray())
                .orElseThrow();
        control = Bytes.of(new byte[] {(byte) (version | (output.odd() ? 1 : 0))}).concat(control);
        tapKey = Bytes.of(output.key());
        locking = new ScriptBuilder().op(Opcodes.OP_1).push(tapKey).build();
      }
    }
    TxOut target = spent.get(input);
    spent.set(input, new TxOut(target.valueSats(), locking));
    PrecomputedTransaction precomputed = PrecomputedTransaction.of(tx, spent);
    List<Bytes> stack = new ArrayList<>();
    for (Object element : elements) {
      stack.add(
          element instanceof Hole hole
              ? sign(hole, precomputed, input, script, kind, leaf, annex, target.valueSats())
              : (Bytes) element);
    }
    Bytes scriptSig = Bytes.EMPTY;
    List<Bytes> witness = new ArrayList<>();
    if (kind <= 2) {
      ScriptBuilder pushes = new ScriptBuilder();
      for (Bytes element : stack) {
        if (random.nextInt(8) == 0) {
          pushes.push(element);
        } else {
          pushes.pushMinimal(element);
        }
      }
      if (kind == 2) {
        pushes.push(script);
      }
      scriptSig = pushes.build();
      if (random.nextInt(20) == 0) {
        witness.add(Bytes.EMPTY);
      }
    } else {
      witness.addAll(stack);
      witness.add(script);
      if (kind == 4) {
        scriptSig = new ScriptBuilder().push(program).build();
      }
      if (tapscript) {
        witness.add(control);
        if (annex != null) {
          witness.add(annex);
        }
      }
    }
    if (random.nextInt(12) == 0) {
      scriptSig = damage(scriptSig);
    }
    if (!witness.isEmpty() && random.nextInt(12) == 0) {
      int at = random.nextInt(witness.size());
      witness.set(at, damage(witness.get(at)));
    }
    TxIn in = ins.get(input);
    ins.set(input, new TxIn(in.prevout(), scriptSig, in.sequence(), witness));
    return new Spend(PrecomputedTransaction.of(tx.withInputs(ins), spent), input, flags());
  }

  /**
   * A transaction before it is signed.
   *
   * @param input the one to sign
   * @param spent what the inputs spend; may be changed
   */
  private record Unsigned(Transaction tx, int input, List<TxOut> spent) {}

  private Unsigned unsigned() {
    int inputs = 1 + random.nextInt(3);
    int input = random.nextInt(inputs);
    List<TxIn> ins = new ArrayList<>();
    List<TxOut> spent = new ArrayList<>();
    for (int i = 0; i < inputs; i++) {
      byte[] txid = new byte[32];
      random.nextBytes(txid);
      ins.add(
          new TxIn(
              new OutPoint(new Txid(Bytes.wrap(txid)), random.nextInt(4)),
              bytes(random.nextInt(3)),
              SEQUENCES[random.nextInt(SEQUENCES.length)]));
      spent.add(new TxOut(random.nextInt(1000), bytes(random.nextInt(40))));
    }
    List<TxOut> outs = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      outs.add(new TxOut(random.nextInt(1000), bytes(random.nextInt(40))));
    }
    int lockTime = random.nextInt(3) == 0 ? random.nextInt(20) : random.nextInt();
    return new Unsigned(new Transaction(random.nextInt(4) - 1, ins, outs, lockTime), input, spent);
  }

  /** Spends an output that names one key, or one that is reserved for later. */
  private Spend keySpend() {
    Unsigned unsigned = unsigned();
    int input = unsigned.input();
    int key = random.nextInt(KEYS);
    int type = HASH_TYPES[random.nextInt(HASH_TYPES.length)];
    Bytes publicKey = key(key);
    Bytes hash = Bytes.wrap(Hashes.hash160(publicKey.toArray()));
    Bytes keyHashScript =
        new ScriptBuilder()
            .op(Opcodes.OP_DUP)
            .op(Opcodes.OP_HASH160)
            .push(hash)
            .op(Opcodes.OP_EQUALVERIFY)
            .op(Opcodes.OP_CHECKSIG)
            .build();
    int kind = random.nextInt(6);
    Bytes program = new ScriptBuilder().op(0).push(hash).build();
    Bytes locking =
        switch (kind) {
          case 0 -> keyHashScript;
          case 1 -> program;
          case 2 -> payToScriptHash(program);
          case 3, 4 -> new ScriptBuilder().op(Opcodes.OP_1).push(xonly(key)).build();
          default ->
              random.nextBoolean()
                  ? Bytes.fromHex("51024e73")
                  : new ScriptBuilder()
                      .op(random.nextInt(4) == 0 ? 0 : 0x51 + random.nextInt(16))
                      .push(bytes(random.nextBoolean() ? 32 : 2 + random.nextInt(40)))
                      .build();
        };
    TxOut target = unsigned.spent().get(input);
    unsigned.spent().set(input, new TxOut(target.valueSats(), locking));
    PrecomputedTransaction tx = PrecomputedTransaction.of(unsigned.tx(), unsigned.spent());
    Bytes scriptSig = Bytes.EMPTY;
    List<Bytes> witness = new ArrayList<>();
    if (kind == 0) {
      Bytes signature = ecdsa(key, SignatureHashes.legacy(tx, input, keyHashScript, type), type);
      scriptSig = new ScriptBuilder().push(signature).push(publicKey).build();
    } else if (kind <= 2) {
      Bytes signed = SignatureHashes.witnessV0(tx, input, keyHashScript, type, target.valueSats());
      witness.add(ecdsa(key, signed, type));
      witness.add(publicKey);
      scriptSig = kind == 1 ? Bytes.EMPTY : new ScriptBuilder().push(program).build();
    } else {
      Bytes annex = random.nextInt(4) == 0 ? Bytes.fromHex("50").concat(bytes(3)) : null;
      Bytes annexHash = annex == null ? null : TaprootSpend.annexHash(annex);
      Bytes signed = SignatureHashes.taproot(tx, input, type, annexHash, null, 0);
      Bytes signature =
          signed == null
              ? bytes(64)
              : Bytes.of(Schnorr.sign(secrets[key], signed.toArray(), new byte[32]));
      witness.add(
          type == 0 && random.nextInt(10) != 0
              ? signature
              : signature.concat(Bytes.of(new byte[] {(byte) type})));
      if (annex != null) {
        witness.add(annex);
      }
    }
    if (random.nextInt(8) == 0) {
      scriptSig = damage(scriptSig);
    }
    if (!witness.isEmpty() && random.nextInt(8) == 0) {
      int at = random.nextInt(witness.size());
      witness.set(at, damage(witness.get(at)));
    }
    List<TxIn> ins = new ArrayList<>(unsigned.tx().inputs());
    TxIn in = ins.get(input);
    ins.set(input, new TxIn(in.prevout(), scriptSig, in.sequence(), witness));
    return new Spend(
        PrecomputedTransaction.of(unsigned.tx().withInputs(ins), unsigned.spent()), input, flags());
  }

  private Bytes ecdsa(int key, Bytes hash, int type) {
    return Bytes.of(Ecdsa.sign(secrets[key], hash.toArray()))
        .concat(Bytes.of(new byte[] {(byte) type}));
  }

  private ScriptFlags flags() {
    int choice = random.nextInt(4);
    if (choice == 0) {
      return ScriptFlags.MANDATORY;
    }
    if (choice == 1) {
      return ScriptFlags.STANDARD;
    }
    int bits = random.nextInt();
    if (choice == 2) {
      bits |= ScriptFlags.MANDATORY.bits();
    }
    return FlagSets.trim(new ScriptFlags(bits & ScriptFlags.ALL.bits()));
  }

  private Bytes sign(
      Hole hole,
      PrecomputedTransaction tx,
      int input,
      Bytes script,
      int kind,
      @Nullable Bytes leaf,
      @Nullable Bytes annex,
      long amount) {
    Bytes signature;
    if (leaf != null) {
      Bytes hash =
          SignatureHashes.taproot(
              tx,
              input,
              hole.hashType,
              annex == null ? null : TaprootSpend.annexHash(annex),
              leaf,
              ExecutionData.NO_CODE_SEPARATOR);
      if (hash == null) {
        return bytes(64);
      }
      byte[] schnorr = Schnorr.sign(secrets[hole.key], hash.toArray(), new byte[32]);
      signature = Bytes.of(schnorr);
      if (hole.hashType != 0 || random.nextInt(20) == 0) {
        signature = signature.concat(Bytes.of(new byte[] {(byte) hole.hashType}));
      }
    } else {
      Bytes hash =
          kind >= 3
              ? SignatureHashes.witnessV0(tx, input, script, hole.hashType, amount)
              : SignatureHashes.legacy(tx, input, script, hole.hashType);
      signature = ecdsa(hole.key, hash, hole.hashType);
    }
    return hole.broken ? damage(signature) : signature;
  }

  private static Bytes payToScriptHash(Bytes script) {
    return new ScriptBuilder()
        .op(Opcodes.OP_HASH160)
        .push(Hashes.hash160(script.toArray()))
        .op(Opcodes.OP_EQUAL)
        .build();
  }

  private Bytes damage(Bytes bytes) {
    byte[] changed = bytes.toArray();
    switch (random.nextInt(3)) {
      case 0 -> {
        return bytes.concat(bytes(1));
      }
      case 1 -> {
        return bytes.slice(0, random.nextInt(bytes.size() + 1));
      }
      default -> {
        if (changed.length > 0) {
          changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return Bytes.of(changed);
      }
    }
  }

  private Bytes bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  private Bytes element() {
    return switch (random.nextInt(8)) {
      case 0 -> Bytes.EMPTY;
      case 1 -> ScriptNumber.encode(1);
      case 2 -> ScriptNumber.encode(random.nextInt(20) - 2);
      case 3 -> ScriptNumber.encode(random.nextInt());
      case 4 -> bytes(random.nextInt(6));
      case 5 -> Bytes.fromHex("80");
      case 6 -> random.nextInt(10) == 0 ? bytes(519 + random.nextInt(3)) : bytes(20);
      default -> ScriptNumber.encode(random.nextInt(200));
    };
  }

  private Bytes script(boolean tapscript) {
    ScriptBuilder script = new ScriptBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      elements.add(element());
    }
    int parts = 1 + random.nextInt(6);
    for (int i = 0; i < parts; i++) {
      part(script, tapscript);
    }
    if (random.nextInt(3) != 0) {
      if (random.nextBoolean()) {
        script.op(Opcodes.OP_DEPTH).op(Opcodes.OP_0NOTEQUAL);
      } else {
        script.op(Opcodes.OP_1);
      }
    }
    return script.build();
  }

  private void part(ScriptBuilder script, boolean tapscript) {
    switch (random.nextInt(12)) {
      case 0, 1 -> script.pushMinimal(element());
      case 2 -> script.push(element());
      case 3 -> script.op(random.nextInt(tapscript ? 188 : 256));
      case 4 -> script.op(0x51 + random.nextInt(16)).op(0x61 + random.nextInt(0x45));
      case 5 -> {
        script.op(random.nextBoolean() ? Opcodes.OP_IF : Opcodes.OP_NOTIF);
        part(script, tapscript);
        script.op(Opcodes.OP_ELSE);
        part(script, tapscript);
        script.op(Opcodes.OP_ENDIF);
      }
      case 6 -> script.op(Opcodes.OP_2).op(Opcodes.OP_3).op(0x8b + random.nextInt(0x1b));
      case 7 ->
          script
              .number(random.nextInt(25))
              .op(random.nextBoolean() ? 0xb1 : 0xb2)
              .op(random.nextBoolean() ? Opcodes.OP_DROP : Opcodes.OP_NOP);
      case 8 -> script.op(0x76 + random.nextInt(8));
      case 9 -> script.op(random.nextInt(4) == 0 ? Opcodes.OP_CODESEPARATOR : Opcodes.OP_SIZE);
      default -> signatures(script, tapscript);
    }
  }

  /** Prepends holes to the stack, so that the script finds them below what it pushes itself. */
  private void signatures(ScriptBuilder script, boolean tapscript) {
    int key = random.nextInt(KEYS);
    int verify = random.nextBoolean() ? 1 : 0;
    if (tapscript) {
      elements.add(hole(key, true));
      script.push(random.nextInt(10) == 0 ? bytes(random.nextInt(40)) : xonly(key));
      if (random.nextInt(3) == 0) {
        script.op(Opcodes.OP_0).op(Opcodes.OP_SWAP).op(Opcodes.OP_CHECKSIGADD);
      } else {
        script.op(Opcodes.OP_CHECKSIG + verify);
      }
      return;
    }
    if (random.nextBoolean()) {
      elements.add(hole(key, false));
      script.push(key(key)).op(Opcodes.OP_CHECKSIG + verify);
      return;
    }
    int total = 1 + random.nextInt(3);
    int needed = random.nextInt(total + 1);
    elements.add(random.nextInt(8) == 0 ? element() : Bytes.EMPTY);
    for (int i = 0; i < needed; i++) {
      elements.add(hole(total - needed + i, false));
    }
    script.number(needed);
    for (int i = 0; i < total; i++) {
      script.push(key(i));
    }
    script.number(total).op(Opcodes.OP_CHECKMULTISIG + verify);
  }

  private Object hole(int key, boolean schnorr) {
    int choice = random.nextInt(12);
    if (choice == 0) {
      return Bytes.EMPTY;
    }
    if (choice == 1) {
      return element();
    }
    int type = HASH_TYPES[random.nextInt(schnorr ? 7 : HASH_TYPES.length)];
    return new Hole(key, type, choice == 2);
  }

  private Bytes xonly(int key) {
    return Bytes.of(keys[key], 1, 32);
  }

  private Bytes key(int key) {
    int choice = random.nextInt(10);
    if (choice == 0) {
      return Bytes.of(Secp256k1.publicKey(secrets[key], false));
    }
    if (choice == 1) {
      byte[] hybrid = Secp256k1.publicKey(secrets[key], false);
      hybrid[0] = (byte) (6 + (hybrid[64] & 1) ^ (random.nextInt(4) == 0 ? 1 : 0));
      return Bytes.of(hybrid);
    }
    return Bytes.of(keys[key]);
  }

  /** Writes a spend as one line of text. */
  static String describe(Spend spend) {
    StringBuilder text = new StringBuilder();
    text.append(spend.tx().transaction().toBytes().toHex());
    text.append(' ').append(spend.input()).append(' ').append(spend.flags().bits());
    ByteWriter out = new ByteWriter();
    for (TxOut output : spend.tx().spentOutputs().orElseThrow()) {
      out.reset();
      output.write(out);
      text.append(' ').append(out.toBytes().toHex());
    }
    return text.toString();
  }
}
