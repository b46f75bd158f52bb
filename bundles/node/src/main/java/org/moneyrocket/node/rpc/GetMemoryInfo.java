// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/** {@code getmemoryinfo}. */
final class GetMemoryInfo extends NodeMethod {
  GetMemoryInfo(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getmemoryinfo", "control")
        .describe(
            "Returns what is known of memory for secrets. This program locks none, so that all"
                + " numbers are 0; the memory of the Java heap is shown by Java's own tools.")
        .params(
            Param.text("mode", "stats, or mallocinfo, which there is none of").byDefault("stats"))
        .results(
            Result.object(
                    "",
                    "",
                    Result.object(
                        "locked",
                        "Memory that is kept out of swap",
                        Result.number("used", "Bytes in use"),
                        Result.number("free", "Bytes free"),
                        Result.number("total", "Bytes in all"),
                        Result.number("locked", "Bytes that could be locked"),
                        Result.number("chunks_used", "Pieces in use"),
                        Result.number("chunks_free", "Pieces free")))
                .when("mode \"stats\""),
            Result.text("", "").when("mode \"mallocinfo\""))
        .example("");
  }

  @Override
  public JsonNode run(RpcCall call) {
    String mode = call.text("mode");
    return switch (mode) {
      case "stats" -> {
        ObjectNode out = Json.object();
        ObjectNode locked = out.putObject("locked");
        for (String name :
            List.of("used", "free", "total", "locked", "chunks_used", "chunks_free")) {
          locked.put(name, 0);
        }
        yield out;
      }
      case "mallocinfo" ->
          throw new RpcException(RpcErrorCode.INVALID_PARAMETER, "mallocinfo mode not available");
      default -> throw new RpcException(RpcErrorCode.INVALID_PARAMETER, "unknown mode " + mode);
    };
  }
}
