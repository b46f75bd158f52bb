// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.rpc;

import java.util.Optional;

/**
 * One JSON-RPC call.
 *
 * @param method name of the method
 * @param params JSON text: an array or an object
 * @param wallet wallet named by the path {@code /wallet/<name>}; present and empty for the unnamed
 *     wallet
 * @param user authenticated user
 * @param peer address of the caller, for the log
 */
public record RpcRequest(
    String method, String params, Optional<String> wallet, String user, String peer) {
  /** Hides the arguments, which may hold secrets. */
  @Override
  public String toString() {
    return "RpcRequest[" + method + "]";
  }
}
