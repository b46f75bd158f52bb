// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.interfaces.rpc.RpcMethodInfo;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcMethod;
import org.moneyrocket.rpc.RpcTable;
import org.moneyrocket.rpc.server.RpcDirectory;

/** Lists the methods of all modules, or explains one. */
public final class Help implements RpcMethod {
  /** Asks for the table that the client's conversions are compared with. */
  private static final String CONVERSIONS = "dump_all_command_conversions";

  private final RpcDirectory directory;

  public Help(RpcDirectory directory) {
    this.directory = directory;
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("help", "control")
        .describe("Lists all methods, or explains one of them.")
        .params(Param.text("command", "The method to explain").defaultHint("all commands"))
        .results(Result.text("", "The help text"), Result.any("", "A table for tests").elided(""));
  }

  @Override
  public JsonNode run(RpcCall call) {
    String command = call.findText("command").orElse("");
    if (command.equals(CONVERSIONS)) {
      return conversions();
    }
    if (command.isEmpty()) {
      return Json.text(list());
    }
    return Json.text(
        Optional.ofNullable(directory.methods().get(command))
            .map(RpcMethodInfo::help)
            .orElse("help: unknown command: " + command));
  }

  private String list() {
    List<RpcMethodInfo> infos = new ArrayList<>(directory.methods().values());
    infos.removeIf(info -> info.category().equals("hidden"));
    infos.sort(Comparator.comparing(info -> info.category() + info.name()));
    StringBuilder text = new StringBuilder();
    String category = "";
    for (RpcMethodInfo info : infos) {
      if (!info.category().equals(category)) {
        text.append(category.isEmpty() ? "" : "\n");
        category = info.category();
        text.append("== ").append(Character.toUpperCase(category.charAt(0)));
        text.append(category.substring(1)).append(" ==\n");
      }
      text.append(info.usage()).append('\n');
    }
    return text.substring(0, Math.max(0, text.length() - 1));
  }

  private JsonNode conversions() {
    List<JsonNode> rows = new ArrayList<>();
    for (String answer : directory.askAll(RpcTable.CONVERSIONS, "[]")) {
      Json.parse(answer).forEach(rows::add);
    }
    ArrayNode sorted = Json.array();
    rows.stream()
        .distinct()
        .sorted(Comparator.comparing(row -> row.get(0).textValue()))
        .forEach(sorted::add);
    return sorted;
  }
}
