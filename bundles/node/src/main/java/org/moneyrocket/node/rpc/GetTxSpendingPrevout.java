// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.mempool.MempoolEntry;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcValues;

/** {@code gettxspendingprevout}. */
final class GetTxSpendingPrevout extends PoolMethod {
  GetTxSpendingPrevout(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("gettxspendingprevout", "blockchain")
        .describe("Tells which transactions of the mempool spend given outputs.")
        .params(
            Param.array(
                "outputs",
                "The outputs",
                Param.object(
                        "",
                        "",
                        Param.hex("txid", "The transaction's id"),
                        Param.number("vout", "Number of the output"))
                    .optional()),
            Param.options(
                    "options",
                    "",
                    Param.flag("mempool_only", "Do not look into the index of spenders")
                        .defaultHint("true unless there is such an index"),
                    Param.flag("return_spending_tx", "Also return the transaction")
                        .byDefault(false))
                .optional())
        .results(
            Result.array(
                "",
                "",
                Result.object(
                    "",
                    "",
                    Result.hex("txid", "The transaction's id"),
                    Result.number("vout", "Number of the output"),
                    Result.hex("spendingtxid", "Id of what spends it").optional(),
                    Result.hex("spendingtx", "What spends it").optional(),
                    Result.hex("blockhash", "The block that holds that").optional())))
        .example("\"[{\\\"txid\\\":\\\"mytxid\\\",\\\"vout\\\":3}]\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    JsonNode outputs = call.json("outputs");
    if (outputs.isEmpty()) {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMETER, "Invalid parameter, outputs are missing");
    }
    JsonNode options = call.json("options");
    RpcValues.checkMembers(
        options.isObject() ? options : Json.object(),
        Map.of("mempool_only", "bool", "return_spending_tx", "bool"),
        true,
        true);
    boolean poolOnly = options.path("mempool_only").asBoolean(true);
    boolean whole = options.path("return_spending_tx").asBoolean(false);
    List<OutPoint> wanted = new ArrayList<>();
    for (JsonNode output : outputs) {
      RpcValues.checkMembers(output, Map.of("txid", "string", "vout", "number"), false, true);
      Txid txid = RpcValues.txid(output.get("txid"), "txid");
      int index = RpcValues.int32(output.get("vout"));
      if (index < 0) {
        throw new RpcException(
            RpcErrorCode.INVALID_PARAMETER, "Invalid parameter, vout cannot be negative");
      }
      wanted.add(new OutPoint(txid, index));
    }
    return withPool(() -> find(wanted, poolOnly, whole));
  }

  private JsonNode find(List<OutPoint> wanted, boolean poolOnly, boolean whole) {
    ArrayNode out = Json.array();
    for (OutPoint outpoint : wanted) {
      ObjectNode one = out.addObject();
      one.put("txid", outpoint.txid().toString());
      one.put("vout", outpoint.index());
      Optional<MempoolEntry> spender = pool().spender(outpoint);
      if (spender.isPresent()) {
        one.put("spendingtxid", spender.get().txid().toString());
        if (whole) {
          one.put("spendingtx", spender.get().tx().toBytes().toHex());
        }
      } else if (!poolOnly) {
        throw new RpcException(
            RpcErrorCode.MISC_ERROR,
            "Mempool lacks a relevant spend, and txospenderindex is unavailable.");
      }
    }
    return out;
  }
}
