// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcMethod;

/** Tells how long the process has been running. */
public final class Uptime implements RpcMethod {
  // From here on the steady clock counts: setting the computer's clock must not change the answer.
  private final long madeNanos = System.nanoTime();
  private final Duration before;

  public Uptime() {
    Instant now = Instant.now();
    before =
        ProcessHandle.current()
            .info()
            .startInstant()
            .map(start -> Duration.between(start, now))
            .filter(age -> !age.isNegative())
            .orElse(Duration.ZERO);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("uptime", "control")
        .describe("Returns how long the server has been running.")
        .results(Result.number("", "Seconds since the start"))
        .example("");
  }

  @Override
  public JsonNode run(RpcCall call) {
    return Json.number(before.plusNanos(System.nanoTime() - madeNanos).toSeconds());
  }
}
