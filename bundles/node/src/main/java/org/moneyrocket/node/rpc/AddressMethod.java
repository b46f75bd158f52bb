// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import org.moneyrocket.node.addrman.AddressBook;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/** What the methods about addresses of possible peers have in common. */
abstract class AddressMethod extends PeerMethod {
  protected AddressMethod(NodeCore core) {
    super(core);
  }

  /** Returns the addresses, or fails if the node has no network. */
  protected final AddressBook book() {
    return core.relay()
        .addressBook()
        .orElseThrow(
            () ->
                new RpcException(
                    RpcErrorCode.CLIENT_P2P_DISABLED,
                    "Error: Address manager functionality missing or disabled"));
  }
}
