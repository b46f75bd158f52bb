// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
import org.moneyrocket.settings.memory.MemoryBudget;

/** {@code getmemoryinfo}. */
final class GetMemoryInfo extends NodeMethod {
  GetMemoryInfo(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getmemoryinfo", "control")
        .describe(
            "Returns what is known of the memory of this process. This program locks none for"
                + " secrets, so that those numbers are 0.")
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
                        Result.number("chunks_free", "Pieces free")),
                    Result.object(
                        "heap",
                        "The Java heap of this process",
                        Result.number("used", "Bytes in use, garbage included"),
                        Result.number("total", "Bytes taken from the system"),
                        Result.number("most", "Bytes it may take")),
                    Result.object(
                        "budget",
                        "What is held for peers, clients and other processes",
                        Result.number("used", "Bytes in use"),
                        Result.number("most", "Bytes that may be in use"),
                        Result.array(
                            "accounts",
                            "What it is held for",
                            Result.object(
                                "",
                                "",
                                Result.text("name", "The kind of thing"),
                                Result.number("used", "Bytes in use"),
                                Result.number("most", "Bytes that may be in use")))))
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
        addHeap(out.putObject("heap"));
        addBudget(out.putObject("budget"));
        yield out;
      }
      case "mallocinfo" ->
          throw new RpcException(RpcErrorCode.INVALID_PARAMETER, "mallocinfo mode not available");
      default -> throw new RpcException(RpcErrorCode.INVALID_PARAMETER, "unknown mode " + mode);
    };
  }

  private static void addHeap(ObjectNode heap) {
    Runtime runtime = Runtime.getRuntime();
    long total = runtime.totalMemory();
    heap.put("used", total - runtime.freeMemory());
    heap.put("total", total);
    heap.put("most", runtime.maxMemory());
  }

  private static void addBudget(ObjectNode budget) {
    MemoryBudget process = MemoryBudget.process();
    budget.put("used", process.takenBytes());
    budget.put("most", process.capacityBytes());
    ArrayNode accounts = budget.putArray("accounts");
    for (MemoryBudget.Account account : process.accounts()) {
      ObjectNode shown = accounts.addObject();
      shown.put("name", account.name());
      shown.put("used", account.takenBytes());
      shown.put("most", account.mostBytes());
    }
  }
}
