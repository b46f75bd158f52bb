// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.index.SpenderIndex;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcValues;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code gettxspendingprevout}. */
final class GetTxSpendingPrevout extends PoolMethod {
  private static final Logger log = LoggerFactory.getLogger(GetTxSpendingPrevout.class);

  GetTxSpendingPrevout(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("gettxspendingprevout", "blockchain")
        .describe(
            "Tells which transactions of the mempool, and with -txospenderindex of the chain, spend"
                + " given outputs.")
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
    boolean poolOnly = options.path("mempool_only").asBoolean(core.indexes().spenders().isEmpty());
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
    ArrayNode out = Json.array();
    withPool(() -> findInPool(wanted, whole, out));
    if (!poolOnly) {
      findInChain(wanted, whole, out);
    }
    return out;
  }

  private JsonNode findInPool(List<OutPoint> wanted, boolean whole, ArrayNode out) {
    for (OutPoint outpoint : wanted) {
      ObjectNode one = out.addObject();
      one.put("txid", outpoint.txid().toString());
      one.put("vout", outpoint.index());
      pool().spender(outpoint).ifPresent(spender -> put(one, spender.tx(), whole));
    }
    return out;
  }

  private static void put(ObjectNode one, Transaction spender, boolean whole) {
    one.put("spendingtxid", spender.txid().toString());
    if (whole) {
      one.put("spendingtx", spender.toBytes().toHex());
    }
  }

  /** Looks into the index for those that nothing in the mempool spends. */
  private void findInChain(List<OutPoint> wanted, boolean whole, ArrayNode out) {
    Optional<SpenderIndex> index = Optional.empty();
    for (int i = 0; i < wanted.size(); i++) {
      ObjectNode one = (ObjectNode) out.get(i);
      if (one.has("spendingtxid")) {
        continue;
      }
      if (index.isEmpty()) {
        index = core.indexes().spenders().filter(IndexWait::forTip);
      }
      SpenderIndex spenders =
          index.orElseThrow(
              () ->
                  new RpcException(
                      RpcErrorCode.MISC_ERROR,
                      "Mempool lacks a relevant spend, and txospenderindex is unavailable."));
      spender(spenders, wanted.get(i))
          .ifPresent(
              spender -> {
                put(one, spender.tx(), whole);
                one.put("blockhash", spender.block().toString());
              });
    }
  }

  private static Optional<SpenderIndex.Spender> spender(SpenderIndex index, OutPoint outpoint) {
    try {
      return index.find(outpoint);
    } catch (StorageException e) {
      log.error("Deserialize or I/O error - {}", e.getMessage());
      throw new RpcException(
          RpcErrorCode.MISC_ERROR,
          "IO error finding spending tx for outpoint "
              + outpoint.txid()
              + ":"
              + Integer.toUnsignedString(outpoint.index())
              + ".");
    }
  }
}
