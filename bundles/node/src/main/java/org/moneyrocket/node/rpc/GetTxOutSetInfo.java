// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.moneyrocket.kernel.coins.CoinSetStatistics;
import org.moneyrocket.node.core.NodeCore;
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
                Result.amount("total_amount", "Sum of all amounts in BTC")))
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
    if (call.has("hash_or_height")) {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMETER,
          "Querying specific block heights requires coinstatsindex");
    }
    CoinSetStatistics sums =
        core.kernel()
            .coinStatistics(hash, core.tips()::isEnded)
            .orElseThrow(
                () -> new RpcException(RpcErrorCode.INTERNAL_ERROR, "Unable to read UTXO set"));
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
