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
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcAnswer;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/** {@code getblock}. */
final class GetBlock extends NodeMethod {
  /** What a block, its undo data and its answer cost in memory, in parts of its stored size. */
  private static final int OBJECT_PARTS = 8;

  private static final int HEX_PARTS = 4;

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

  /** What an answer is made of. */
  private record Found(BlockEntry entry, Block block, Optional<BlockUndo> undo) {}

  @Override
  public JsonNode run(RpcCall call) {
    BlockHash hash = call.blockHash("blockhash");
    int detail = call.verbosity("verbosity", 1, true);
    if (detail <= 0) {
      return raw(call, hash);
    }
    Found found = find(call, hash, detail);
    return new BlockJson(core).block(found.entry(), found.block(), detail, found.undo());
  }

  @Override
  public RpcAnswer answer(RpcCall call) {
    BlockHash hash = call.blockHash("blockhash");
    int detail = call.verbosity("verbosity", 1, true);
    if (detail <= 0) {
      return RpcAnswer.of(raw(call, hash));
    }
    Found found = find(call, hash, detail);
    return new BlockJson(core).answer(found.entry(), found.block(), detail, found.undo());
  }

  private JsonNode raw(RpcCall call, BlockHash hash) {
    Bytes raw = rawBlock(find(hash));
    call.reserve((long) raw.size() * HEX_PARTS);
    return Json.text(raw.toHex());
  }

  private Found find(RpcCall call, BlockHash hash, int detail) {
    BlockEntry entry = find(hash);
    Bytes raw = rawBlock(entry);
    call.reserve((long) raw.size() * OBJECT_PARTS);
    Block block;
    try {
      block = Block.decode(raw);
    } catch (DecodeException e) {
      throw new RpcException(RpcErrorCode.MISC_ERROR, "Block not found on disk");
    }
    return new Found(entry, block, detail >= 2 ? undoIfThere(entry) : Optional.empty());
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
