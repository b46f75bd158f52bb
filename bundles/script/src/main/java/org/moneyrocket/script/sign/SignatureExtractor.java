// SPDX-License-Identifier: MIT
package org.moneyrocket.script.sign;

import java.util.ArrayList;
import java.util.List;
import org.moneyrocket.consensus.interpreter.ExecutionData;
import org.moneyrocket.consensus.interpreter.Interpreter;
import org.moneyrocket.consensus.interpreter.PrecomputedTransaction;
import org.moneyrocket.consensus.interpreter.ScriptError;
import org.moneyrocket.consensus.interpreter.ScriptFlag;
import org.moneyrocket.consensus.interpreter.ScriptFlags;
import org.moneyrocket.consensus.interpreter.ScriptVerifier;
import org.moneyrocket.consensus.interpreter.SigVersion;
import org.moneyrocket.consensus.interpreter.SignatureChecker;
import org.moneyrocket.consensus.interpreter.TransactionSignatureChecker;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.script.address.ScriptTemplate;
import org.moneyrocket.script.key.PublicKey;

/**
 * Reads signatures and scripts back out of inputs that may be signed only in part; of multisigs all
 * signatures.
 */
public final class SignatureExtractor {
  private SignatureExtractor() {}

  /** Notes every ECDSA signature that turns out right. */
  private record Recorder(SignatureChecker inner, InputSignatures found)
      implements SignatureChecker {
    @Override
    public boolean checkEcdsa(Bytes signature, Bytes key, Bytes scriptCode, SigVersion version) {
      boolean valid = inner.checkEcdsa(signature, key, scriptCode, version);
      if (valid) {
        PublicKey publicKey = new PublicKey(key);
        found
            .signatures()
            .putIfAbsent(publicKey.hash(), new InputSignatures.Signature(publicKey, signature));
      }
      return valid;
    }

    @Override
    public ScriptError checkSchnorr(
        Bytes signature, Bytes key, SigVersion version, ExecutionData execution) {
      return inner.checkSchnorr(signature, key, version, execution);
    }

    @Override
    public boolean checkLockTime(long lockTime) {
      return inner.checkLockTime(lockTime);
    }

    @Override
    public boolean checkSequence(long sequence) {
      return inner.checkSequence(sequence);
    }
  }

  /**
   * Reads an input.
   *
   * @param spent the output it spends
   */
  public static InputSignatures extract(
      PrecomputedTransaction transaction, int input, TxOut spent) {
    TxIn in = transaction.transaction().inputs().get(input);
    InputSignatures out = new InputSignatures();
    out.scriptSig = in.scriptSig();
    out.witnessStack = in.witness();
    Recorder checker =
        new Recorder(new TransactionSignatureChecker(transaction, input, spent.valueSats()), out);
    ScriptError verdict =
        ScriptVerifier.verify(
            in.scriptSig(), spent.script(), in.witness(), ScriptFlags.STANDARD, checker);
    if (verdict.isOk()) {
      out.complete = true;
      return out;
    }
    List<Bytes> stack =
        new ArrayList<>(
            Interpreter.run(
                    List.of(),
                    in.scriptSig(),
                    ScriptFlags.of(ScriptFlag.STRICTENC),
                    SignatureChecker.NONE,
                    SigVersion.BASE)
                .stack());
    List<Bytes> witness = new ArrayList<>(in.witness());
    Bytes script = spent.script();
    SigVersion version = SigVersion.BASE;
    if (ScriptTemplate.of(script) instanceof ScriptTemplate.ScriptHash && hasTop(stack)) {
      script = stack.removeLast();
      out.redeemScript = script;
    }
    if (ScriptTemplate.of(script) instanceof ScriptTemplate.WitnessScriptHash && hasTop(witness)) {
      script = witness.removeLast();
      out.witnessScript = script;
      stack = witness;
      version = SigVersion.WITNESS_V0;
    }
    if (ScriptTemplate.of(script) instanceof ScriptTemplate.Multisig multisig) {
      match(multisig.keys(), stack, script, version, checker);
    }
    return out;
  }

  private static boolean hasTop(List<Bytes> stack) {
    return !stack.isEmpty() && !stack.getLast().isEmpty();
  }

  /**
   * Signatures come in the order of their keys, so each search goes on where the last one ended.
   */
  private static void match(
      List<Bytes> keys, List<Bytes> stack, Bytes script, SigVersion version, Recorder checker) {
    int from = 0;
    for (Bytes signature : stack) {
      for (int i = from; i < keys.size(); i++) {
        boolean known = checker.found().signatures().containsKey(new PublicKey(keys.get(i)).hash());
        if (known || checker.checkEcdsa(signature, keys.get(i), script, version)) {
          from = i + 1;
          break;
        }
      }
    }
  }
}
