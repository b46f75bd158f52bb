// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.chain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

/**
 * Keys that follow from a seed, the scripts that pay to them, and the signatures that spend those.
 * Safe for several threads.
 */
final class Keyring {
  private static final Bytes SIGHASH_ALL = Bytes.of(new byte[] {SignatureHashes.ALL});
  private static final byte[] NO_RANDOMNESS = new byte[32];

  private final List<Entry> entries = new ArrayList<>();

  /** All that belongs to one key. The multisig script has two more keys, the ones that follow. */
  private record Entry(
      byte[] secret,
      Bytes key,
      Bytes keyHashScript,
      Bytes keyHashProgram,
      Bytes multisigScript,
      Bytes multisigProgram,
      byte[] tapSecret,
      Bytes tapKeyProgram,
      Bytes tapLeaf,
      Bytes tapControl,
      Bytes tapScriptProgram) {}

  Keyring(long seed, int count) {
    List<byte[]> secrets = new ArrayList<>();
    List<Bytes> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] secret = derive(seed, "key", i);
      secrets.add(secret);
      keys.add(Bytes.of(Secp256k1.publicKey(secret, true)));
    }
    for (int i = 0; i < count; i++) {
      List<Bytes> three =
          List.of(keys.get(i), keys.get((i + 1) % count), keys.get((i + 2) % count));
      Bytes sibling = Bytes.of(derive(seed, "sibling", i));
      entries.add(entry(secrets.get(i), three, sibling));
    }
  }

  private static byte[] derive(long seed, String purpose, int index) {
    byte[] numbers = ByteBuffer.allocate(12).putLong(seed).putInt(index).array();
    return Hashes.sha256(purpose.getBytes(StandardCharsets.US_ASCII), numbers);
  }

  private static Entry entry(byte[] secret, List<Bytes> keys, Bytes sibling) {
    Bytes key = keys.get(0);
    byte[] keyHash = Hashes.hash160(key.toArray());
    Bytes multisig =
        new ScriptBuilder()
            .number(2)
            .push(keys.get(0))
            .push(keys.get(1))
            .push(keys.get(2))
            .number(3)
            .op(Opcodes.OP_CHECKMULTISIG)
            .build();
    byte[] internal = key.slice(1, 32).toArray();
    byte[] keyTweak = TaprootSpend.tweak(Bytes.of(internal), Bytes.EMPTY).toArray();
    Bytes leaf = new ScriptBuilder().push(internal).op(Opcodes.OP_CHECKSIG).build();
    Bytes root =
        TaprootSpend.branchHash(TaprootSpend.leafHash(TaprootSpend.LEAF_TAPSCRIPT, leaf), sibling);
    // The internal key of the script path is another one's, as it is where nobody has it alone.
    byte[] other = keys.get(1).slice(1, 32).toArray();
    Secp256k1.Tweaked output =
        Secp256k1.xonlyTweakAdd(other, TaprootSpend.tweak(Bytes.of(other), root).toArray())
            .orElseThrow();
    byte[] control = new byte[] {(byte) (TaprootSpend.LEAF_TAPSCRIPT | (output.odd() ? 1 : 0))};
    return new Entry(
        secret,
        key,
        new ScriptBuilder()
            .op(Opcodes.OP_DUP)
            .op(Opcodes.OP_HASH160)
            .push(keyHash)
            .op(Opcodes.OP_EQUALVERIFY)
            .op(Opcodes.OP_CHECKSIG)
            .build(),
        new ScriptBuilder().op(Opcodes.OP_0).push(keyHash).build(),
        multisig,
        new ScriptBuilder().op(Opcodes.OP_0).push(Hashes.sha256(multisig.toArray())).build(),
        Secp256k1.secretXonlyTweakAdd(secret, keyTweak).orElseThrow(),
        new ScriptBuilder()
            .op(Opcodes.OP_1)
            .push(Secp256k1.xonlyTweakAdd(internal, keyTweak).orElseThrow().key())
            .build(),
        leaf,
        Bytes.of(control).concat(Bytes.of(other)).concat(sibling),
        new ScriptBuilder().op(Opcodes.OP_1).push(output.key()).build());
  }

  int size() {
    return entries.size();
  }

  /** Returns the script of an output. */
  Bytes lockingScript(OutputKind kind, int key) {
    Entry entry = entries.get(key);
    return switch (kind) {
      case P2PKH -> entry.keyHashScript();
      case P2WPKH -> entry.keyHashProgram();
      case P2WSH_MULTISIG -> entry.multisigProgram();
      case TAPROOT_KEY -> entry.tapKeyProgram();
      case TAPROOT_SCRIPT -> entry.tapScriptProgram();
    };
  }

  /** Returns input {@code index} of {@code tx} with its signatures. */
  TxIn sign(PrecomputedTransaction tx, int index, OutputKind kind, int key) {
    Entry entry = entries.get(key);
    TxIn in = tx.transaction().inputs().get(index);
    return switch (kind) {
      case P2PKH -> {
        Bytes hash = SignatureHashes.legacy(tx, index, entry.keyHashScript(), SignatureHashes.ALL);
        yield in.withScriptSig(
            new ScriptBuilder().push(ecdsa(entry.secret(), hash)).push(entry.key()).build());
      }
      case P2WPKH -> {
        Bytes hash = v0(tx, index, entry.keyHashScript());
        yield in.withWitness(List.of(ecdsa(entry.secret(), hash), entry.key()));
      }
      case P2WSH_MULTISIG -> {
        Bytes hash = v0(tx, index, entry.multisigScript());
        // Which two of the three sign decides how many pairs the check has to try.
        int left = key % 3;
        int first = left == 0 ? 1 : 0;
        int second = left == 2 ? 1 : 2;
        yield in.withWitness(
            List.of(
                Bytes.EMPTY,
                ecdsa(secret(key + first), hash),
                ecdsa(secret(key + second), hash),
                entry.multisigScript()));
      }
      case TAPROOT_KEY ->
          in.withWitness(List.of(schnorr(entry.tapSecret(), taproot(tx, index, null))));
      case TAPROOT_SCRIPT -> {
        Bytes leafHash = TaprootSpend.leafHash(TaprootSpend.LEAF_TAPSCRIPT, entry.tapLeaf());
        yield in.withWitness(
            List.of(
                schnorr(entry.secret(), taproot(tx, index, leafHash)),
                entry.tapLeaf(),
                entry.tapControl()));
      }
    };
  }

  private byte[] secret(int key) {
    return entries.get(key % entries.size()).secret();
  }

  private static Bytes v0(PrecomputedTransaction tx, int index, Bytes code) {
    long amount = tx.spentOutputs().orElseThrow().get(index).valueSats();
    return SignatureHashes.witnessV0(tx, index, code, SignatureHashes.ALL, amount);
  }

  private static Bytes taproot(PrecomputedTransaction tx, int index, @Nullable Bytes leafHash) {
    return Objects.requireNonNull(
        SignatureHashes.taproot(
            tx, index, SignatureHashes.DEFAULT, null, leafHash, ExecutionData.NO_CODE_SEPARATOR));
  }

  private static Bytes ecdsa(byte[] secret, Bytes hash) {
    return Bytes.of(Ecdsa.sign(secret, hash.toArray(), false, 0)).concat(SIGHASH_ALL);
  }

  private static Bytes schnorr(byte[] secret, Bytes hash) {
    return Bytes.of(Schnorr.sign(secret, hash.toArray(), NO_RANDOMNESS));
  }
}
