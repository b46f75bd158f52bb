// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.moneyrocket.interfaces.chain.SubmitResult;
import org.moneyrocket.node.core.Broadcast;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.mempool.AdmissionResult;
import org.moneyrocket.node.mempool.PackageResult;
import org.moneyrocket.node.mempool.PackageShape;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.primitives.Wtxid;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/** {@code submitpackage}. */
final class SubmitPackage extends PoolMethod {
  SubmitPackage(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("submitpackage", "rawtransactions")
        .describe(
            "Takes a child and its unconfirmed parents into the mempool, where the child may pay"
                + " for the parents. Parents come first and do not spend from each other.\n"
                + "Peers may still refuse what this node takes.")
        .params(
            Param.array(
                "package", "The transactions, at most 25", Param.hex("rawtx", "").optional()),
            Submission.maxFeeRate(),
            Submission.maxBurnAmount())
        .results(
            Result.object(
                "",
                "",
                Result.text("package_msg", "success, or what is wrong with the package"),
                Result.map(
                    "tx-results",
                    "One answer for each transaction, by its id with witness",
                    Result.object(
                        "wtxid",
                        "",
                        Result.hex("txid", "The id"),
                        Result.hex("other-wtxid", "Id with witness of its twin in the mempool")
                            .optional(),
                        Result.number(
                                "vsize_adjusted", "Virtual bytes with signature operations counted")
                            .optional(),
                        Result.number("vsize", "The same (deprecated)").optional(),
                        Result.number("vsize_bip141", "Virtual bytes (BIP141)").optional(),
                        Result.object(
                                "fees",
                                "",
                                Result.amount("base", "Its fee in BTC"),
                                Result.amount("effective-feerate", "The rate that counts, BTC/kvB")
                                    .optional(),
                                Result.array(
                                        "effective-includes",
                                        "Transactions in that rate",
                                        Result.hex("", "An id with witness"))
                                    .optional())
                            .optional(),
                        Result.text("error", "Why it did not come in").optional())),
                Result.array("replaced-transactions", "What had to go", Result.hex("", "An id"))
                    .optional()))
        .example("'[\"raw-parent-tx-1\", \"raw-child-tx\"]'");
  }

  @Override
  public JsonNode run(RpcCall call) {
    JsonNode list = call.json("package");
    if (list.isEmpty() || list.size() > PackageShape.MAX_COUNT) {
      Submission.decodeAll(list);
    }
    FeeRate maxRate = Submission.rate(call.json("maxfeerate"));
    long maxBurn = call.satoshis("maxburnamount");
    List<Transaction> transactions = Submission.decodeAll(list);
    transactions.forEach(tx -> Submission.checkBurn(tx, maxBurn));
    if (transactions.size() > 1 && !PackageShape.isChildWithParentsTree(transactions)) {
      throw new RpcException(
          RpcErrorCode.VERIFY_ERROR,
          "package topology disallowed. not child-with-parents or parents depend on each other.");
    }
    PackageResult result =
        core.door()
            .submitPackage(
                transactions, maxRate.satsPerKvb() == 0 ? Optional.empty() : Optional.of(maxRate));
    announce(transactions);
    return describe(transactions, result);
  }

  private void announce(List<Transaction> transactions) {
    int count = 0;
    for (Transaction tx : transactions) {
      if (!pool().contains(tx.txid())) {
        continue;
      }
      pool().addUnbroadcast(tx.txid());
      SubmitResult sent = new Broadcast(core).submit(tx, 0, true, false);
      if (!sent.inMempool()) {
        throw new RpcException(
            RpcErrorCode.VERIFY_REJECTED,
            "transaction broadcast failed: "
                + sent.reason()
                + " ("
                + count
                + " transactions were broadcast successfully)");
      }
      count++;
    }
  }

  private static JsonNode describe(List<Transaction> transactions, PackageResult result) {
    ObjectNode out = Json.object();
    out.put("package_msg", result.isValid() ? "success" : result.text());
    ObjectNode results = out.putObject("tx-results");
    TreeSet<Txid> replaced = new TreeSet<>();
    for (Transaction tx : transactions) {
      ObjectNode one = results.putObject(tx.wtxid().toString());
      one.put("txid", tx.txid().toString());
      AdmissionResult own = result.results().get(tx.wtxid());
      switch (own) {
        case null -> one.put("error", "package-not-validated");
        case AdmissionResult.OtherWitness(Wtxid other) -> one.put("other-wtxid", other.toString());
        case AdmissionResult.Rejected(var why, _) -> one.put("error", why.text());
        case AdmissionResult.Present(int vsize, long fee) -> putSizes(one, tx, vsize, fee);
        case AdmissionResult.Accepted(int vsize, long fee, var effective, var gone) -> {
          Submission.putEffective(putSizes(one, tx, vsize, fee), effective);
          gone.forEach(old -> replaced.add(old.txid()));
        }
      }
    }
    out.set("replaced-transactions", Json.array(replaced.stream().map(Txid::toString).toList()));
    return out;
  }

  private static ObjectNode putSizes(ObjectNode out, Transaction tx, int vsize, long fee) {
    out.put("vsize_adjusted", vsize);
    out.put("vsize", vsize);
    out.put("vsize_bip141", tx.vsize());
    ObjectNode fees = out.putObject("fees");
    fees.set("base", Json.amount(fee));
    return fees;
  }
}
