// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcMethod;
import org.moneyrocket.wallet.scan.BehindException;
import org.moneyrocket.wallet.store.StoreException;

/** A method whose callers are told in one sentence when its wallet's file or chain fails it. */
record GuardedMethod(RpcMethod method) implements RpcMethod {
  @Override
  public MethodSpec spec() {
    return method.spec();
  }

  @Override
  public JsonNode run(RpcCall call) {
    try {
      return method.run(call);
    } catch (StoreException | BehindException e) {
      throw CallContext.walletError(String.valueOf(e.getMessage()));
    }
  }
}
