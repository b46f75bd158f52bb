// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import org.moneyrocket.node.addrman.AddressBook;
import org.moneyrocket.node.core.NodeCore;

/** What the methods about addresses of possible peers have in common. */
abstract class AddressMethod extends PeerMethod {
  protected AddressMethod(NodeCore core) {
    super(core);
  }

  /** Returns the addresses. */
  protected final AddressBook book() {
    return core.relay().addressBook();
  }
}
