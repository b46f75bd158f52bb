// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/** {@code savemempool}. */
final class SaveMempool extends PoolMethod {
  SaveMempool(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("savemempool", "blockchain")
        .describe("Writes the mempool to disk now. Fails until it has been loaded.")
        .results(Result.object("", "", Result.text("filename", "The file")))
        .example("");
  }

  @Override
  public JsonNode run(RpcCall call) {
    if (!pool().isLoaded()) {
      throw new RpcException(RpcErrorCode.MISC_ERROR, "The mempool was not loaded yet");
    }
    Path file = core.mempoolPath();
    if (!core.mempoolFile().save(file)) {
      throw new RpcException(RpcErrorCode.MISC_ERROR, "Unable to dump mempool to disk");
    }
    return Json.object().put("filename", file.toString());
  }
}
