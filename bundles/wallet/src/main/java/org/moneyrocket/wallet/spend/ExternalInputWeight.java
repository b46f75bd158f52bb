// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.spend;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.moneyrocket.consensus.interpreter.ExecutionData;
import org.moneyrocket.consensus.interpreter.PrecomputedTransaction;
import org.moneyrocket.consensus.interpreter.ScriptError;
import org.moneyrocket.consensus.interpreter.ScriptFlags;
import org.moneyrocket.consensus.interpreter.ScriptVerifier;
import org.moneyrocket.consensus.interpreter.SigVersion;
import org.moneyrocket.consensus.interpreter.SignatureChecker;
import org.moneyrocket.consensus.interpreter.TransactionSignatureChecker;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;

/**
 * How heavy an input of others may become when they sign again: as it is, with every signature as
 * large as it can be.
 */
final class ExternalInputWeight {
  private static final int MAX_ECDSA = 72;
  private static final int MAX_SCHNORR = 65;

  private ExternalInputWeight() {}

  static int of(Transaction transaction, TxIn in, Map<OutPoint, TxOut> coins) {
    int weight = weight(in);
    int index = transaction.inputs().indexOf(in);
    TxOut coin = Objects.requireNonNull(coins.get(in.prevout()), "the spent output");
    List<TxOut> spent = transaction.inputs().stream().map(i -> coins.get(i.prevout())).toList();
    TransactionSignatureChecker checker =
        new TransactionSignatureChecker(
            PrecomputedTransaction.of(transaction, spent), index, coin.valueSats());
    Measure measure = new Measure(checker);
    ScriptVerifier.verify(
        in.scriptSig(), coin.script(), in.witness(), ScriptFlags.STANDARD, measure);
    return weight + measure.missing;
  }

  private static int weight(TxIn in) {
    int base = OutPoint.BYTES + 4 + sized(in.scriptSig());
    int witness = ByteWriter.compactSizeLength(in.witness().size());
    for (Bytes item : in.witness()) {
      witness += sized(item);
    }
    return base * 4 + witness;
  }

  private static int sized(Bytes bytes) {
    return ByteWriter.compactSizeLength(bytes.size()) + bytes.size();
  }

  /** Verifies as usual and notes by how much valid signatures could be larger. */
  private static final class Measure implements SignatureChecker {
    private final SignatureChecker inner;
    private int missing;

    Measure(SignatureChecker inner) {
      this.inner = inner;
    }

    @Override
    public boolean checkEcdsa(Bytes signature, Bytes key, Bytes scriptCode, SigVersion version) {
      boolean valid = inner.checkEcdsa(signature, key, scriptCode, version);
      if (valid) {
        missing += (MAX_ECDSA - signature.size()) * (version == SigVersion.BASE ? 4 : 1);
      }
      return valid;
    }

    @Override
    public ScriptError checkSchnorr(
        Bytes signature, Bytes key, SigVersion version, ExecutionData execution) {
      ScriptError error = inner.checkSchnorr(signature, key, version, execution);
      if (error.isOk()) {
        missing += MAX_SCHNORR - signature.size();
      }
      return error;
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
}
