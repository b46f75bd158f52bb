// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcMethod;

/** A method made of its declaration and its body. */
record BodyMethod(MethodSpec spec, Function<RpcCall, JsonNode> body) implements RpcMethod {
  @Override
  public JsonNode run(RpcCall call) {
    return body.apply(call);
  }
}
