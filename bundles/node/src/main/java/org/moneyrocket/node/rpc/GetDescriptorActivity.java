// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.kernel.coins.BlockUndo;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.mempool.MempoolEntry;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcValues;

/** {@code getdescriptoractivity}. */
final class GetDescriptorActivity extends NodeMethod {
  GetDescriptorActivity(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getdescriptoractivity", "blockchain")
        .describe(
            "Returns payments to and from what descriptors describe, in some blocks, for example"
                + " those that scanblocks found, and in the mempool. May take minutes.")
        .params(
            Param.array(
                "blockhashes",
                "Blocks of the active chain, in any order",
                Param.hex("blockhash", "Hash of one").optional()),
            Descriptors.scanObjects("What to look for"),
            Param.flag("include_mempool", "Whether to look into the mempool too").byDefault(true))
        .results(
            Result.object(
                "",
                "",
                Result.array("activity", "What happened", spendResult(), receiveResult())
                    .unchecked()))
        .example(
            "'[\"000000000000000000001347062c12fded7c528943c8ce133987e2e2f5a840ee\"]'"
                + " '[\"addr(bc1qzl6nsgqzu89a66l50cvwapnkw5shh23zarqkw9)\"]'");
  }

  private static Result spendResult() {
    return Result.object(
        "",
        "",
        Result.text("type", "spend"),
        Result.amount("amount", "Amount of the output that is spent, in BTC"),
        Result.hex("blockhash", "Block, left out for the mempool").optional(),
        Result.number("height", "Its height").optional(),
        Result.hex("spend_txid", "The transaction that spends"),
        Result.number("spend_vin", "Number of its input"),
        Result.hex("prevout_txid", "The transaction whose output is spent"),
        Result.number("prevout_vout", "Number of that output"),
        Result.object("prevout_spk", "Its script", ScriptJson.lockingResults()));
  }

  private static Result receiveResult() {
    return Result.object(
        "",
        "",
        Result.text("type", "receive"),
        Result.amount("amount", "Amount of the output in BTC"),
        Result.hex("blockhash", "Block, left out for the mempool").optional(),
        Result.number("height", "Its height").optional(),
        Result.hex("txid", "The transaction that pays"),
        Result.number("vout", "Number of its output"),
        Result.object("output_spk", "Its script", ScriptJson.lockingResults()));
  }

  @Override
  public JsonNode run(RpcCall call) {
    Collection<BlockEntry> blocks = withChain(() -> blocks(call.json("blockhashes")));
    Set<Bytes> wanted = new HashSet<>();
    for (JsonNode object : call.json("scanobjects")) {
      wanted.addAll(Descriptors.scripts(object, core.format()).keySet());
    }
    Listing listing = new Listing(wanted);
    for (BlockEntry entry : blocks) {
      addBlock(listing, entry);
    }
    if (call.flag("include_mempool")) {
      withChain(
          () -> {
            addMempool(listing);
            return listing;
          });
    }
    ObjectNode out = Json.object();
    out.set("activity", listing.activity);
    return out;
  }

  private Collection<BlockEntry> blocks(JsonNode hashes) {
    TreeMap<Integer, BlockEntry> blocks = new TreeMap<>();
    for (JsonNode hash : hashes) {
      BlockEntry entry = find(RpcValues.blockHash(hash, "blockhash"));
      if (!core.kernel().chain().contains(entry)) {
        throw new RpcException(RpcErrorCode.INVALID_PARAMETER, "Block is not in main chain");
      }
      blocks.put(entry.height(), entry);
    }
    return blocks.values();
  }

  private void addBlock(Listing listing, BlockEntry entry) {
    Block block = block(entry);
    BlockUndo undo = undo(entry);
    List<Transaction> transactions = block.transactions();
    for (int i = 0; i < transactions.size(); i++) {
      Transaction tx = transactions.get(i);
      if (i > 0) {
        List<Coin> spent = undo.transactions().get(i - 1).spent();
        for (int n = 0; n < spent.size(); n++) {
          listing.spend(tx, n, spent.get(n).output(), entry);
        }
      }
      listing.receive(tx, entry);
    }
  }

  /** Chain lock held. */
  private void addMempool(Listing listing) {
    ReentrantLock lock = core.pool().lock();
    lock.lock();
    try {
      for (MempoolEntry entry : core.pool().inMiningOrder()) {
        Transaction tx = entry.tx();
        for (int n = 0; n < tx.inputs().size(); n++) {
          int input = n;
          SpentCoins.one(core, tx.inputs().get(n).prevout())
              .ifPresent(output -> listing.spend(tx, input, output, null));
        }
        listing.receive(tx, null);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Collects what concerns the wanted scripts. */
  private final class Listing {
    private final Set<Bytes> wanted;
    private final ArrayNode activity = Json.array();

    Listing(Set<Bytes> wanted) {
      this.wanted = wanted;
    }

    private ObjectNode add(String type, TxOut output, @Nullable BlockEntry entry) {
      ObjectNode out = activity.addObject();
      out.put("type", type);
      out.set("amount", Json.amount(output.valueSats()));
      if (entry != null) {
        out.put("blockhash", entry.hash().toString());
        out.put("height", entry.height());
      }
      return out;
    }

    void spend(Transaction tx, int index, TxOut output, @Nullable BlockEntry entry) {
      if (wanted.contains(output.script())) {
        TxIn input = tx.inputs().get(index);
        ObjectNode out = add("spend", output, entry);
        out.put("spend_txid", tx.txid().toString());
        out.put("spend_vin", index);
        out.put("prevout_txid", input.prevout().txid().toString());
        out.put("prevout_vout", Integer.toUnsignedLong(input.prevout().index()));
        out.set("prevout_spk", ScriptJson.locking(output.script(), core.format()));
      }
    }

    void receive(Transaction tx, @Nullable BlockEntry entry) {
      for (int n = 0; n < tx.outputs().size(); n++) {
        TxOut output = tx.outputs().get(n);
        if (wanted.contains(output.script())) {
          ObjectNode out = add("receive", output, entry);
          out.put("txid", tx.txid().toString());
          out.put("vout", n);
          out.set("output_spk", ScriptJson.locking(output.script(), core.format()));
        }
      }
    }
  }
}
