// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.script.psbt.Psbt;
import org.moneyrocket.script.psbt.PsbtError;
import org.moneyrocket.script.psbt.PsbtSigner;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.spend.AntiFeeSniping;
import org.moneyrocket.wallet.spend.PsbtFilling;
import org.moneyrocket.wallet.spend.Spending;

/** The last step of calls that build by options: sign, send, or hand out. */
final class FinishedTransaction {
  private FinishedTransaction() {}

  static Result result() {
    return Result.object(
        "",
        "",
        Result.flag("complete", "Whether all signatures are there"),
        Result.hex("txid", "The transaction, if it is complete").optional(),
        Result.hex("hex", "The transaction, if it is complete and not sent").optional(),
        Result.text("psbt", "The transaction in Base64, if it is incomplete or not sent")
            .optional());
  }

  /** Signs and sends, or says why that was not done. To be used while sending. */
  static ObjectNode of(OpenWallet wallet, ObjectNode options, Transaction draft) {
    Transaction transaction = options.has("locktime") ? draft : withLockTime(wallet, draft);
    Psbt psbt = Psbt.of(transaction, Psbt.DEFAULT_VERSION);
    fill(wallet, psbt, PsbtFilling.Options.UPDATE);
    psbt = fill(wallet, psbt, PsbtFilling.Options.SIGN).psbt();
    Optional<Transaction> signed = PsbtSigner.finishAndExtract(psbt);
    boolean wantsPsbt = CallContext.flagMember(options, "psbt").orElse(false);
    boolean add = CallContext.flagMember(options, "add_to_wallet").orElse(true);
    ObjectNode out = Json.object();
    if (wantsPsbt || signed.isEmpty() || !add) {
      out.put("psbt", psbt.toBase64());
    }
    if (signed.isPresent()) {
      out.put("txid", signed.get().txid().toString());
      if (add && !wantsPsbt) {
        new Spending(wallet).commit(signed.get(), Spending.Notes.NONE);
      } else {
        out.put("hex", signed.get().toBytes().toHex());
      }
    }
    out.put("complete", signed.isPresent());
    return out;
  }

  private static Transaction withLockTime(OpenWallet wallet, Transaction draft) {
    List<Integer> usual = List.of(DraftArguments.SEQUENCE_RBF, DraftArguments.SEQUENCE_NONFINAL);
    if (!draft.inputs().stream().allMatch(in -> usual.contains(in.sequence()))) {
      return draft;
    }
    int lockTime =
        wallet
            .locked(wallet.ledger()::lastBlock)
            .map(
                last ->
                    AntiFeeSniping.lockTime(wallet.chain(), last, wallet.environment().random()))
            .orElse(0);
    return new Transaction(draft.version(), draft.inputs(), draft.outputs(), lockTime);
  }

  /** Fills a PSBT, or fails as callers know it. */
  static PsbtFilling.Filled fill(OpenWallet wallet, Psbt psbt, PsbtFilling.Options options) {
    wallet.lock().lock();
    try {
      return PsbtFilling.fill(wallet, psbt, options);
    } catch (PsbtFilling.FillException e) {
      throw new RpcException(code(e.error()), e.error().message());
    } finally {
      wallet.lock().unlock();
    }
  }

  private static RpcErrorCode code(PsbtError error) {
    return switch (error) {
      case UNSUPPORTED -> RpcErrorCode.INVALID_PARAMETER;
      case SIGHASH_MISMATCH -> RpcErrorCode.DESERIALIZATION_ERROR;
      case MISSING_INPUTS,
          EXTERNAL_SIGNER_NOT_FOUND,
          EXTERNAL_SIGNER_FAILED,
          INCOMPLETE,
          INVALID_TX ->
          RpcErrorCode.VERIFY_ERROR;
    };
  }
}
