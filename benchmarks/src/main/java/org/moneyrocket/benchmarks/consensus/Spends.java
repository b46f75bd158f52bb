// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.consensus;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.moneyrocket.consensus.interpreter.ExecutionData;
import org.moneyrocket.consensus.interpreter.Opcodes;
import org.moneyrocket.consensus.interpreter.PrecomputedTransaction;
import org.moneyrocket.consensus.interpreter.ScriptBuilder;
import org.moneyrocket.consensus.interpreter.SignatureHashes;
import org.moneyrocket.crypto.Ecdsa;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.crypto.Schnorr;
import org.moneyrocket.crypto.Secp256k1;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;

/** Makes signed transactions whose inputs all spend the same kind of output. */
final class Spends {
  static final byte[] SECRET = Hashes.sha256(new byte[] {42});
  static final Bytes KEY = Bytes.of(Secp256k1.publicKey(SECRET, true));

  private static final long AMOUNT = 100_000;
  private static final Bytes ALL = Bytes.of(new byte[] {SignatureHashes.ALL});

  /** Which output is spent. */
  enum Kind {
    P2PKH,
    P2WPKH,
    TAPROOT_KEY,
    MULTISIG_2_OF_3
  }

  private Spends() {}

  private static Bytes keyHashScript() {
    return new ScriptBuilder()
        .op(Opcodes.OP_DUP)
        .op(Opcodes.OP_HASH160)
        .push(Hashes.hash160(KEY.toArray()))
        .op(Opcodes.OP_EQUALVERIFY)
        .op(Opcodes.OP_CHECKSIG)
        .build();
  }

  private static Bytes multisigScript() {
    return new ScriptBuilder()
        .number(2)
        .push(KEY)
        .push(KEY)
        .push(KEY)
        .number(3)
        .op(Opcodes.OP_CHECKMULTISIG)
        .build();
  }

  private static Bytes lockingScript(Kind kind) {
    return switch (kind) {
      case P2PKH -> keyHashScript();
      case P2WPKH ->
          new ScriptBuilder().op(Opcodes.OP_0).push(Hashes.hash160(KEY.toArray())).build();
      case TAPROOT_KEY -> new ScriptBuilder().op(Opcodes.OP_1).push(KEY.slice(1, 32)).build();
      case MULTISIG_2_OF_3 ->
          new ScriptBuilder()
              .op(Opcodes.OP_0)
              .push(Hashes.sha256(multisigScript().toArray()))
              .build();
    };
  }

  /** Makes a transaction that is not signed. */
  static PrecomputedTransaction unsigned(Kind kind, int inputs) {
    List<TxIn> ins = new ArrayList<>();
    List<TxOut> spent = new ArrayList<>();
    for (int i = 0; i < inputs; i++) {
      Txid txid = new Txid(Bytes.of(Hashes.sha256(new byte[] {(byte) i, (byte) (i >>> 8)})));
      ins.add(new TxIn(new OutPoint(txid, 0), Bytes.EMPTY, TxIn.SEQUENCE_FINAL));
      spent.add(new TxOut(AMOUNT, lockingScript(kind)));
    }
    List<TxOut> outs =
        List.of(
            new TxOut(AMOUNT, lockingScript(Kind.P2WPKH)), new TxOut(1, lockingScript(Kind.P2PKH)));
    return PrecomputedTransaction.of(new Transaction(2, ins, outs, 0), spent);
  }

  /** Makes a transaction with all signatures. */
  static PrecomputedTransaction signed(Kind kind, int inputs) {
    PrecomputedTransaction unsigned = unsigned(kind, inputs);
    List<TxIn> ins = new ArrayList<>();
    for (int i = 0; i < inputs; i++) {
      ins.add(sign(unsigned, i, kind));
    }
    return PrecomputedTransaction.of(
        unsigned.transaction().withInputs(ins), unsigned.spentOutputs().orElseThrow());
  }

  private static TxIn sign(PrecomputedTransaction tx, int index, Kind kind) {
    TxIn in = tx.transaction().inputs().get(index);
    return switch (kind) {
      case P2PKH ->
          in.withScriptSig(
              new ScriptBuilder()
                  .push(ecdsa(SignatureHashes.legacy(tx, index, keyHashScript(), 1)))
                  .push(KEY)
                  .build());
      case P2WPKH -> in.withWitness(List.of(ecdsa(v0(tx, index, keyHashScript())), KEY));
      case MULTISIG_2_OF_3 -> {
        Bytes signature = ecdsa(v0(tx, index, multisigScript()));
        yield in.withWitness(List.of(Bytes.EMPTY, signature, signature, multisigScript()));
      }
      case TAPROOT_KEY ->
          in.withWitness(
              List.of(Bytes.of(Schnorr.sign(SECRET, taproot(tx, index).toArray(), new byte[32]))));
    };
  }

  private static Bytes v0(PrecomputedTransaction tx, int index, Bytes code) {
    return SignatureHashes.witnessV0(tx, index, code, SignatureHashes.ALL, AMOUNT);
  }

  static Bytes taproot(PrecomputedTransaction tx, int index) {
    return Objects.requireNonNull(
        SignatureHashes.taproot(
            tx, index, SignatureHashes.DEFAULT, null, null, ExecutionData.NO_CODE_SEPARATOR));
  }

  private static Bytes ecdsa(Bytes hash) {
    return Bytes.of(Ecdsa.sign(SECRET, hash.toArray())).concat(ALL);
  }

  static Bytes hash(Kind kind, PrecomputedTransaction tx, int index) {
    return switch (kind) {
      case P2PKH -> SignatureHashes.legacy(tx, index, keyHashScript(), SignatureHashes.ALL);
      case P2WPKH -> v0(tx, index, keyHashScript());
      case MULTISIG_2_OF_3 -> v0(tx, index, multisigScript());
      case TAPROOT_KEY -> taproot(tx, index);
    };
  }
}
