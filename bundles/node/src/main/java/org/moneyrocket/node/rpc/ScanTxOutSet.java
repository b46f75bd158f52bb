// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.kernel.coins.CoinsCursor;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/** {@code scantxoutset}. */
final class ScanTxOutSet extends NodeMethod {
  private static final int POLL_EVERY = 8192;

  private final AtomicReference<@Nullable Running> running = new AtomicReference<>();

  private static final class Running {
    volatile boolean aborted;
    volatile int progress;
  }

  ScanTxOutSet(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("scantxoutset", "blockchain")
        .describe(
            "Looks through all unspent outputs for those that descriptors pay to.\n"
                + "Extended keys are derived over a range, from 0 to 1000 unless another is given.")
        .params(
            Param.text("action", "start, abort or status"),
            Descriptors.scanObjects("Needed to start: what to look for").optional())
        .results(
            Result.object(
                    "",
                    "",
                    Result.flag("success", "Whether the scan came to its end"),
                    Result.number("txouts", "Outputs looked at"),
                    Result.number("height", "Height of the chain"),
                    Result.hex("bestblock", "Hash of the tip"),
                    Result.array(
                        "unspents",
                        "",
                        Result.object(
                            "",
                            "",
                            Result.hex("txid", "The transaction's id"),
                            Result.number("vout", "Number of the output"),
                            Result.hex("scriptPubKey", "The script"),
                            Result.text("desc", "Descriptor of this script"),
                            Result.amount("amount", "Amount in BTC"),
                            Result.flag("coinbase", "Whether a coinbase made it"),
                            Result.number("height", "Height of its block"),
                            Result.hex("blockhash", "Hash of its block"),
                            Result.number("confirmations", "Confirmations"))),
                    Result.amount("total_amount", "Sum of these amounts in BTC"))
                .when("when action=='start'; only returns after scan completes"),
            Result.flag("", "Whether a scan was stopped").when("when action=='abort'"),
            Result.object("", "", Result.number("progress", "Percent done"))
                .when("when action=='status' and a scan is currently in progress"),
            Result.none().when("when action=='status' and no scan is in progress"))
        .example("start '[\"raw(76a91411b366edfc0a8b66feebae5c2e25a7b6a5d1cf3188ac)#fm24fxxy\"]'");
  }

  @Override
  public JsonNode run(RpcCall call) {
    String action = call.text("action");
    Running present = running.get();
    return switch (action) {
      case "status" ->
          present == null ? Json.none() : Json.object().put("progress", present.progress);
      case "abort" -> {
        if (present != null) {
          present.aborted = true;
        }
        yield Json.flag(present != null);
      }
      case "start" -> start(call);
      default ->
          throw new RpcException(RpcErrorCode.INVALID_PARAMETER, "Invalid action '" + action + "'");
    };
  }

  private JsonNode start(RpcCall call) {
    Running mine = new Running();
    if (!running.compareAndSet(null, mine)) {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMETER,
          "Scan already in progress, use action \"abort\" or \"status\"");
    }
    try {
      if (!call.has("scanobjects")) {
        throw new RpcException(
            RpcErrorCode.MISC_ERROR, "scanobjects argument is required for the start action");
      }
      Map<Bytes, String> wanted = new HashMap<>();
      for (JsonNode object : call.json("scanobjects")) {
        Descriptors.scripts(object, core.format()).forEach(wanted::putIfAbsent);
      }
      return scan(wanted, mine);
    } finally {
      running.set(null);
    }
  }

  private JsonNode scan(Map<Bytes, String> wanted, Running mine) {
    long count = 0;
    boolean completed = true;
    TreeMap<OutPoint, Coin> found = new TreeMap<>();
    BlockEntry tip;
    try (CoinsCursor cursor = core.kernel().coinsCursor()) {
      tip = find(cursor.bestBlock());
      while (cursor.next()) {
        if (++count % POLL_EVERY == 0) {
          // Coins are in the order of their txid, whose first bytes tell how far this is.
          Bytes id = cursor.outpoint().txid().hash();
          mine.progress = (id.unsigned(0) * 256 + id.unsigned(1)) * 100 / 65536;
          if (mine.aborted || core.tips().isEnded()) {
            completed = false;
            break;
          }
        }
        Coin coin = cursor.coin();
        if (wanted.containsKey(coin.output().script())) {
          found.put(cursor.outpoint(), coin);
        }
      }
    }
    return describe(completed, count, tip, found, wanted);
  }

  private static JsonNode describe(
      boolean completed,
      long count,
      BlockEntry tip,
      Map<OutPoint, Coin> found,
      Map<Bytes, String> wanted) {
    ObjectNode out = Json.object();
    out.put("success", completed);
    out.put("txouts", count);
    out.put("height", tip.height());
    out.put("bestblock", tip.hash().toString());
    ArrayNode unspents = out.putArray("unspents");
    long total = 0;
    for (Map.Entry<OutPoint, Coin> entry : found.entrySet()) {
      Coin coin = entry.getValue();
      total += coin.output().valueSats();
      BlockEntry block = Objects.requireNonNull(tip.ancestor(coin.height()));
      ObjectNode one = unspents.addObject();
      one.put("txid", entry.getKey().txid().toString());
      one.put("vout", Integer.toUnsignedLong(entry.getKey().index()));
      one.put("scriptPubKey", coin.output().script().toHex());
      one.put("desc", wanted.get(coin.output().script()));
      one.set("amount", Json.amount(coin.output().valueSats()));
      one.put("coinbase", coin.coinbase());
      one.put("height", coin.height());
      one.put("blockhash", block.hash().toString());
      one.put("confirmations", tip.height() - coin.height() + 1);
    }
    out.set("total_amount", Json.amount(total));
    return out;
  }
}
