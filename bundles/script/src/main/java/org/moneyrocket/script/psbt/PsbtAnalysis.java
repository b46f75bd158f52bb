// SPDX-License-Identifier: MIT
package org.moneyrocket.script.psbt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.consensus.interpreter.PrecomputedTransaction;
import org.moneyrocket.consensus.interpreter.Script;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.script.sign.InputSignatures;
import org.moneyrocket.script.sign.SigningData;

/**
 * What a PSBT still needs.
 *
 * @param error why it can become no transaction; the texts are shared with Bitcoin Core
 * @param inputs one entry for each input; empty if there is an error
 * @param next who has to do something
 * @param feeSats what inputs have more than outputs, if all inputs are known
 * @param sample the transaction as large as it will be, if that can be told; its signatures are
 *     wrong
 */
public record PsbtAnalysis(
    Optional<String> error,
    List<Input> inputs,
    PsbtRole next,
    Optional<Long> feeSats,
    Optional<Transaction> sample) {
  public PsbtAnalysis {
    inputs = List.copyOf(inputs);
  }

  /**
   * What an input still needs.
   *
   * @param missing what was looked for in vain; nothing if the input is final
   */
  public record Input(
      boolean hasUtxo, boolean isFinal, PsbtRole next, Optional<InputSignatures> missing) {}

  /** Looks at a PSBT, which stays as it is. */
  public static PsbtAnalysis of(Psbt original) {
    Psbt psbt = original.copy();
    Optional<PrecomputedTransaction> transaction = PsbtSigner.precompute(psbt);
    if (transaction.isEmpty()) {
      return invalid("PSBT cannot be made into a valid transaction");
    }
    List<Input> inputs = new ArrayList<>();
    long sum = 0;
    boolean allKnown = true;
    for (int i = 0; i < psbt.inputs().size(); i++) {
      PsbtInput input = psbt.inputs().get(i);
      Optional<TxOut> utxo = input.utxo();
      String where = "PSBT is not valid. Input " + i;
      if (utxo.isPresent()) {
        long value = utxo.get().valueSats();
        if (!Amount.isMoney(value) || !Amount.isMoney(sum + value)) {
          return invalid(where + " has invalid value");
        }
        sum += value;
        if (Script.isUnspendable(utxo.get().script())) {
          return invalid(where + " spends unspendable output");
        }
      } else if (input.nonWitnessUtxo().isPresent()
          && Integer.toUnsignedLong(input.prevout().index())
              >= input.nonWitnessUtxo().get().outputs().size()) {
        return invalid(where + " specifies invalid prevout");
      }
      allKnown &= utxo.isPresent();
      inputs.add(input(psbt, i, transaction.get()));
    }
    PsbtRole next =
        inputs.stream().map(Input::next).min(PsbtRole::compareTo).orElse(PsbtRole.EXTRACTOR);
    if (!allKnown) {
      return new PsbtAnalysis(Optional.empty(), inputs, next, Optional.empty(), Optional.empty());
    }
    long out = 0;
    for (PsbtOutput output : psbt.outputs()) {
      long value = output.output().valueSats();
      if (!Amount.isMoney(value) || !Amount.isMoney(out + value)) {
        return invalid("PSBT is not valid. Output amount invalid");
      }
      out += value;
    }
    return new PsbtAnalysis(
        Optional.empty(),
        inputs,
        next,
        Optional.of(sum - out),
        sample(psbt, transaction.get().transaction()));
  }

  private static PsbtAnalysis invalid(String error) {
    return new PsbtAnalysis(
        Optional.of(error), List.of(), PsbtRole.CREATOR, Optional.empty(), Optional.empty());
  }

  private static Input input(Psbt psbt, int index, PrecomputedTransaction transaction) {
    boolean hasUtxo = psbt.inputs().get(index).utxo().isPresent();
    if (PsbtSigner.isSigned(psbt, index, transaction)) {
      return new Input(hasUtxo, true, PsbtRole.EXTRACTOR, Optional.empty());
    }
    PsbtSigner.Outcome outcome =
        PsbtSigner.sign(new SigningData(), psbt, index, transaction, PsbtSigner.Options.DEFAULT);
    if (outcome.error().isEmpty()) {
      return new Input(hasUtxo, false, PsbtRole.FINALIZER, Optional.empty());
    }
    InputSignatures found = outcome.signatures();
    boolean onlySignatures =
        found.missingKeys().isEmpty()
            && found.missingRedeemScript().isEmpty()
            && found.missingWitnessScript().isEmpty()
            && !found.missingSignatures().isEmpty();
    return new Input(
        hasUtxo, false, onlySignatures ? PsbtRole.SIGNER : PsbtRole.UPDATER, Optional.of(found));
  }

  private static Optional<Transaction> sample(Psbt psbt, Transaction unsigned) {
    List<TxIn> inputs = new ArrayList<>();
    for (int i = 0; i < psbt.inputs().size(); i++) {
      if (PsbtSigner.signForSize(new SigningData(), psbt, i).error().isPresent()) {
        return Optional.empty();
      }
      PsbtInput input = psbt.inputs().get(i);
      Bytes scriptSig = input.finalScriptSig();
      inputs.add(
          unsigned.inputs().get(i).withScriptSig(scriptSig).withWitness(input.finalWitness()));
    }
    return Optional.of(unsigned.withInputs(inputs));
  }
}
