// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcValues;

/** {@code getblockheader}. */
final class GetBlockHeader extends NodeMethod {
  GetBlockHeader(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getblockheader", "blockchain")
        .describe("Returns the header of a block: as an object, or as the 80 bytes in hex.")
        .params(
            Param.hex("blockhash", "The block's hash"),
            Param.flag("verbose", "True for an object, false for hex digits").byDefault(true))
        .results(
            Result.object("", "", BlockJson.headerResults()).when("for verbose = true"),
            Result.hex("", "The header").when("for verbose = false"))
        .example("\"00000000c937983704a73af28acdec37b049d214adbda81d7e2a3dd146f6ed09\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    BlockEntry entry = find(RpcValues.blockHash(call.json("blockhash"), "hash"));
    return call.flag("verbose")
        ? new BlockJson(core).header(entry)
        : Json.text(entry.header().toBytes().toHex());
  }
}
