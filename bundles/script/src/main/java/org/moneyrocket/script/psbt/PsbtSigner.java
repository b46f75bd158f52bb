// SPDX-License-Identifier: MIT
package org.moneyrocket.script.psbt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.moneyrocket.consensus.interpreter.PrecomputedTransaction;
import org.moneyrocket.consensus.interpreter.Script;
import org.moneyrocket.consensus.interpreter.ScriptFlags;
import org.moneyrocket.consensus.interpreter.ScriptVerifier;
import org.moneyrocket.consensus.interpreter.SignatureHashes;
import org.moneyrocket.consensus.interpreter.TransactionSignatureChecker;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.script.sign.DummySignatureCreator;
import org.moneyrocket.script.sign.HashType;
import org.moneyrocket.script.sign.InputSignatures;
import org.moneyrocket.script.sign.InputSigner;
import org.moneyrocket.script.sign.SignatureCreator;
import org.moneyrocket.script.sign.SigningData;
import org.moneyrocket.script.sign.TransactionSignatureCreator;

/** The roles of updater, signer, finalizer and extractor of a PSBT. */
public final class PsbtSigner {
  private PsbtSigner() {}

  /**
   * How an input is to be signed.
   *
   * @param hashType the type wanted; must be the one the PSBT asks for, if it asks for one
   * @param finish whether a complete input is finished, which drops what was needed to get there
   */
  public record Options(OptionalInt hashType, boolean finish) {
    /** No wish about the type; complete inputs are finished. */
    public static final Options DEFAULT = new Options(OptionalInt.empty(), true);
  }

  /**
   * What working on an input came to.
   *
   * @param error why the input is not complete, if it is not
   * @param signatures what was found and what was missing
   */
  public record Outcome(Optional<PsbtError> error, InputSignatures signatures) {}

  /**
   * Returns the transaction with what it spends as far as that is known; empty if it can have no
   * lock time.
   */
  public static Optional<PrecomputedTransaction> precompute(Psbt psbt) {
    List<TxOut> spent = new ArrayList<>();
    for (PsbtInput input : psbt.inputs()) {
      input.utxo().ifPresent(spent::add);
    }
    return psbt.unsignedTransaction()
        .map(
            transaction ->
                spent.size() == transaction.inputs().size()
                    ? PrecomputedTransaction.of(transaction, spent)
                    : PrecomputedTransaction.withoutSpentOutputs(transaction));
  }

  /** Tells whether an input is finished and satisfies what it spends. */
  public static boolean isSigned(Psbt psbt, int index, PrecomputedTransaction transaction) {
    PsbtInput input = psbt.inputs().get(index);
    return input
        .utxo()
        .filter(
            spent ->
                ScriptVerifier.verify(
                        input.finalScriptSig(),
                        spent.script(),
                        input.finalWitness(),
                        ScriptFlags.STANDARD,
                        new TransactionSignatureChecker(transaction, index, spent.valueSats()))
                    .isOk())
        .isPresent();
  }

  /**
   * Signs an input as far as {@code data} allows, and adds scripts and origins that it knows;
   * without secret keys this is the updater's part.
   *
   * @param transaction made by {@link #precompute} from this PSBT
   */
  public static Outcome sign(
      SigningData data, Psbt psbt, int index, PrecomputedTransaction transaction, Options options) {
    if (isSigned(psbt, index, transaction)) {
      return new Outcome(Optional.empty(), psbt.inputs().get(index).toSignatures());
    }
    return new Attempt(data, psbt.inputs().get(index), options)
        .run(
            (type, spent) ->
                new TransactionSignatureCreator(transaction, index, spent.valueSats(), type));
  }

  /**
   * Fills an input with signatures that have the right size and are wrong, to estimate the
   * transaction's weight.
   */
  public static Outcome signForSize(SigningData data, Psbt psbt, int index) {
    Optional<PrecomputedTransaction> transaction = precompute(psbt);
    if (transaction.isPresent() && isSigned(psbt, index, transaction.get())) {
      return new Outcome(Optional.empty(), psbt.inputs().get(index).toSignatures());
    }
    return new Attempt(data, psbt.inputs().get(index), Options.DEFAULT)
        .run((_, _) -> DummySignatureCreator.LOW_R);
  }

  private interface CreatorSource {
    SignatureCreator creator(HashType type, TxOut spent);
  }

  private record Attempt(SigningData data, PsbtInput input, Options options) {
    Outcome run(CreatorSource source) {
      InputSignatures signatures = input.toSignatures();
      Optional<TxOut> utxo = input.utxo();
      if (utxo.isEmpty()) {
        return new Outcome(Optional.of(PsbtError.MISSING_INPUTS), signatures);
      }
      TxOut spent = utxo.get();
      boolean taproot = Script.isPayToTaproot(spent.script());
      int type = options.hashType().orElse(taproot ? SignatureHashes.DEFAULT : SignatureHashes.ALL);
      if (input.hashType().orElse(type) != type) {
        return new Outcome(Optional.of(PsbtError.SIGHASH_MISMATCH), signatures);
      }
      // DEFAULT may be asked for where it means ALL, since other inputs may be taproot.
      boolean isUsual =
          type == SignatureHashes.DEFAULT || (!taproot && type == SignatureHashes.ALL);
      if (!isUsual) {
        input.setHashType(OptionalInt.of(type));
      }
      if (!signaturesHaveType(type)) {
        return new Outcome(Optional.of(PsbtError.SIGHASH_MISMATCH), signatures);
      }
      // Types that are not defined can be asked for by a PSBT, but nothing is ever signed with
      // them.
      HashType wanted = HashType.byCode(type).orElse(HashType.ALL);
      boolean complete =
          InputSigner.sign(data, source.creator(wanted, spent), spent.script(), signatures);
      if (input.nonWitnessUtxo().isEmpty() && !signatures.isWitness()) {
        // The amount came without the transaction it is in, and only witness signatures cover it.
        return new Outcome(Optional.of(PsbtError.INCOMPLETE), signatures);
      }
      if (!options.finish()) {
        signatures.reopen();
      }
      input.fromSignatures(signatures);
      if (signatures.isWitness()) {
        input.setWitnessUtxo(spent);
      }
      return new Outcome(
          complete ? Optional.empty() : Optional.of(PsbtError.INCOMPLETE), signatures);
    }

    private boolean signaturesHaveType(int type) {
      List<Bytes> schnorr = new ArrayList<>(input.taprootLeafSignatures().values());
      if (!input.taprootKeySignature().isEmpty()) {
        schnorr.add(input.taprootKeySignature());
      }
      if (type == SignatureHashes.DEFAULT) {
        return schnorr.stream().allMatch(signature -> signature.size() == 64);
      }
      return schnorr.stream().allMatch(s -> s.size() == 65 && s.unsigned(64) == type)
          && input.partialSignatures().values().stream()
              .map(InputSignatures.Signature::signature)
              .allMatch(s -> s.unsigned(s.size() - 1) == type);
    }
  }

  /** Adds scripts and origins that {@code data} knows for an output. */
  public static void updateOutput(SigningData data, Psbt psbt, int index) {
    PsbtOutput output = psbt.outputs().get(index);
    InputSignatures signatures = output.toSignatures();
    // A spend that will never happen, only to see what it would take.
    OutPoint nowhere = new OutPoint(new Txid(Bytes.wrap(new byte[32])), 0);
    Transaction spend =
        new Transaction(2, List.of(new TxIn(nowhere, Bytes.EMPTY, 0)), List.of(), 0);
    InputSigner.sign(
        data,
        new TransactionSignatureCreator(
            PrecomputedTransaction.withoutSpentOutputs(spend),
            0,
            output.output().valueSats(),
            HashType.ALL),
        output.output().script(),
        signatures);
    signatures.reopen();
    output.fromSignatures(signatures);
  }

  /**
   * Drops previous transactions that signers do not need: they can only go if every input is
   * taproot or later and its signature covers all inputs.
   */
  public static void removeUnneededTransactions(Psbt psbt) {
    for (PsbtInput input : psbt.inputs()) {
      boolean covered =
          input
              .witnessUtxo()
              .flatMap(output -> Script.witnessProgram(output.script()))
              .filter(program -> program.version() > 0)
              .isPresent();
      boolean anyoneCanPay = (input.hashType().orElse(0) & SignatureHashes.ANYONE_CAN_PAY) != 0;
      if (!covered || anyoneCanPay) {
        return;
      }
    }
    psbt.inputs().forEach(input -> input.setNonWitnessUtxo(null));
  }

  /** Finishes every input for which everything is there; tells whether these are all. */
  public static boolean finish(Psbt psbt) {
    Optional<PrecomputedTransaction> transaction = precompute(psbt);
    if (transaction.isEmpty()) {
      return false;
    }
    boolean complete = true;
    for (int i = 0; i < psbt.inputs().size(); i++) {
      Options options = new Options(psbt.inputs().get(i).hashType(), true);
      complete &= sign(new SigningData(), psbt, i, transaction.get(), options).error().isEmpty();
    }
    return complete;
  }

  /** Finishes all inputs and returns the transaction; empty if something is missing. */
  public static Optional<Transaction> finishAndExtract(Psbt psbt) {
    if (!finish(psbt)) {
      return Optional.empty();
    }
    return psbt.unsignedTransaction()
        .map(
            transaction -> {
              List<TxIn> inputs = new ArrayList<>();
              for (int i = 0; i < psbt.inputs().size(); i++) {
                PsbtInput input = psbt.inputs().get(i);
                inputs.add(
                    transaction
                        .inputs()
                        .get(i)
                        .withScriptSig(input.finalScriptSig())
                        .withWitness(input.finalWitness()));
              }
              return transaction.withInputs(inputs);
            });
  }

  /** Counts inputs that are not finished. */
  public static int countUnfinished(Psbt psbt) {
    return (int) psbt.inputs().stream().filter(input -> !input.isFinal()).count();
  }
}
