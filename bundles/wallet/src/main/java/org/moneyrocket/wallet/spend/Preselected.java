// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.spend;

import java.util.List;
import java.util.Optional;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.TxOut;

/**
 * An input that has to be in the transaction.
 *
 * @param weight weight of the signed input, if the caller knows
 * @param external the output it spends, if that is not the wallet's
 */
public record Preselected(
    OutPoint outPoint,
    Optional<Integer> weight,
    Optional<Integer> sequence,
    Optional<Bytes> scriptSig,
    Optional<List<Bytes>> witness,
    Optional<TxOut> external) {
  public static Preselected of(OutPoint outPoint) {
    return new Preselected(
        outPoint,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  public Preselected withExternal(TxOut output) {
    return new Preselected(outPoint, weight, sequence, scriptSig, witness, Optional.of(output));
  }

  public Preselected withWeight(int newWeight) {
    return new Preselected(
        outPoint, Optional.of(newWeight), sequence, scriptSig, witness, external);
  }

  public Preselected withSequence(int newSequence) {
    return new Preselected(
        outPoint, weight, Optional.of(newSequence), scriptSig, witness, external);
  }

  public Preselected withScripts(Bytes newScriptSig, List<Bytes> newWitness) {
    return new Preselected(
        outPoint,
        weight,
        sequence,
        Optional.of(newScriptSig),
        Optional.of(List.copyOf(newWitness)),
        external);
  }
}
