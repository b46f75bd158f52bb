// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
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

/** {@code getnetworkhashps}. */
final class GetNetworkHashPs extends NodeMethod {
  GetNetworkHashPs(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getnetworkhashps", "mining")
        .describe("Estimates how many hashes all miners try per second, from the last blocks.")
        .params(
            Param.number("nblocks", "Blocks to look at, -1 for those since the last retarget")
                .byDefault(120),
            Param.number("height", "Estimate as of this height, -1 for now").byDefault(-1))
        .results(Result.number("", "Hashes per second"))
        .example("");
  }

  @Override
  public JsonNode run(RpcCall call) {
    int blocks = call.int32("nblocks");
    int height = call.int32("height");
    if (blocks < -1 || blocks == 0) {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMETER, "Invalid nblocks. Must be a positive number or -1.");
    }
    BlockEntry end =
        withChain(
            () -> {
              BlockEntry at = height == -1 ? tip() : core.kernel().chain().at(height);
              if (at == null || height < -1) {
                throw new RpcException(
                    RpcErrorCode.INVALID_PARAMETER, "Block does not exist at specified height");
              }
              return at;
            });
    return Json.real(estimate(core, end, blocks));
  }

  static double estimate(NodeCore core, BlockEntry end, int blocks) {
    int count =
        Math.min(
            blocks == -1 ? end.height() % core.parameters().pow().interval() + 1 : blocks,
            end.height());
    BlockEntry at = end;
    long low = end.time();
    long high = low;
    for (int i = 0; i < count; i++) {
      at = Objects.requireNonNull(at.previous());
      low = Math.min(low, at.time());
      high = Math.max(high, at.time());
    }
    if (low == high) {
      return 0;
    }
    return end.chainWork().minus(at.chainWork()).toDouble() / (high - low);
  }
}
