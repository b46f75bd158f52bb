// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/** {@code getblockfrompeer}. */
final class GetBlockFromPeer extends PeerMethod {
  GetBlockFromPeer(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getblockfrompeer", "blockchain")
        .describe(
            "Asks one peer for one block whose header is known. The answer comes later, if at all.")
        .params(
            Param.hex("blockhash", "The block's hash"),
            Param.number("peer_id", "Number of the peer"))
        .results(Result.object("", ""))
        .example("\"blockhash\" 0");
  }

  @Override
  public JsonNode run(RpcCall call) {
    BlockHash hash = call.blockHash("blockhash");
    long peer = call.integer("peer_id");
    BlockEntry entry =
        core.kernel()
            .find(hash)
            .orElseThrow(() -> new RpcException(RpcErrorCode.MISC_ERROR, "Block header missing"));
    if (core.kernel().options().prunes() && entry.height() > withChain(() -> tip().height())) {
      throw new RpcException(
          RpcErrorCode.MISC_ERROR,
          "In prune mode, only blocks that the node has already synced previously can be fetched"
              + " from a peer");
    }
    if (entry.hasData()) {
      throw new RpcException(RpcErrorCode.MISC_ERROR, "Block already downloaded");
    }
    String problem = relay().fetchBlock(hash, peer);
    if (!problem.isEmpty()) {
      throw new RpcException(RpcErrorCode.MISC_ERROR, problem);
    }
    return Json.object();
  }
}
