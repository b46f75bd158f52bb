// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.rpc;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.moneyrocket.interfaces.Secret;

/**
 * One JSON-RPC call.
 *
 * @param method name of the method
 * @param params JSON text in UTF-8: an array or an object. It may hold passphrases: {@link
 *     RpcModule#execute} wipes it
 * @param wallet wallet named by the path {@code /wallet/<name>}; present and empty for the unnamed
 *     wallet
 * @param user authenticated user
 * @param peer address of the caller, for the log
 */
public record RpcRequest(
    String method, Secret params, Optional<String> wallet, String user, String peer) {
  /** Makes a call whose parameters are a text already, and so no secret any more. */
  public static RpcRequest of(
      String method, String params, Optional<String> wallet, String user, String peer) {
    return new RpcRequest(
        method, Secret.wrap(params.getBytes(StandardCharsets.UTF_8)), wallet, user, peer);
  }

  /** Returns the same call with parameters of its own, to be made beside this one. */
  public RpcRequest copy() {
    return new RpcRequest(method, Secret.wrap(params.toArray()), wallet, user, peer);
  }

  /** Hides the arguments, which may hold secrets. */
  @Override
  public String toString() {
    return "RpcRequest[" + method + "]";
  }
}
