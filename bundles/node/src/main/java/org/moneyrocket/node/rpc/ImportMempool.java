// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.mempool.MempoolFile;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/** {@code importmempool}. */
final class ImportMempool extends PoolMethod {
  ImportMempool(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("importmempool", "blockchain")
        .describe(
            "Reads a mempool.dat file and takes in its transactions.\n"
                + "Only for files you trust: they may show which transactions are yours.")
        .params(
            Param.text("filepath", "The file"),
            Param.options(
                    "options",
                    "",
                    Param.flag("use_current_time", "Whether transactions count as new")
                        .byDefault(true),
                    Param.flag("apply_fee_delta_priority", "Whether fee deltas are taken over")
                        .byDefault(false),
                    Param.flag(
                            "apply_unbroadcast_set",
                            "Whether transactions keep the mark that no peer asked for them")
                        .byDefault(false))
                .optional()
                .oneLine("options"))
        .results(Result.object("", ""))
        .example("/path/to/mempool.dat");
  }

  @Override
  public JsonNode run(RpcCall call) {
    if (core.kernel().isInitialBlockDownload()) {
      throw new RpcException(
          RpcErrorCode.CLIENT_IN_INITIAL_DOWNLOAD,
          "Can only import the mempool after the block download and sync is done.");
    }
    JsonNode options = call.json("options");
    MempoolFile.ImportOptions how =
        new MempoolFile.ImportOptions(
            options.path("use_current_time").asBoolean(true),
            options.path("apply_fee_delta_priority").asBoolean(false),
            options.path("apply_unbroadcast_set").asBoolean(false));
    Path file = Path.of(call.text("filepath"));
    if (!core.mempoolFile().load(file, how, core.tips()::isEnded)) {
      throw new RpcException(
          RpcErrorCode.MISC_ERROR, "Unable to import mempool file, see debug log for details.");
    }
    return Json.object();
  }
}
