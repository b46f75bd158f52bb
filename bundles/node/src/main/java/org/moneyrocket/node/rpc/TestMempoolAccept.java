// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.moneyrocket.consensus.check.Blame;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.mempool.AdmissionResult;
import org.moneyrocket.node.mempool.PackageResult;
import org.moneyrocket.node.mempool.PackageShape;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;

/** {@code testmempoolaccept}. */
final class TestMempoolAccept extends PoolMethod {
  TestMempoolAccept(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("testmempoolaccept", "rawtransactions")
        .describe(
            "Tells whether transactions would come into the mempool, without taking them in.\n"
                + "Of several, parents come before children, and none may be in conflict with the"
                + " mempool.\n"
                + "When one fails the others may not have been judged; then 'allowed' is missing.")
        .params(
            Param.array(
                "rawtxs", "The transactions, at most 25", Param.hex("rawtx", "").optional()),
            Submission.maxFeeRate())
        .results(
            Result.array(
                "",
                "One answer for each transaction, in order",
                Result.object(
                    "",
                    "",
                    Result.hex("txid", "The id"),
                    Result.hex("wtxid", "The id with witness"),
                    Result.text("package-error", "What is wrong with them together").optional(),
                    Result.flag("allowed", "Whether it would come in").optional(),
                    Result.number(
                            "vsize_adjusted", "Virtual bytes with signature operations counted")
                        .optional(),
                    Result.number("vsize", "The same (deprecated)").optional(),
                    Result.number("vsize_bip141", "Virtual bytes (BIP141)").optional(),
                    Result.object(
                            "fees",
                            "",
                            Result.amount("base", "Its fee in BTC"),
                            Result.amount("effective-feerate", "The rate that counts, BTC/kvB"),
                            Result.array(
                                "effective-includes",
                                "Transactions in that rate",
                                Result.hex("", "An id with witness")))
                        .optional(),
                    Result.text("reject-reason", "Why not").optional(),
                    Result.text("reject-details", "Why not, with details").optional())))
        .example("'[\"signedhex\"]'");
  }

  @Override
  public JsonNode run(RpcCall call) {
    JsonNode list = call.json("rawtxs");
    if (list.isEmpty() || list.size() > PackageShape.MAX_COUNT) {
      // The count comes before the rate.
      Submission.decodeAll(list);
    }
    FeeRate maxRate = Submission.rate(call.json("maxfeerate"));
    List<Transaction> transactions = Submission.decodeAll(list);
    PackageResult result =
        transactions.size() > 1
            ? core.door().testPackage(transactions)
            : single(transactions.get(0));
    ArrayNode out = Json.array();
    boolean ended = false;
    for (Transaction tx : transactions) {
      ObjectNode one = out.addObject();
      one.put("txid", tx.txid().toString());
      one.put("wtxid", tx.wtxid().toString());
      if (result.isPackagePolicy()) {
        one.put("package-error", result.text());
      }
      AdmissionResult own = result.results().get(tx.wtxid());
      if (!ended && own != null) {
        ended = !put(one, tx, own, maxRate);
      }
    }
    return out;
  }

  private PackageResult single(Transaction tx) {
    AdmissionResult result = core.door().test(tx);
    return new PackageResult(
        result.isAccepted() ? "" : PackageResult.TRANSACTION_FAILED,
        "",
        Map.of(tx.wtxid(), result));
  }

  /** Returns false if it pays too much, so that nothing is said of those after it. */
  private static boolean put(
      ObjectNode out, Transaction tx, AdmissionResult result, FeeRate maxRate) {
    switch (result) {
      case AdmissionResult.Accepted(int vsize, long fee, var effective, _) -> {
        long limit = maxRate.feeOf(vsize);
        if (limit != 0 && fee > limit) {
          out.put("allowed", false);
          out.put("reject-reason", "max-fee-exceeded");
          return false;
        }
        out.put("allowed", true);
        out.put("vsize_adjusted", vsize);
        out.put("vsize", vsize);
        out.put("vsize_bip141", tx.vsize());
        ObjectNode fees = out.putObject("fees");
        fees.set("base", Json.amount(fee));
        Submission.putEffective(fees, effective);
      }
      case AdmissionResult.Rejected(var why, _) -> {
        out.put("allowed", false);
        if (why.blame() == Blame.MISSING_INPUTS) {
          out.put("reject-reason", "missing-inputs");
        } else {
          out.put("reject-reason", why.reason());
          out.put("reject-details", why.text());
        }
      }
      case AdmissionResult.Present _, AdmissionResult.OtherWitness _ ->
          throw new IllegalStateException("a test found " + tx.txid() + " without judging it");
    }
    return true;
  }
}
