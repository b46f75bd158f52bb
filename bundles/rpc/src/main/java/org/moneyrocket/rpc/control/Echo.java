// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcMethod;

/** Sends back its arguments, for tests of clients. */
public final class Echo implements RpcMethod {
  private static final int ARGUMENTS = 10;
  private static final String BUG = "trigger_internal_bug";

  private final String name;

  /**
   * Makes the method.
   *
   * @param name {@code echo}, or {@code echojson} whose arguments clients send as JSON
   */
  public Echo(String name) {
    this.name = name;
  }

  @Override
  public MethodSpec spec() {
    Param[] params = new Param[ARGUMENTS];
    for (int i = 0; i < ARGUMENTS; i++) {
      params[i] = Param.text("arg" + i, "").optional().unchecked();
    }
    return MethodSpec.method(name, "hidden")
        .describe(
            "Sends back its arguments. For tests.\n\nIf arg9 is '"
                + BUG
                + "', it reports an internal bug.\n\n"
                + "A command-line client sends the arguments of echo as text and those of echojson"
                + " as JSON.")
        .params(params)
        .results(Result.any("", "The arguments"));
  }

  @Override
  public JsonNode run(RpcCall call) {
    if (call.json("arg9").isTextual() && call.text("arg9").equals(BUG)) {
      throw new RpcException(
          RpcErrorCode.MISC_ERROR,
          "Internal bug detected: request.params[9].get_str() != \"" + BUG + "\"");
    }
    ArrayNode arguments = Json.array();
    for (int i = 0; i < call.count(); i++) {
      JsonNode argument = call.json("arg" + i);
      arguments.add(argument.isMissingNode() ? Json.none() : argument);
    }
    return arguments;
  }
}
