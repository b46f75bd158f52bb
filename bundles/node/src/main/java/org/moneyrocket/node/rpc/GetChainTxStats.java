// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/** {@code getchaintxstats}. */
final class GetChainTxStats extends NodeMethod {
  private static final long MONTH_SECONDS = 30L * 24 * 60 * 60;

  GetChainTxStats(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getchaintxstats", "blockchain")
        .describe("Returns how many transactions there were, in all and in a window of blocks.")
        .params(
            Param.number("nblocks", "Size of the window in blocks").defaultHint("one month"),
            Param.hex("blockhash", "Last block of the window").defaultHint("the tip"))
        .results(
            Result.object(
                "",
                "",
                Result.time("time", "Time of the last block, seconds since 1970"),
                Result.number("txcount", "Transactions up to it, if all blocks are known")
                    .optional(),
                Result.hex("window_final_block_hash", "Hash of the last block"),
                Result.number("window_final_block_height", "Height of the last block"),
                Result.number("window_block_count", "Blocks in the window"),
                Result.number("window_interval", "Seconds the window spans").optional(),
                Result.number("window_tx_count", "Transactions in the window").optional(),
                Result.number("txrate", "Transactions per second in the window").optional()))
        .example("2016");
  }

  @Override
  public JsonNode run(RpcCall call) {
    BlockEntry last;
    if (call.has("blockhash")) {
      last = find(call.blockHash("blockhash"));
      boolean active = withChain(() -> core.kernel().chain().contains(last));
      if (!active) {
        throw new RpcException(RpcErrorCode.INVALID_PARAMETER, "Block is not in main chain");
      }
    } else {
      last = withChain(this::tip);
    }
    int blocks;
    if (call.has("nblocks")) {
      blocks = call.int32("nblocks");
      if (blocks < 0 || (blocks > 0 && blocks >= last.height())) {
        throw new RpcException(
            RpcErrorCode.INVALID_PARAMETER,
            "Invalid block count: should be between 0 and the block's height - 1");
      }
    } else {
      long month = MONTH_SECONDS / core.parameters().pow().targetSpacing();
      blocks = (int) Math.max(0, Math.min(month, last.height() - 1L));
    }
    return describe(last, blocks);
  }

  private static JsonNode describe(BlockEntry last, int blocks) {
    BlockEntry before = Objects.requireNonNull(last.ancestor(last.height() - blocks));
    long seconds = last.medianTimePast() - before.medianTimePast();
    ObjectNode out = Json.object();
    out.put("time", last.time());
    if (last.chainTransactionCount() != 0) {
      out.put("txcount", last.chainTransactionCount());
    }
    out.put("window_final_block_hash", last.hash().toString());
    out.put("window_final_block_height", last.height());
    out.put("window_block_count", blocks);
    if (blocks > 0) {
      out.put("window_interval", seconds);
      if (last.chainTransactionCount() != 0 && before.chainTransactionCount() != 0) {
        long count = last.chainTransactionCount() - before.chainTransactionCount();
        out.put("window_tx_count", count);
        if (seconds > 0) {
          out.set("txrate", Json.real((double) count / seconds));
        }
      }
    }
    return out;
  }
}
