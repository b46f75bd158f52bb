// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import java.io.IOException;
import java.util.Optional;
import org.moneyrocket.interfaces.rpc.RpcFailure;
import org.moneyrocket.interfaces.rpc.RpcModule;
import org.moneyrocket.interfaces.rpc.RpcRequest;

/**
 * A module of the same process, which need not hold a whole answer: it writes the result as it is
 * made. Whoever implements it says {@code implements RpcModule} too: what offers a service to
 * another process looks at no interfaces of interfaces.
 */
public interface StreamingModule extends RpcModule {
  /**
   * Runs a method to its end on the calling thread.
   *
   * @return the failure; empty when the whole result was written. It may come after a part of the
   *     result, which means nothing then
   * @throws IOException when the result cannot be written
   */
  Optional<RpcFailure> answer(RpcRequest request, ResultSink sink) throws IOException;
}
