// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.OptionalInt;
import org.moneyrocket.consensus.interpreter.PrecomputedTransaction;
import org.moneyrocket.consensus.interpreter.Script;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.index.TxIndex;
import org.moneyrocket.node.mempool.MempoolEntry;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.script.address.Destination;
import org.moneyrocket.script.psbt.Psbt;
import org.moneyrocket.script.psbt.PsbtError;
import org.moneyrocket.script.psbt.PsbtInput;
import org.moneyrocket.script.psbt.PsbtSigner;
import org.moneyrocket.script.sign.SigningData;

/** Fills a PSBT with what the node and given descriptors know, and signs it where they can. */
final class PsbtUpdate {
  private final NodeCore core;
  private final SigningData data;

  /**
   * Starts with what descriptors told.
   *
   * @param data scripts and keys; its secrets, if there are any, sign
   */
  PsbtUpdate(NodeCore core, SigningData data) {
    this.core = core;
    this.data = data;
  }

  /** Describes the descriptors that {@link #read} takes. */
  static Param descriptors() {
    return Param.array(
        "descriptors",
        "Descriptors, or objects of descriptor and range",
        Param.text("", "A descriptor").optional(),
        Param.object(
                "",
                "A descriptor with a range",
                Param.text("desc", "A descriptor"),
                Param.range("range", "End, or begin and end, of the range").byDefault(1000))
            .optional());
  }

  /**
   * Adds what descriptors tell to {@code data}.
   *
   * @param secrets whether their secret keys are added
   */
  static void read(JsonNode descriptors, NodeCore core, SigningData data, boolean secrets) {
    for (JsonNode one : descriptors) {
      Descriptors.collect(one, core.format(), data, secrets);
    }
  }

  /** Updates and signs {@code psbt}. */
  void run(Psbt psbt, OptionalInt hashType, boolean finish) {
    core.txIndex().ifPresent(IndexWait::forTip);
    for (PsbtInput input : psbt.inputs()) {
      if (input.nonWitnessUtxo().isEmpty()) {
        addSpent(input);
      }
    }
    PrecomputedTransaction transaction =
        PsbtSigner.precompute(psbt).orElseThrow(() -> failure(PsbtError.INVALID_TX));
    PsbtSigner.Options options = new PsbtSigner.Options(hashType, finish);
    for (int i = 0; i < psbt.inputs().size(); i++) {
      if (psbt.inputs().get(i).isFinal()) {
        continue;
      }
      Optional<PsbtError> error = PsbtSigner.sign(data, psbt, i, transaction, options).error();
      // Whatever else is missing may come from others; signing something else than asked may not.
      if (error.isPresent() && error.get() == PsbtError.SIGHASH_MISMATCH) {
        throw failure(PsbtError.SIGHASH_MISMATCH);
      }
    }
    for (int i = 0; i < psbt.outputs().size(); i++) {
      PsbtSigner.updateOutput(data, psbt, i);
    }
    PsbtSigner.removeUnneededTransactions(psbt);
  }

  /** Returns an error as users know it. */
  static RpcException failure(PsbtError error) {
    RpcErrorCode code =
        switch (error) {
          case UNSUPPORTED -> RpcErrorCode.INVALID_PARAMETER;
          case SIGHASH_MISMATCH -> RpcErrorCode.DESERIALIZATION_ERROR;
          default -> RpcErrorCode.VERIFY_ERROR;
        };
    return new RpcException(code, error.message());
  }

  private void addSpent(PsbtInput input) {
    Txid txid = input.prevout().txid();
    Optional<Transaction> tx =
        core.txIndex()
            .flatMap(index -> index.find(txid))
            .map(TxIndex.Found::tx)
            .or(() -> core.pool().find(txid).map(MempoolEntry::tx));
    if (tx.isPresent()) {
      input.setNonWitnessUtxo(tx.get());
      return;
    }
    // Without the whole transaction the amount is only safe to sign for in a witness.
    SpentCoins.one(core, input.prevout())
        .filter(output -> isSpentByWitness(output.script()))
        .ifPresent(input::setWitnessUtxo);
  }

  private boolean isSpentByWitness(Bytes script) {
    if (Script.witnessProgram(script).isPresent()) {
      return true;
    }
    return Destination.of(script)
        .filter(Destination.ScriptHash.class::isInstance)
        .map(Destination.ScriptHash.class::cast)
        .flatMap(hash -> data.script(hash.hash()))
        .flatMap(Script::witnessProgram)
        .isPresent();
  }
}
