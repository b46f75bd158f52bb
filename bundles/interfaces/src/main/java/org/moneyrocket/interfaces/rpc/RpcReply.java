// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.rpc;

import java.util.Optional;

/** The answer to a call: JSON text of the result, or a failure. */
public record RpcReply(Optional<String> result, Optional<RpcFailure> failure) {
  public static RpcReply ok(String json) {
    return new RpcReply(Optional.of(json), Optional.empty());
  }

  public static RpcReply failed(int code, String message) {
    return new RpcReply(
        Optional.empty(), Optional.of(new RpcFailure(code, message, Optional.empty())));
  }

  /** Hides the result, which may hold secrets. */
  @Override
  public String toString() {
    return failure.map(Object::toString).orElse("RpcReply[ok]");
  }
}
