// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/** {@code setmocktime}. */
final class SetMockTime extends NodeMethod {
  private static final long MAX_TIME = 0xffff_ffffL;

  SetMockTime(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("setmocktime", "hidden")
        .describe("Stops the clock at a time. Only on regtest.")
        .params(Param.number("timestamp", "Seconds since 1970; 0 lets the clock run again"))
        .results(Result.none());
  }

  @Override
  public JsonNode run(RpcCall call) {
    if (!core.parameters().mayMockTime()) {
      throw new RpcException(
          RpcErrorCode.MISC_ERROR, "setmocktime is for regression testing (-regtest mode) only");
    }
    long time = call.integer("timestamp");
    if (time < 0 || time > MAX_TIME) {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMETER,
          "Mocktime must be in the range [0, " + MAX_TIME + "], not " + time + ".");
    }
    return withChain(
        () -> {
          core.clock().setMockTime(time);
          return Json.none();
        });
  }
}
