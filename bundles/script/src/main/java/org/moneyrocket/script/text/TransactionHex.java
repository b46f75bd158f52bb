// SPDX-License-Identifier: MIT
package org.moneyrocket.script.text;

import java.util.Optional;
import org.moneyrocket.consensus.interpreter.Script;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;

/** Transactions as users give them: in hex digits, perhaps without inputs or signatures. */
public final class TransactionHex {
  private TransactionHex() {}

  /**
   * Reads hex digits that a user gave for a transaction. Bytes that can be read with and without a
   * witness are taken for what makes sense as scripts.
   *
   * @param witness empty to find out, else whether the encoding with witness is the only one tried
   * @return empty if it is none
   */
  public static Optional<Transaction> decode(String hex, Optional<Boolean> witness) {
    if (!isHex(hex)) {
      return Optional.empty();
    }
    Bytes bytes = Bytes.fromHex(hex);
    boolean tryWitness = witness.orElse(true);
    boolean tryPlain = !witness.orElse(false);
    Optional<Transaction> extended = tryWitness ? read(bytes, true) : Optional.empty();
    if (extended.isPresent() && (!tryPlain || looksSane(extended.get()))) {
      return extended;
    }
    Optional<Transaction> plain = tryPlain ? read(bytes, false) : Optional.empty();
    if (plain.isPresent() && (extended.isEmpty() || looksSane(plain.get()))) {
      return plain;
    }
    return extended.isPresent() ? extended : plain;
  }

  /** Reads hex digits of a transaction that should have inputs. */
  public static Optional<Transaction> decode(String hex) {
    return decode(hex, Optional.empty());
  }

  private static boolean isHex(String text) {
    return !text.isEmpty()
        && text.length() % 2 == 0
        && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
  }

  private static Optional<Transaction> read(Bytes bytes, boolean witness) {
    try {
      ByteReader in = new ByteReader(bytes);
      Transaction tx = Transaction.read(in, witness);
      in.expectEnd("transaction");
      return Optional.of(tx);
    } catch (DecodeException e) {
      return Optional.empty();
    }
  }

  private static boolean looksSane(Transaction tx) {
    for (TxIn input : tx.inputs()) {
      if (!input.prevout().isNull() && !isWellFormed(input.scriptSig())) {
        return false;
      }
    }
    return tx.outputs().stream().allMatch(output -> isWellFormed(output.script()));
  }

  private static boolean isWellFormed(Bytes script) {
    return script.size() <= Script.MAX_BYTES && Script.isWellFormed(script);
  }
}
