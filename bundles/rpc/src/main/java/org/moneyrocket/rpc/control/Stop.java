// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.control;

import com.fasterxml.jackson.databind.JsonNode;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcMethod;
import org.moneyrocket.settings.Product;

/** Ends the process; its answer is sent before that. */
public final class Stop implements RpcMethod {
  private static final String ANSWER = Product.NAME + " stopping";
  private static final int MAX_WAIT_MILLIS = 60_000;

  private final Runnable end;

  /**
   * Makes the method.
   *
   * @param end asks for the end of the process and returns at once
   */
  public Stop(Runnable end) {
    this.end = end;
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("stop", "control")
        .describe("Asks " + Product.NAME + " to shut down in an orderly way.")
        .params(Param.number("wait", "Milliseconds to wait before the answer").optional().hidden())
        .results(Result.text("", "The text '" + ANSWER + "'"));
  }

  @Override
  public JsonNode run(RpcCall call) {
    end.run();
    int wait = Math.clamp(call.findInt32("wait").orElse(0), 0, MAX_WAIT_MILLIS);
    try {
      Thread.sleep(wait);
    } catch (InterruptedException e) {
      // The server is closing already; the answer is the same.
      Thread.currentThread().interrupt();
    }
    return Json.text(ANSWER);
  }
}
