// SPDX-License-Identifier: MIT
package org.moneyrocket.script.sign;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.moneyrocket.consensus.interpreter.PrecomputedTransaction;
import org.moneyrocket.consensus.interpreter.Script;
import org.moneyrocket.consensus.interpreter.ScriptError;
import org.moneyrocket.consensus.interpreter.ScriptFlags;
import org.moneyrocket.consensus.interpreter.ScriptVerifier;
import org.moneyrocket.consensus.interpreter.TransactionSignatureChecker;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.script.address.ScriptTemplate;

/** Signs the inputs of a transaction. */
public final class TransactionSigner {
  private TransactionSigner() {}

  /**
   * A transaction after signing.
   *
   * @param errors why inputs are not finished, by their number; the texts are shared with Bitcoin
   *     Core
   */
  public record Result(Transaction transaction, SortedMap<Integer, String> errors) {
    /** Tells whether every input is finished. */
    public boolean isComplete() {
      return errors.isEmpty();
    }
  }

  /**
   * Signs every input as far as possible; signatures of others are kept.
   *
   * @param coins outputs that are spent; {@link Amount#MAX_MONEY} stands for an amount that is not
   *     known
   * @param data keys and scripts to sign with
   */
  public static Result sign(
      Transaction transaction, Map<OutPoint, TxOut> coins, SigningData data, HashType hashType) {
    PrecomputedTransaction precomputed = precompute(transaction, coins);
    SortedMap<Integer, String> errors = new TreeMap<>();
    List<TxIn> inputs = new ArrayList<>();
    for (int i = 0; i < transaction.inputs().size(); i++) {
      TxIn in = transaction.inputs().get(i);
      TxOut spent = coins.get(in.prevout());
      if (spent == null) {
        errors.put(i, "Input not found or already spent");
        inputs.add(in);
        continue;
      }
      InputSignatures signatures = SignatureExtractor.extract(precomputed, i, spent);
      // A SINGLE signature without a matching output would sign the number one.
      if (!hashType.isSingle() || i < transaction.outputs().size()) {
        InputSigner.sign(
            data,
            new TransactionSignatureCreator(precomputed, i, spent.valueSats(), hashType),
            spent.script(),
            signatures);
      }
      TxIn signed =
          new TxIn(in.prevout(), signatures.scriptSig(), in.sequence(), signatures.witnessStack());
      inputs.add(signed);
      String error = error(precomputed, i, spent, signed, signatures);
      if (!error.isEmpty()) {
        errors.put(i, error);
      }
    }
    return new Result(transaction.withInputs(inputs), errors);
  }

  /** Returns the transaction with its spent outputs, or without them if one is not known. */
  public static PrecomputedTransaction precompute(
      Transaction transaction, Map<OutPoint, TxOut> coins) {
    List<TxOut> spent = new ArrayList<>();
    for (TxIn in : transaction.inputs()) {
      TxOut coin = coins.get(in.prevout());
      if (coin == null) {
        return PrecomputedTransaction.withoutSpentOutputs(transaction);
      }
      spent.add(coin);
    }
    return PrecomputedTransaction.of(transaction, spent);
  }

  /** Returns why the input is not finished; no text if it is. */
  private static String error(
      PrecomputedTransaction transaction,
      int input,
      TxOut spent,
      TxIn signed,
      InputSignatures signatures) {
    if (spent.valueSats() == Amount.MAX_MONEY && signed.hasWitness()) {
      return "Missing amount";
    }
    if (signatures.isComplete()) {
      return "";
    }
    ScriptError verdict =
        ScriptVerifier.verify(
            signed.scriptSig(),
            spent.script(),
            signed.witness(),
            ScriptFlags.STANDARD,
            new TransactionSignatureChecker(transaction, input, spent.valueSats()));
    return switch (verdict) {
      case OK -> "";
      case INVALID_STACK_OPERATION ->
          "Unable to sign input, invalid stack size (possibly missing key)";
      case SIG_NULLFAIL ->
          "CHECK(MULTI)SIG failing with non-zero signature (possibly need more signatures)";
      default -> verdict.message();
    };
  }

  /** Tells whether an output is spent with a witness, directly or through a known redeem script. */
  public static boolean isWitnessOutput(SigningData data, Bytes script) {
    if (Script.isWitnessProgram(script)) {
      return true;
    }
    return ScriptTemplate.of(script) instanceof ScriptTemplate.ScriptHash(Bytes hash)
        && data.script(hash).filter(Script::isWitnessProgram).isPresent();
  }
}
