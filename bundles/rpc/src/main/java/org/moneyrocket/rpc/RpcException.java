// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.rpc.RpcFailure;

/** A method's answer that is an error: code, message and perhaps more. */
public final class RpcException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final transient @Nullable JsonNode data;

  /** Makes an error. */
  public RpcException(RpcErrorCode code, String message) {
    this(code.code(), message, null);
  }

  /** Makes an error with details. */
  public RpcException(RpcErrorCode code, String message, JsonNode data) {
    this(code.code(), message, data);
  }

  private RpcException(int code, String message, @Nullable JsonNode data) {
    super(message, null, false, false);
    this.code = code;
    this.data = data;
  }

  /** Returns the number on the wire. */
  public int code() {
    return code;
  }

  RpcFailure failure() {
    JsonNode details = data;
    return new RpcFailure(
        code,
        String.valueOf(getMessage()),
        details == null ? Optional.empty() : Optional.of(Json.write(details)));
  }
}
