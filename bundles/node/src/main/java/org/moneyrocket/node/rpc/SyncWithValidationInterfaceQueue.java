// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/** {@code syncwithvalidationinterfacequeue}. */
final class SyncWithValidationInterfaceQueue extends NodeMethod {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  SyncWithValidationInterfaceQueue(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("syncwithvalidationinterfacequeue", "hidden")
        .describe("Waits until all who follow the chain know what had happened before the call.")
        .results(Result.none())
        .example("");
  }

  @Override
  public JsonNode run(RpcCall call) {
    drain(core);
    return Json.none();
  }

  static void drain(NodeCore core) {
    try {
      if (!core.feed().drain(PATIENCE)) {
        throw new RpcException(
            RpcErrorCode.MISC_ERROR, "Somebody who follows the chain does not keep up");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RpcException(RpcErrorCode.CLIENT_NOT_CONNECTED, "Shutting down");
    }
  }
}
