// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.fake;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.moneyrocket.interfaces.rpc.RpcMethodInfo;
import org.moneyrocket.interfaces.rpc.RpcModule;
import org.moneyrocket.interfaces.rpc.RpcReply;
import org.moneyrocket.interfaces.rpc.RpcRequest;

/** A few methods. */
public final class FakeRpc implements RpcModule {
  public final List<RpcRequest> requests = new CopyOnWriteArrayList<>();

  @Override
  public List<RpcMethodInfo> methods() {
    Threads.check();
    return List.of(
        method("getblockcount", false),
        method("getbalance", true),
        method("getblockchaininfo", false));
  }

  private static RpcMethodInfo method(String name, boolean wallet) {
    return new RpcMethodInfo(
        name, wallet ? "Wallet" : "Blockchain", wallet, List.of(), name, name + "\n\nHelp.");
  }

  @Override
  public List<String> walletNames() {
    Threads.check();
    return List.of("everyday");
  }

  @Override
  public RpcReply execute(RpcRequest request) {
    Threads.check();
    requests.add(request);
    return switch (request.method()) {
      case "getblockcount" -> RpcReply.ok("923418");
      case "getbalance" -> RpcReply.ok("1428.70311204");
      default ->
          RpcReply.ok(
              "{\"chain\":\"regtest\",\"blocks\":923418,\"headers\":923418,\"pruned\":false}");
    };
  }
}
