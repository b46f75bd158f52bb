// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.index.TxIndex;
import org.moneyrocket.node.mempool.MempoolEntry;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcValues;

/** {@code getrawtransaction}. */
final class GetRawTransaction extends NodeMethod {
  GetRawTransaction(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    List<Result> plain = new ArrayList<>(TransactionJson.results(false, false, true));
    plain.addAll(blockResults());
    List<Result> full = new ArrayList<>(TransactionJson.results(true, true, true));
    full.addAll(blockResults());
    return MethodSpec.method("getrawtransaction", "rawtransactions")
        .describe(
            "Returns a transaction of the mempool, of the block that is named, or with -txindex of"
                + " any block.\n"
                + "Transactions of a wallet are found by gettransaction.")
        .params(
            Param.hex("txid", "The transaction's id"),
            Param.number(
                    "verbosity|verbose",
                    "0 for hex digits, 1 for an object, 2 for an object with fee and coins spent")
                .byDefault(0)
                .unchecked(),
            Param.hex("blockhash", "The block to look into").optional())
        .results(
            Result.text("data", "The transaction in hex").when("for verbosity = 0"),
            Result.object("", "", plain).when("for verbosity = 1"),
            Result.object("", "", full).when("for verbosity = 2"))
        .example("\"mytxid\" 1 \"myblockhash\"");
  }

  private static List<Result> blockResults() {
    return List.of(
        Result.flag("in_active_chain", "Whether the named block is in the active chain").optional(),
        Result.hex("blockhash", "The block").optional(),
        Result.number(
                "vsize_adjusted",
                "Virtual bytes with signature operations counted, in the mempool only")
            .optional(),
        Result.number("confirmations", "Confirmations").optional(),
        Result.time("blocktime", "Time of the block, seconds since 1970").optional(),
        Result.time("time", "The same").optional());
  }

  @Override
  public JsonNode run(RpcCall call) {
    Txid txid = RpcValues.txid(call.json("txid"), "parameter 1");
    if (txid.hash().equals(core.parameters().genesis().header().merkleRoot())) {
      throw new RpcException(
          RpcErrorCode.INVALID_ADDRESS_OR_KEY,
          "The genesis block coinbase is not considered an ordinary transaction and cannot be"
              + " retrieved");
    }
    int detail = call.verbosity("verbosity", 0, true);
    Optional<BlockEntry> named = Optional.empty();
    if (call.has("blockhash")) {
      BlockHash hash = RpcValues.blockHash(call.json("blockhash"), "parameter 3");
      named = core.kernel().find(hash);
      if (named.isEmpty()) {
        throw new RpcException(RpcErrorCode.INVALID_ADDRESS_OR_KEY, "Block hash not found");
      }
    }
    return named.isPresent() ? inBlock(txid, named.get(), detail) : anywhere(txid, detail);
  }

  /** Looks into the mempool, then into the index if there is one. */
  private JsonNode anywhere(Txid txid, int detail) {
    boolean ready = core.txIndex().isPresent() && IndexWait.forTip(core.txIndex().get());
    Optional<MempoolEntry> entry = core.pool().find(txid);
    if (entry.isPresent()) {
      return inMempool(entry.get(), detail);
    }
    Optional<TxIndex.Found> found = core.txIndex().flatMap(index -> index.find(txid));
    if (found.isPresent()) {
      return indexed(found.get(), detail);
    }
    String text;
    if (core.txIndex().isEmpty()) {
      text =
          "No such mempool transaction. Use -txindex or provide a block hash to enable blockchain"
              + " transaction queries";
    } else if (!ready) {
      text =
          "No such mempool transaction. Blockchain transactions are still in the process of being"
              + " indexed";
    } else {
      text = "No such mempool or blockchain transaction";
    }
    throw new RpcException(
        RpcErrorCode.INVALID_ADDRESS_OR_KEY,
        text + ". Use gettransaction for wallet transactions.");
  }

  private JsonNode inMempool(MempoolEntry entry, int detail) {
    if (detail <= 0) {
      return Json.text(entry.tx().toBytes().toHex());
    }
    ObjectNode out = Json.object();
    out.put("vsize_adjusted", entry.vsize());
    new TransactionJson(core.format()).put(out, entry.tx(), true);
    return out;
  }

  private JsonNode indexed(TxIndex.Found found, int detail) {
    Transaction tx = found.tx();
    if (detail <= 0) {
      return Json.text(tx.toBytes().toHex());
    }
    BlockEntry block = find(found.block());
    int index = detail >= 2 && !tx.isCoinbase() ? block(block).transactions().indexOf(tx) : 0;
    return describe(Json.object(), tx, index, block, detail);
  }

  private JsonNode inBlock(Txid txid, BlockEntry block, int detail) {
    if (!block.hasData()) {
      throw new RpcException(RpcErrorCode.MISC_ERROR, "Block not available");
    }
    List<Transaction> transactions = block(block).transactions();
    int index = 0;
    while (index < transactions.size() && !transactions.get(index).txid().equals(txid)) {
      index++;
    }
    if (index == transactions.size()) {
      throw new RpcException(
          RpcErrorCode.INVALID_ADDRESS_OR_KEY,
          "No such transaction found in the provided block. Use gettransaction for wallet"
              + " transactions.");
    }
    Transaction tx = transactions.get(index);
    if (detail <= 0) {
      return Json.text(tx.toBytes().toHex());
    }
    ObjectNode out = Json.object();
    out.put("in_active_chain", withChain(() -> core.kernel().chain().contains(block)));
    return describe(out, tx, index, block, detail);
  }

  /** Adds a transaction, which is the one at {@code index} of a block. */
  private JsonNode describe(
      ObjectNode out, Transaction tx, int index, BlockEntry block, int detail) {
    List<Coin> spent =
        detail >= 2 && index > 0 && block.hasUndo()
            ? undo(block).transactions().get(index - 1).spent()
            : List.of();
    boolean active = withChain(() -> core.kernel().chain().contains(block));
    new TransactionJson(core.format()).put(out, tx, true, spent, detail >= 2);
    out.put("blockhash", block.hash().toString());
    if (active) {
      out.put("confirmations", withChain(() -> tip().height() - block.height() + 1));
      out.put("time", block.time());
      out.put("blocktime", block.time());
    } else {
      out.put("confirmations", 0);
    }
    return out;
  }
}
