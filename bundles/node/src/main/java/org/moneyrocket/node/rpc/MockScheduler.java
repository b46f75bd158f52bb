// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/** {@code mockscheduler}. */
final class MockScheduler extends NodeMethod {
  private static final long MAX_SECONDS = 3600;

  MockScheduler(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("mockscheduler", "hidden")
        .describe("Makes everything that is planned happen earlier. Only on regtest.")
        .params(Param.number("delta_time", "How much earlier, in seconds"))
        .results(Result.none());
  }

  @Override
  public JsonNode run(RpcCall call) {
    if (!core.parameters().mayMockTime()) {
      throw new RpcException(
          RpcErrorCode.MISC_ERROR, "mockscheduler is for regression testing (-regtest mode) only");
    }
    long seconds = call.integer("delta_time");
    if (seconds <= 0 || seconds > MAX_SECONDS) {
      throw new RpcException(
          RpcErrorCode.MISC_ERROR, "delta_time must be between 1 and 3600 seconds (1 hr)");
    }
    core.scheduler().bringForward(Duration.ofSeconds(seconds));
    SyncWithValidationInterfaceQueue.drain(core);
    return Json.none();
  }
}
