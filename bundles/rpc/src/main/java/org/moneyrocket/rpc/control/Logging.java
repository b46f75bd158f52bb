// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Predicate;
import org.moneyrocket.interfaces.rpc.RpcModule;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcMethod;
import org.moneyrocket.rpc.RpcTable;
import org.moneyrocket.rpc.RpcValues;
import org.moneyrocket.rpc.server.RpcDirectory;
import org.moneyrocket.settings.log.DebugLog;
import org.moneyrocket.settings.log.LogCategory;

/** Switches categories of the debug log on and off, in every process that answers calls. */
public final class Logging implements RpcMethod {
  private final DebugLog log;
  private final RpcDirectory directory;
  private volatile boolean changed;

  public Logging(DebugLog log, RpcDirectory directory) {
    this.log = log;
    this.directory = directory;
  }

  /** Tells a process that has just come what was switched before it came. */
  public void welcome(RpcModule module) {
    if (changed) {
      RpcDirectory.ask(module, RpcTable.LOGGING, Json.write(state()));
    }
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("logging", "control")
        .describe(
            "Tells which categories of debug lines are logged, and changes that.\n"
                + "First the categories of \"include\" are switched on, then those of \"exclude\""
                + " off.\n"
                + "Categories: "
                + LogCategory.ids()
                + "\n\"all\" and \"1\" mean every category.")
        .params(
            Param.array(
                    "include",
                    "Categories to switch on",
                    Param.text("include_category", "A category").optional())
                .optional(),
            Param.array(
                    "exclude",
                    "Categories to switch off",
                    Param.text("exclude_category", "A category").optional())
                .optional())
        .results(
            Result.map(
                "", "By category", Result.flag("category", "Whether its debug lines are logged")))
        .example("\"[\\\"all\\\"]\" \"[\\\"http\\\"]\"");
  }

  @Override
  public synchronized JsonNode run(RpcCall call) {
    JsonNode include = call.json("include");
    JsonNode exclude = call.json("exclude");
    try {
      change(include, log::enable);
      change(exclude, log::disable);
    } finally {
      // What comes before an unknown category in the lists is switched, here and elsewhere.
      if (!include.isEmpty() || !exclude.isEmpty()) {
        changed = true;
        directory.askAll(RpcTable.LOGGING, Json.write(state()));
      }
    }
    return state();
  }

  private ObjectNode state() {
    ObjectNode result = Json.object();
    log.categories().forEach(result::put);
    return result;
  }

  private static void change(JsonNode categories, Predicate<String> change) {
    for (JsonNode category : categories) {
      String name = RpcValues.text(category);
      if (!change.test(name)) {
        throw new RpcException(RpcErrorCode.INVALID_PARAMETER, "unknown logging category " + name);
      }
    }
  }
}
