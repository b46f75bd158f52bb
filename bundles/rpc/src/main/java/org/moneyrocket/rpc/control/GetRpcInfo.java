// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcMethod;
import org.moneyrocket.rpc.server.ActiveCalls;

/** Tells what the server is working on and where the log is. */
public final class GetRpcInfo implements RpcMethod {
  private final ActiveCalls active;
  private final String logPath;

  public GetRpcInfo(ActiveCalls active, String logPath) {
    this.active = active;
    this.logPath = logPath;
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getrpcinfo", "control")
        .describe("Returns what the RPC server is doing.")
        .results(
            Result.object(
                "",
                "",
                Result.array(
                    "active_commands",
                    "Calls that are being worked on",
                    Result.object(
                        "",
                        "One call",
                        Result.text("method", "Name of the method"),
                        Result.number("duration", "Microseconds since it began"))),
                Result.text("logpath", "Path of the debug log")))
        .example("");
  }

  @Override
  public JsonNode run(RpcCall call) {
    ObjectNode info = Json.object();
    ArrayNode commands = info.putArray("active_commands");
    long now = System.nanoTime();
    for (ActiveCalls.Call running : active.list()) {
      commands
          .addObject()
          .put("method", running.method())
          .put("duration", (now - running.startNanos()) / 1000);
    }
    return info.put("logpath", logPath);
  }
}
