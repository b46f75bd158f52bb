// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.kernel.coins.CoinSetStatistics;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.index.CoinTotals;
import org.moneyrocket.node.index.StatsIndex;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/** {@code gettxoutsetinfo}. */
final class GetTxOutSetInfo extends NodeMethod {
  GetTxOutSetInfo(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("gettxoutsetinfo", "blockchain")
        .describe("Returns sums over all unspent outputs. May take some time.")
        .params(
            Param.text("hash_type", "Hash to compute: hash_serialized_3, muhash or none")
                .byDefault("hash_serialized_3"),
            Param.number("hash_or_height", "Block to answer for; needs the index of statistics")
                .defaultHint("the tip")
                .unchecked()
                .shownAs("", "string or numeric"),
            Param.flag("use_index", "Use the index of statistics, if there is one").byDefault(true))
        .results(
            Result.object(
                "",
                "",
                Result.number("height", "Height of the block the sums hold for"),
                Result.hex("bestblock", "Hash of that block"),
                Result.number("txouts", "Unspent outputs"),
                Result.number("bogosize", "A measure of size that does not depend on storage"),
                Result.hex("hash_serialized_3", "Hash over the outputs in order").optional(),
                Result.hex("muhash", "Hash that does not depend on the order").optional(),
                Result.number("transactions", "Transactions with unspent outputs").optional(),
                Result.number("disk_size", "Estimated bytes on disk").optional(),
                Result.amount("total_amount", "Sum of all amounts in BTC"),
                Result.amount(
                        "total_unspendable_amount", "Sum of all that nobody can spend (index only)")
                    .optional(),
                Result.object(
                        "block_info",
                        "What the block changed (index only)",
                        Result.amount("prevout_spent", "What its inputs brought"),
                        Result.amount("coinbase", "What its coinbase got"),
                        Result.amount(
                            "new_outputs_ex_coinbase", "What its other transactions paid"),
                        Result.amount("unspendable", "What nobody can spend"),
                        Result.object(
                            "unspendables",
                            "That amount by reason",
                            Result.amount("genesis_block", "Output of genesis"),
                            Result.amount("bip30", "Coinbases that were repeated (BIP30)"),
                            Result.amount("scripts", "Scripts that nobody can satisfy"),
                            Result.amount("unclaimed_rewards", "Reward nobody took")))
                    .optional()))
        .example("");
  }

  @Override
  public JsonNode run(RpcCall call) {
    String type = call.text("hash_type");
    CoinSetStatistics.Hash hash =
        switch (type) {
          case "hash_serialized_3" -> CoinSetStatistics.Hash.SERIALIZED;
          case "muhash" -> CoinSetStatistics.Hash.MUHASH;
          case "none" -> CoinSetStatistics.Hash.NONE;
          default ->
              throw new RpcException(
                  RpcErrorCode.INVALID_PARAMETER, "'" + type + "' is not a valid hash_type");
        };
    Optional<StatsIndex> index = core.indexes().stats();
    boolean useIndex = call.flag("use_index");
    BlockEntry asked = null;
    if (call.has("hash_or_height")) {
      checkAsked(index.isPresent(), hash, useIndex);
      asked = findByHashOrHeight(call.json("hash_or_height"));
    }
    if (useIndex && index.isPresent()) {
      awaitIndex(index.get(), asked);
    }
    // The hash over the outputs in order is in no index.
    return useIndex && index.isPresent() && hash != CoinSetStatistics.Hash.SERIALIZED
        ? indexed(index.get(), asked == null ? withChain(this::tip) : asked, hash)
        : counted(hash, type);
  }

  private static void checkAsked(boolean hasIndex, CoinSetStatistics.Hash hash, boolean useIndex) {
    String problem = "";
    if (!hasIndex) {
      problem = "Querying specific block heights requires coinstatsindex";
    } else if (hash == CoinSetStatistics.Hash.SERIALIZED) {
      problem = "hash_serialized_3 hash type cannot be queried for a specific block";
    } else if (!useIndex) {
      problem = "Cannot set use_index to false when querying for a specific block";
    }
    if (!problem.isEmpty()) {
      throw new RpcException(RpcErrorCode.INVALID_PARAMETER, problem);
    }
  }

  private static void awaitIndex(StatsIndex index, @Nullable BlockEntry asked) {
    int height = index.summary().height();
    if (!IndexWait.forTip(index) && asked != null && asked.height() > height) {
      throw new RpcException(
          RpcErrorCode.INTERNAL_ERROR,
          "Unable to get data because coinstatsindex is still syncing. Current height: " + height);
    }
  }

  private static CoinTotals totals(StatsIndex index, BlockEntry entry) {
    return index.find(entry).orElseThrow(GetTxOutSetInfo::unreadable);
  }

  private static RpcException unreadable() {
    return new RpcException(RpcErrorCode.INTERNAL_ERROR, "Unable to read UTXO set");
  }

  private static JsonNode indexed(StatsIndex index, BlockEntry entry, CoinSetStatistics.Hash hash) {
    CoinTotals now = totals(index, entry);
    BlockEntry parent = entry.previous();
    CoinTotals before = parent == null ? CoinTotals.NONE : totals(index, parent);
    ObjectNode out = Json.object();
    out.put("height", entry.height());
    out.put("bestblock", entry.hash().toString());
    out.put("txouts", now.outputs());
    out.put("bogosize", now.bogoSize());
    if (hash == CoinSetStatistics.Hash.MUHASH) {
      out.put("muhash", now.muHash().reversed().toHex());
    }
    out.set("total_amount", Json.amount(now.amount()));
    out.set("total_unspendable_amount", Json.amount(now.lost()));
    ObjectNode block = out.putObject("block_info");
    block.set("prevout_spent", Json.amount(now.spent().minus(before.spent()).low64()));
    block.set("coinbase", Json.amount(now.coinbase().minus(before.coinbase()).low64()));
    block.set(
        "new_outputs_ex_coinbase", Json.amount(now.created().minus(before.created()).low64()));
    block.set("unspendable", Json.amount(now.lost() - before.lost()));
    ObjectNode reasons = block.putObject("unspendables");
    reasons.set("genesis_block", Json.amount(now.lostGenesis() - before.lostGenesis()));
    reasons.set("bip30", Json.amount(now.lostDuplicates() - before.lostDuplicates()));
    reasons.set("scripts", Json.amount(now.lostScripts() - before.lostScripts()));
    reasons.set("unclaimed_rewards", Json.amount(now.unclaimed() - before.unclaimed()));
    return out;
  }

  private JsonNode counted(CoinSetStatistics.Hash hash, String type) {
    CoinSetStatistics sums =
        core.kernel()
            .coinStatistics(hash, core.tips()::isEnded)
            .orElseThrow(GetTxOutSetInfo::unreadable);
    ObjectNode out = Json.object();
    out.put("height", sums.height());
    out.put("bestblock", sums.block().toString());
    out.put("txouts", sums.outputs());
    out.put("bogosize", sums.bogoSize());
    sums.hash().ifPresent(value -> out.put(type, value.reversed().toHex()));
    out.set("total_amount", Json.amount(sums.totalSats()));
    out.put("transactions", sums.transactions());
    out.put("disk_size", sums.diskBytes());
    return out;
  }
}
