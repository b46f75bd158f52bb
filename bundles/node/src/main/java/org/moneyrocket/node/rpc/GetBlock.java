// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.coins.BlockUndo;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/** {@code getblock}. */
final class GetBlock extends NodeMethod {
  GetBlock(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getblock", "blockchain")
        .describe(
            "Returns a block, in more or less detail. At 2 and above the fees of transactions are"
                + " given if undo data is there.")
        .params(
            Param.hex("blockhash", "The block's hash"),
            Param.number(
                    "verbosity|verbose",
                    "0 for hex digits, 1 for an object with transaction ids, 2 with transactions, 3"
                        + " with the coins they spend")
                .byDefault(1)
                .unchecked())
        .results(
            Result.hex("", "The block").when("for verbosity = 0"),
            Result.object("", "", BlockJson.blockResults(Result.hex("", "Id of a transaction")))
                .when("for verbosity = 1"),
            Result.object(
                    "",
                    "",
                    BlockJson.blockResults(
                        Result.object("", "", TransactionJson.results(false, true, true))))
                .when("for verbosity = 2"),
            Result.object(
                    "",
                    "",
                    BlockJson.blockResults(
                        Result.object("", "", TransactionJson.results(true, true, true))))
                .when("for verbosity = 3"))
        .example("\"00000000c937983704a73af28acdec37b049d214adbda81d7e2a3dd146f6ed09\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    BlockHash hash = call.blockHash("blockhash");
    int detail = call.verbosity("verbosity", 1, true);
    BlockEntry entry = find(hash);
    if (detail <= 0) {
      return Json.text(rawBlock(entry).toHex());
    }
    Block block = block(entry);
    Optional<BlockUndo> undo = detail >= 2 ? undoIfThere(entry) : Optional.empty();
    return new BlockJson(core).block(entry, block, detail, undo);
  }

  private Optional<BlockUndo> undoIfThere(BlockEntry entry) {
    if (!entry.hasUndo()) {
      return Optional.empty();
    }
    try {
      return Optional.of(core.kernel().readUndo(entry));
    } catch (StorageException e) {
      throw new RpcException(
          RpcErrorCode.INTERNAL_ERROR,
          "Undo data expected but can't be read. This could be due to disk corruption or a conflict"
              + " with a pruning event.");
    }
  }
}
