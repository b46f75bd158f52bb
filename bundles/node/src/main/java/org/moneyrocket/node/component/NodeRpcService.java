// SPDX-License-Identifier: MIT
package org.moneyrocket.node.component;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.interfaces.rpc.RpcFailure;
import org.moneyrocket.interfaces.rpc.RpcMethodInfo;
import org.moneyrocket.interfaces.rpc.RpcModule;
import org.moneyrocket.interfaces.rpc.RpcReply;
import org.moneyrocket.interfaces.rpc.RpcRequest;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.rpc.NodeMethods;
import org.moneyrocket.rpc.ResultSink;
import org.moneyrocket.rpc.RpcTable;
import org.moneyrocket.rpc.StreamingModule;
import org.moneyrocket.settings.Settings;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The JSON-RPC methods of the node. */
@Component(service = RpcModule.class)
public final class NodeRpcService implements RpcModule, StreamingModule {
  private final RpcTable table;

  @Activate
  public NodeRpcService(@Reference NodeCore core, @Reference Settings settings) {
    this.table = new RpcTable(settings, NodeMethods.of(core));
  }

  @Override
  public List<RpcMethodInfo> methods() {
    return table.methods();
  }

  @Override
  public List<String> walletNames() {
    return table.walletNames();
  }

  @Override
  public RpcReply execute(RpcRequest request) {
    return table.execute(request);
  }

  @Override
  public Optional<RpcFailure> answer(RpcRequest request, ResultSink sink) throws IOException {
    return table.answer(request, sink);
  }
}
