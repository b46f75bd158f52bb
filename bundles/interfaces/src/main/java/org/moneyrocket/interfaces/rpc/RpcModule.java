// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.rpc;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The JSON-RPC methods of one process. */
@ProviderType
public interface RpcModule {
  /** Returns the methods, sorted by name. Does not block; does not change while registered. */
  List<RpcMethodInfo> methods();

  /** Returns the names of the wallets its wallet methods can act on now. */
  List<String> walletNames();

  /**
   * Runs a method to its end on the calling thread and wipes the parameters. Never throws for a
   * user's mistake.
   */
  RpcReply execute(RpcRequest request);
}
