// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code pruneblockchain}. */
final class PruneBlockchain extends NodeMethod {
  /** Numbers above are times. */
  private static final long FIRST_TIME = 1_000_000_000L;

  /** A time gives way by this much, as blocks may lie. */
  private static final long TIME_WINDOW = 2 * 60 * 60;

  private static final int BLOCKS_TO_KEEP = 288;

  private static final Logger log = LoggerFactory.getLogger("prune");

  PruneBlockchain(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("pruneblockchain", "blockchain")
        .describe("Removes old block files. Needs -prune.")
        .params(
            Param.number(
                "height", "Remove blocks up to this height, or to this time in seconds since 1970"))
        .results(Result.number("", "Height of the last block removed"))
        .example("1000");
  }

  @Override
  public JsonNode run(RpcCall call) {
    if (!core.kernel().options().prunes()) {
      throw new RpcException(
          RpcErrorCode.MISC_ERROR, "Cannot prune blocks because node is not in prune mode.");
    }
    long given = call.int32("height");
    if (given < 0) {
      throw new RpcException(RpcErrorCode.INVALID_PARAMETER, "Negative block height.");
    }
    int height = withChain(() -> checkedHeight(given));
    core.kernel().pruneTo(height);
    return Json.number(core.kernel().pruneHeight().orElse(-1));
  }

  private int checkedHeight(long given) {
    long height = given;
    if (given > FIRST_TIME) {
      BlockEntry entry = core.kernel().chain().earliestAtLeast(given - TIME_WINDOW, 0);
      if (entry == null) {
        throw new RpcException(
            RpcErrorCode.INVALID_PARAMETER,
            "Could not find block with at least the specified timestamp.");
      }
      height = entry.height();
    }
    int end = core.kernel().chain().height();
    if (end < core.parameters().pruneAfterHeight()) {
      throw new RpcException(RpcErrorCode.MISC_ERROR, "Blockchain is too short for pruning.");
    }
    if (height > end) {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMETER, "Blockchain is shorter than the attempted prune height.");
    }
    if (height > end - BLOCKS_TO_KEEP) {
      log.debug(
          "Attempt to prune blocks close to the tip.  Retaining the minimum number of blocks.");
      return end - BLOCKS_TO_KEEP;
    }
    return (int) height;
  }
}
