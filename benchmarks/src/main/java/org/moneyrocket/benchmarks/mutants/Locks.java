// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.mutants;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.interpreter.ExecutionData;
import org.moneyrocket.consensus.interpreter.Opcodes;
import org.moneyrocket.consensus.interpreter.PrecomputedTransaction;
import org.moneyrocket.consensus.interpreter.ScriptBuilder;
import org.moneyrocket.consensus.interpreter.SignatureHashes;
import org.moneyrocket.consensus.interpreter.TaprootSpend;
import org.moneyrocket.crypto.Ecdsa;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.crypto.Schnorr;
import org.moneyrocket.crypto.Secp256k1;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.TxIn;

/** Locks of every kind of output there is, with the keys of a few secrets. */
final class Locks {
  private static final int[] ECDSA_TYPES = {1, 1, 1, 2, 3, 0x81, 0x82, 0x83, 0, 4, 0x55, 0xff};
  private static final int[] SCHNORR_TYPES = {0, 0, 1, 2, 3, 0x81, 0x82, 0x83};
  private static final byte[] NO_RANDOMNESS = new byte[32];

  private final SplittableRandom random;
  private final List<byte[]> secrets = new ArrayList<>();
  private final Map<Bytes, Lock> byScript = new LinkedHashMap<>();
  private final List<Lock> sure = new ArrayList<>();
  private final List<Lock> timed = new ArrayList<>();

  Locks(SplittableRandom random) {
    this.random = random;
    for (int i = 0; i < 4; i++) {
      byte[] secret = new byte[32];
      random.nextBytes(secret);
      secrets.add(secret);
    }
    for (byte[] secret : secrets) {
      ordinary(secret);
    }
    special();
    byScript.values().forEach(lock -> (lock.sure() ? sure : timed).add(lock));
  }

  /** Returns how to spend an output with this script, or null if that is not known. */
  @Nullable Lock of(Bytes script) {
    return byScript.get(script);
  }

  Lock any() {
    return sure.get(random.nextInt(sure.size()));
  }

  /** Returns a lock that opens at some time only. */
  Lock timed(SplittableRandom from) {
    return timed.get(from.nextInt(timed.size()));
  }

  /** Makes a lock with a script nobody thought about. */
  Lock trial() {
    return RandomScripts.lock(random, secrets.get(random.nextInt(secrets.size())));
  }

  private void add(String name, Bytes script, boolean certain, Lock.Unlock key) {
    byScript.put(script, new Lock(name, script, certain, key));
  }

  static ScriptBuilder script() {
    return new ScriptBuilder();
  }

  private void ordinary(byte[] secret) {
    byte[] compressed = Secp256k1.publicKey(secret, true);
    byte[] full = Secp256k1.publicKey(secret, false);
    byte[] hybrid = full.clone();
    hybrid[0] = (byte) (6 + (full[64] & 1));
    for (byte[] key : List.of(compressed, full, hybrid)) {
      Bytes code = script().push(key).op(Opcodes.OP_CHECKSIG).build();
      add(
          "pk",
          code,
          true,
          (tx, i, r) -> base(tx, i, script().push(ecdsa(tx, i, code, secret, r))));
    }
    Bytes hash = Bytes.of(Hashes.hash160(compressed));
    Bytes keyHash = keyHash(hash);
    add(
        "pkh",
        keyHash,
        true,
        (tx, i, r) ->
            base(tx, i, script().push(ecdsa(tx, i, keyHash, secret, r)).push(compressed)));
    Bytes program = script().op(Opcodes.OP_0).push(hash).build();
    Lock.Unlock witness =
        (tx, i, r) -> witness(tx, i, List.of(v0(tx, i, keyHash, secret, r), Bytes.of(compressed)));
    add("wpkh", program, true, witness);
    add("sh-wpkh", p2sh(program), true, nested(program, witness));
    multisig(secret);
    taproot(secret);
  }

  private void multisig(byte[] secret) {
    byte[] other = secrets.get(1);
    Bytes code =
        script()
            .number(2)
            .push(Secp256k1.publicKey(secret, true))
            .push(Secp256k1.publicKey(secrets.get(0), false))
            .push(Secp256k1.publicKey(other, true))
            .number(3)
            .op(Opcodes.OP_CHECKMULTISIG)
            .build();
    add(
        "multi",
        code,
        true,
        (tx, i, r) ->
            base(
                tx,
                i,
                script()
                    .op(Opcodes.OP_0)
                    .push(ecdsa(tx, i, code, secret, r))
                    .push(ecdsa(tx, i, code, other, r))));
    add(
        "sh-multi",
        p2sh(code),
        true,
        (tx, i, r) ->
            base(
                tx,
                i,
                script()
                    .op(Opcodes.OP_0)
                    .push(ecdsa(tx, i, code, secret, r))
                    .push(ecdsa(tx, i, code, other, r))
                    .push(code)));
    Lock.Unlock key =
        (tx, i, r) ->
            witness(
                tx,
                i,
                List.of(Bytes.EMPTY, v0(tx, i, code, secret, r), v0(tx, i, code, other, r), code));
    add("wsh-multi", p2wsh(code), true, key);
    add("sh-wsh-multi", p2sh(p2wsh(code)), true, nested(p2wsh(code), key));
    separators(secret);
  }

  /** CODESEPARATORs before the signature check, one of them not run. */
  private void separators(byte[] secret) {
    Bytes rest = script().push(Secp256k1.publicKey(secret, true)).op(Opcodes.OP_CHECKSIG).build();
    Bytes code =
        script()
            .op(Opcodes.OP_0)
            .op(Opcodes.OP_IF)
            .op(Opcodes.OP_CODESEPARATOR)
            .op(Opcodes.OP_ENDIF)
            .op(Opcodes.OP_NOP)
            .op(Opcodes.OP_CODESEPARATOR)
            .raw(rest)
            .build();
    add(
        "separator",
        code,
        true,
        (tx, i, r) -> base(tx, i, script().push(ecdsa(tx, i, rest, secret, r))));
    add(
        "wsh-separator",
        p2wsh(code),
        true,
        (tx, i, r) -> witness(tx, i, List.of(v0(tx, i, rest, secret, r), code)));
  }

  private void taproot(byte[] secret) {
    byte[] internal = Secp256k1.xonlyPublicKey(secret);
    byte[] tweak = TaprootSpend.tweak(Bytes.of(internal), Bytes.EMPTY).toArray();
    byte[] output = Secp256k1.xonlyTweakAdd(internal, tweak).orElseThrow().key();
    byte[] tweaked = Secp256k1.secretXonlyTweakAdd(secret, tweak).orElseThrow();
    add(
        "tr-key",
        script().op(Opcodes.OP_1).push(output).build(),
        true,
        (tx, i, r) -> {
          Bytes annex = r.nextInt(4) == 0 ? Bytes.fromHex("50aa") : null;
          Bytes signature = schnorr(tx, i, tweaked, null, annex, -1, r);
          return witness(tx, i, annex == null ? List.of(signature) : List.of(signature, annex));
        });
    Bytes checksig = script().push(internal).op(Opcodes.OP_CHECKSIG).build();
    leaf(
        "tr-checksig",
        internal,
        checksig,
        (tx, i, r, leaf) -> List.of(schnorr(tx, i, secret, leaf, null, -1, r)));
    byte[] other = secrets.get(2);
    Bytes add =
        script()
            .push(internal)
            .op(Opcodes.OP_CHECKSIG)
            .op(Opcodes.OP_CODESEPARATOR)
            .push(Secp256k1.xonlyPublicKey(other))
            .op(Opcodes.OP_CHECKSIGADD)
            .number(2)
            .op(Opcodes.OP_NUMEQUAL)
            .build();
    leaf(
        "tr-add",
        internal,
        add,
        (tx, i, r, leaf) ->
            List.of(
                schnorr(tx, i, other, leaf, null, 2, r),
                schnorr(tx, i, secret, leaf, null, -1, r)));
  }

  /** Makes the elements before script and control block. */
  interface LeafKey {
    List<Bytes> elements(PrecomputedTransaction tx, int index, SplittableRandom r, Bytes leafHash);
  }

  private void leaf(String name, byte[] internal, Bytes code, LeafKey key) {
    Tree tree = Tree.of(internal, code, random);
    add(
        name,
        tree.lockingScript(),
        true,
        (tx, i, r) -> {
          List<Bytes> all = new ArrayList<>(key.elements(tx, i, r, tree.leafHash()));
          all.add(code);
          all.add(tree.control());
          return witness(tx, i, all);
        });
  }

  /** One leaf with a random sibling. */
  record Tree(Bytes lockingScript, Bytes leafHash, Bytes control) {
    static Tree of(byte[] internal, Bytes code, SplittableRandom random) {
      byte[] sibling = new byte[32];
      random.nextBytes(sibling);
      int version = random.nextInt(30) == 0 ? 0xc2 : TaprootSpend.LEAF_TAPSCRIPT;
      return of(internal, code, Bytes.of(sibling), version);
    }

    static Tree of(byte[] internal, Bytes code, Bytes sibling, int version) {
      Bytes leafHash = TaprootSpend.leafHash(version, code);
      Bytes root = TaprootSpend.branchHash(leafHash, sibling);
      byte[] tweak = TaprootSpend.tweak(Bytes.of(internal), root).toArray();
      Secp256k1.Tweaked output = Secp256k1.xonlyTweakAdd(internal, tweak).orElseThrow();
      byte[] first = {(byte) (version | (output.odd() ? 1 : 0))};
      return new Tree(
          script().op(Opcodes.OP_1).push(output.key()).build(),
          leafHash,
          Bytes.of(first).concat(Bytes.of(internal)).concat(sibling));
    }
  }

  private void special() {
    Lock.Unlock nothing = (tx, i, r) -> base(tx, i, script());
    Bytes yes = script().op(Opcodes.OP_1).build();
    add("true", yes, true, nothing);
    add("sh-true", p2sh(yes), true, (tx, i, r) -> base(tx, i, script().push(yes)));
    add("wsh-true", p2wsh(yes), true, (tx, i, r) -> witness(tx, i, List.of(yes)));
    Bytes anchor = Bytes.fromHex("51024e73");
    add(
        "anchor",
        anchor,
        true,
        (tx, i, r) -> r.nextBoolean() ? base(tx, i, script()) : witness(tx, i, List.of(yes)));
    add("future", Bytes.fromHex("5221" + "07".repeat(33)), true, nothing);
    Bytes wrapped = Bytes.fromHex("5120" + "07".repeat(32));
    add("sh-future", p2sh(wrapped), true, (tx, i, r) -> base(tx, i, script().push(wrapped)));
    for (int n : new int[] {1, 50, 120, 400, 499_999_999, 500_000_000, 1_296_700_000}) {
      Bytes code =
          script()
              .number(n)
              .op(Opcodes.OP_CHECKLOCKTIMEVERIFY)
              .op(Opcodes.OP_DROP)
              .raw(yes)
              .build();
      add("cltv", code, false, nothing);
    }
    for (int n : new int[] {0, 1, 5, 65535, 1 << 22, 1 << 22 | 3, 1 << 16 | 2}) {
      Bytes code =
          script()
              .number(n)
              .op(Opcodes.OP_CHECKSEQUENCEVERIFY)
              .op(Opcodes.OP_DROP)
              .raw(yes)
              .build();
      add("csv", code, false, nothing);
      add("wsh-csv", p2wsh(code), false, (tx, i, r) -> witness(tx, i, List.of(code)));
    }
  }

  static Bytes keyHash(Bytes hash) {
    return script()
        .op(Opcodes.OP_DUP)
        .op(Opcodes.OP_HASH160)
        .push(hash)
        .op(Opcodes.OP_EQUALVERIFY)
        .op(Opcodes.OP_CHECKSIG)
        .build();
  }

  static Bytes p2sh(Bytes redeem) {
    return script()
        .op(Opcodes.OP_HASH160)
        .push(Hashes.hash160(redeem.toArray()))
        .op(Opcodes.OP_EQUAL)
        .build();
  }

  static Bytes p2wsh(Bytes code) {
    return script().op(Opcodes.OP_0).push(Hashes.sha256(code.toArray())).build();
  }

  static Lock.Unlock nested(Bytes program, Lock.Unlock inner) {
    return (tx, i, r) -> inner.unlock(tx, i, r).withScriptSig(script().push(program).build());
  }

  static TxIn base(PrecomputedTransaction tx, int index, ScriptBuilder scriptSig) {
    TxIn in = tx.transaction().inputs().get(index);
    return in.withScriptSig(scriptSig.build()).withWitness(List.of());
  }

  static TxIn witness(PrecomputedTransaction tx, int index, List<Bytes> elements) {
    return tx.transaction().inputs().get(index).withScriptSig(Bytes.EMPTY).withWitness(elements);
  }

  static Bytes ecdsa(
      PrecomputedTransaction tx, int index, Bytes code, byte[] secret, SplittableRandom r) {
    int type = ECDSA_TYPES[r.nextInt(ECDSA_TYPES.length)];
    return sign(secret, SignatureHashes.legacy(tx, index, code, type), type);
  }

  static Bytes v0(
      PrecomputedTransaction tx, int index, Bytes code, byte[] secret, SplittableRandom r) {
    int type = ECDSA_TYPES[r.nextInt(ECDSA_TYPES.length)];
    long amount = tx.spentOutputs().orElseThrow().get(index).valueSats();
    return sign(secret, SignatureHashes.witnessV0(tx, index, code, type, amount), type);
  }

  private static Bytes sign(byte[] secret, Bytes hash, int type) {
    return Bytes.of(Ecdsa.sign(secret, hash.toArray(), false, 0))
        .concat(Bytes.of(new byte[] {(byte) type}));
  }

  static Bytes schnorr(
      PrecomputedTransaction tx,
      int index,
      byte[] secret,
      @Nullable Bytes leafHash,
      @Nullable Bytes annex,
      int separator,
      SplittableRandom r) {
    int type = SCHNORR_TYPES[r.nextInt(SCHNORR_TYPES.length)];
    Bytes annexHash = annex == null ? null : TaprootSpend.annexHash(annex);
    int position = separator < 0 ? ExecutionData.NO_CODE_SEPARATOR : separator;
    Bytes hash = SignatureHashes.taproot(tx, index, type, annexHash, leafHash, position);
    if (hash == null) {
      // SINGLE without an output: sign everything instead.
      type = 0;
      hash = SignatureHashes.taproot(tx, index, type, annexHash, leafHash, position);
    }
    if (hash == null) {
      throw new IllegalStateException("no hash to sign");
    }
    Bytes signature = Bytes.of(Schnorr.sign(secret, hash.toArray(), NO_RANDOMNESS));
    return type == 0 ? signature : signature.concat(Bytes.of(new byte[] {(byte) type}));
  }
}
