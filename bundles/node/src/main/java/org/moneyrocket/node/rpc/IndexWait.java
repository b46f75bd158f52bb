// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import org.moneyrocket.node.index.ChainIndex;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/** Waits of methods for an index that is behind. */
final class IndexWait {
  private IndexWait() {}

  /**
   * Waits until an index knows the blocks that are connected now.
   *
   * @return false, at once, if it is still catching up
   */
  static boolean forTip(ChainIndex index) {
    try {
      return index.awaitTip();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RpcException(RpcErrorCode.CLIENT_NOT_CONNECTED, "Shutting down");
    }
  }
}
