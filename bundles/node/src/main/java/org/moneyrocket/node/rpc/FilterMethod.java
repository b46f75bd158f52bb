// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.index.FilterIndex;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/** What methods that need the index of block filters have in common. */
abstract class FilterMethod extends NodeMethod {
  protected FilterMethod(NodeCore core) {
    super(core);
  }

  /** Returns the index of the filters that the user names, or fails as users know it. */
  protected final FilterIndex filters(String type) {
    if (!type.equals(FilterIndex.FILTER_TYPE)) {
      throw new RpcException(RpcErrorCode.INVALID_ADDRESS_OR_KEY, "Unknown filtertype");
    }
    return core.indexes()
        .filters()
        .orElseThrow(
            () ->
                new RpcException(
                    RpcErrorCode.MISC_ERROR, "Index is not enabled for filtertype " + type));
  }
}
