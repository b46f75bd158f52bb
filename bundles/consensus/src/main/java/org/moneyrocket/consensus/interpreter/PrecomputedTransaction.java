// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;

/**
 * A transaction with the parts of its signature hashes that all inputs share, each computed when it
 * is first needed. Safe for several threads.
 */
public final class PrecomputedTransaction {
  private final Transaction transaction;
  private final @Nullable List<TxOut> spent;

  // Immutable objects with final fields, so threads that race compute the same twice at worst.
  private @Nullable LegacyTemplate legacy;
  private @Nullable SharedHashes shared;
  private @Nullable SpentHashes spentHashes;

  private PrecomputedTransaction(Transaction transaction, @Nullable List<TxOut> spent) {
    this.transaction = transaction;
    this.spent = spent;
  }

  /**
   * Takes a transaction and what it spends.
   *
   * @param spent for each input the output it spends, in order
   */
  public static PrecomputedTransaction of(Transaction transaction, List<TxOut> spent) {
    if (spent.size() != transaction.inputs().size()) {
      throw new IllegalArgumentException(
          spent.size() + " outputs for " + transaction.inputs().size() + " inputs");
    }
    return new PrecomputedTransaction(transaction, List.copyOf(spent));
  }

  /** Takes a transaction of which not all spent outputs are known; taproot hashes then fail. */
  public static PrecomputedTransaction withoutSpentOutputs(Transaction transaction) {
    return new PrecomputedTransaction(transaction, null);
  }

  public Transaction transaction() {
    return transaction;
  }

  /** Returns what the inputs spend, in order, if that is known. */
  public Optional<List<TxOut>> spentOutputs() {
    return Optional.ofNullable(spent);
  }

  List<TxOut> requireSpent() {
    List<TxOut> outputs = spent;
    if (outputs == null) {
      throw new IllegalStateException(
          "the outputs spent by " + transaction.txid() + " are not known");
    }
    return outputs;
  }

  /**
   * The transaction with empty scripts: what most legacy hashes are made of.
   *
   * @param bytes version, inputs, outputs, lock time
   * @param firstInput where the first input begins; each takes {@link #INPUT_BYTES}
   * @param outputs where the number of outputs begins
   */
  record LegacyTemplate(byte[] bytes, int firstInput, int outputs) {
    static final int INPUT_BYTES = OutPoint.BYTES + 1 + 4;

    int input(int index) {
      return firstInput + index * INPUT_BYTES;
    }
  }

  LegacyTemplate legacy() {
    LegacyTemplate template = legacy;
    if (template == null) {
      ByteWriter out = new ByteWriter(transaction.baseSize());
      out.i32(transaction.version()).compactSize(transaction.inputs().size());
      final int firstInput = out.size();
      for (TxIn input : transaction.inputs()) {
        input.prevout().write(out);
        out.u8(0).i32(input.sequence());
      }
      final int outputs = out.size();
      out.compactSize(transaction.outputs().size());
      for (TxOut output : transaction.outputs()) {
        output.write(out);
      }
      out.i32(transaction.lockTime());
      template = new LegacyTemplate(out.toArray(), firstInput, outputs);
      legacy = template;
    }
    return template;
  }

  /** Hashes of all inputs and outputs: once for BIP341, twice for BIP143. */
  record SharedHashes(
      byte[] prevouts,
      byte[] sequences,
      byte[] outputs,
      byte[] prevoutsTwice,
      byte[] sequencesTwice,
      byte[] outputsTwice) {}

  SharedHashes shared() {
    SharedHashes hashes = shared;
    if (hashes == null) {
      ByteWriter out = new ByteWriter(transaction.inputs().size() * OutPoint.BYTES);
      for (TxIn input : transaction.inputs()) {
        input.prevout().write(out);
      }
      final byte[] prevouts = hash(out);
      for (TxIn input : transaction.inputs()) {
        out.i32(input.sequence());
      }
      final byte[] sequences = hash(out);
      for (TxOut output : transaction.outputs()) {
        output.write(out);
      }
      final byte[] outputs = hash(out);
      hashes =
          new SharedHashes(
              prevouts,
              sequences,
              outputs,
              Hashes.sha256(prevouts),
              Hashes.sha256(sequences),
              Hashes.sha256(outputs));
      shared = hashes;
    }
    return hashes;
  }

  /** Hashes of all amounts and scripts spent (BIP341). */
  record SpentHashes(byte[] amounts, byte[] scripts) {}

  SpentHashes spentHashes() {
    SpentHashes hashes = spentHashes;
    if (hashes == null) {
      ByteWriter out = new ByteWriter();
      for (TxOut output : requireSpent()) {
        out.i64(output.valueSats());
      }
      final byte[] amounts = hash(out);
      for (TxOut output : requireSpent()) {
        out.varBytes(output.script());
      }
      hashes = new SpentHashes(amounts, hash(out));
      spentHashes = hashes;
    }
    return hashes;
  }

  private static byte[] hash(ByteWriter out) {
    byte[] hash = Hashes.sha256(out.unsafeArray(), 0, out.size());
    out.reset();
    return hash;
  }

  /** Feeds one output to {@code sha}. */
  static void update(MessageDigest sha, TxOut output) {
    ByteWriter out = new ByteWriter(output.script().size() + 17);
    output.write(out);
    sha.update(out.unsafeArray(), 0, out.size());
  }
}
