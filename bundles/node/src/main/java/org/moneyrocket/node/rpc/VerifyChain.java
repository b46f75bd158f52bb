// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.moneyrocket.kernel.KernelOptions;
import org.moneyrocket.kernel.VerifyResult;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;

/** {@code verifychain}. */
final class VerifyChain extends NodeMethod {
  VerifyChain(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("verifychain", "blockchain")
        .describe("Verifies the last blocks against the databases.")
        .params(
            Param.number("checklevel", "How thoroughly: 0 reads blocks, 4 connects them again")
                .defaultHint("3, range=0-4"),
            Param.number("nblocks", "How many blocks").defaultHint("6, 0=all"))
        .results(Result.flag("", "Whether all is well; if not, the log says what is wrong"))
        .example("");
  }

  @Override
  public JsonNode run(RpcCall call) {
    int level = call.findInt32("checklevel").orElse(KernelOptions.DEFAULT_CHECK_LEVEL);
    int blocks = call.findInt32("nblocks").orElse(KernelOptions.DEFAULT_CHECK_BLOCKS);
    return Json.flag(core.kernel().verify(Math.clamp(level, 0, 4), blocks) == VerifyResult.SUCCESS);
  }
}
