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
}
