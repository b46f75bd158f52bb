// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.Supplier;
import org.moneyrocket.interfaces.echo.Echo;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcMethod;

/** Answers with its argument by way of another process, if there is one. */
public final class EchoIpc implements RpcMethod {
  private final Supplier<Optional<Echo>> echo;

  /**
   * Makes the method.
   *
   * @param echo gives whom to ask: another process, or this one if it is on its own
   */
  public EchoIpc(Supplier<Optional<Echo>> echo) {
    this.echo = echo;
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("echoipc", "hidden")
        .describe(
            "Sends its argument to another process of this node, if it has several, and returns"
                + " what comes back. For tests.")
        .params(Param.text("arg", "The text"))
        .results(Result.text("echo", "The same text"))
        .example("\"hello\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    Echo other =
        echo.get()
            .orElseThrow(
                () -> new RpcException(RpcErrorCode.MISC_ERROR, "There is nobody to answer"));
    return Json.text(other.echo(call.text("arg")));
  }
}
