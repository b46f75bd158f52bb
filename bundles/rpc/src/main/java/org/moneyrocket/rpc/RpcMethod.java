// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import com.fasterxml.jackson.databind.JsonNode;

/** One JSON-RPC method. Called by several threads at once. */
public interface RpcMethod {
  /** Returns what the method is called, takes and gives. Asked for once. */
  MethodSpec spec();

  /**
   * Does the work and returns the answer. Types of the arguments have been checked.
   *
   * @throws RpcException for a user's mistake or a failure with a known code
   */
  JsonNode run(RpcCall call);

  /**
   * Does the work and returns the answer in a form that need not be in memory as a whole: for
   * methods whose answers can be large. Everything that can fail has been done when this returns.
   *
   * @throws RpcException as {@link #run} does
   */
  default RpcAnswer answer(RpcCall call) {
    return RpcAnswer.of(run(call));
  }
}
