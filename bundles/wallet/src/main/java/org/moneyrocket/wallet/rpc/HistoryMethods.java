// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.interfaces.chain.BlockInfo;
import org.moneyrocket.interfaces.chain.Chain;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcMethod;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.coins.TxMovements;
import org.moneyrocket.wallet.coins.WalletTx;

/** The transactions of a wallet. */
final class HistoryMethods {
  private static final int ANY_DEPTH = -100_000_000;

  private final CallContext context;

  HistoryMethods(CallContext context) {
    this.context = context;
  }

  List<RpcMethod> all() {
    return List.of(
        new BodyMethod(listSpec(), this::list),
        new BodyMethod(sinceSpec(), this::since),
        new BodyMethod(getSpec(), this::get),
        new BodyMethod(abandonSpec(), this::abandon));
  }

  private static Param unused() {
    return Param.flag("include_watchonly", "Not used any more (deprecated)").byDefault(false);
  }

  // ---- listtransactions

  private static MethodSpec listSpec() {
    return MethodSpec.method("listtransactions", "wallet")
        .describe(
            "Returns the newest transactions, oldest first, with one line for each output that was"
                + " sent or received.")
        .params(
            Param.text("label", "Only what was received with this label; \"*\" for all").optional(),
            Param.number("count", "How many lines").byDefault(10),
            Param.number("skip", "How many of the newest lines are left out").byDefault(0),
            unused())
        .results(Result.array("", "", Result.object("", "", TransactionLines.lineResults(true))))
        .example("\"*\" 20 100")
        .onWallet();
  }

  private JsonNode list(RpcCall call) {
    OpenWallet wallet = context.currentWallet(call);
    Optional<String> label = call.findText("label").filter(text -> !text.equals("*"));
    if (label.equals(Optional.of(""))) {
      throw CallContext.invalid("Label argument must be a valid label name or \"*\".");
    }
    int count = call.int32("count");
    int skip = call.int32("skip");
    if (count < 0) {
      throw CallContext.invalid("Negative count");
    }
    if (skip < 0) {
      throw CallContext.invalid("Negative from");
    }
    TransactionLines lines = new TransactionLines(wallet);
    ArrayNode answer =
        CallContext.locked(
            wallet,
            () -> {
              List<ObjectNode> newestFirst = new ArrayList<>();
              for (WalletTx tx : wallet.ledger().ordered().descendingSet()) {
                lines.addLines(newestFirst, tx, 0, true, label, false);
                if (newestFirst.size() >= (long) count + skip) {
                  break;
                }
              }
              int from = Math.min(skip, newestFirst.size());
              int to = Math.min(newestFirst.size() - from, count) + from;
              ArrayNode out = Json.array();
              newestFirst.subList(from, to).reversed().forEach(out::add);
              return out;
            });
    lines.askTimes();
    return answer;
  }

  // ---- listsinceblock

  private static MethodSpec sinceSpec() {
    return MethodSpec.method("listsinceblock", "wallet")
        .describe(
            "Returns the transactions after a block and those without a block. If the block is not"
                + " in the chain any more, what was in the blocks taken off is told as well.")
        .params(
            Param.text("blockhash", "The block; all transactions if left out").optional(),
            Param.number("target_confirmations", "Which block is told as lastblock: 1 is the tip")
                .byDefault(1),
            unused(),
            Param.flag("include_removed", "Tell of blocks that were taken off").byDefault(true),
            Param.flag("include_change", "Tell of change outputs as well").byDefault(false),
            Param.text("label", "Only what was received with this label").optional())
        .results(
            Result.object(
                "",
                "",
                Result.array(
                    "transactions", "", Result.object("", "", TransactionLines.lineResults(true))),
                Result.array(
                        "removed",
                        "Lines of transactions in blocks that were taken off, as they are now",
                        Result.object("", "", TransactionLines.lineResults(true)))
                    .optional(),
                Result.hex("lastblock", "What to ask with the next time")))
        .example("\"000000000000000bacf66f7497b7dc45ef753ee9a7d38571037cdb1a57f663ad\" 6")
        .onWallet();
  }

  private JsonNode since(RpcCall call) {
    OpenWallet wallet = context.currentWallet(call);
    return since(wallet, call);
  }

  private static JsonNode since(OpenWallet wallet, RpcCall call) {
    Chain chain = wallet.chain();
    Optional<BlockInfo> asked =
        call.findText("blockhash").filter(text -> !text.isEmpty()).isPresent()
            ? Optional.of(knownBlock(chain, call.blockHash("blockhash")))
            : Optional.empty();
    int target = call.int32("target_confirmations");
    if (target < 1) {
      throw CallContext.invalid("Invalid parameter");
    }
    boolean withRemoved = call.flag("include_removed");
    boolean withChange = call.flag("include_change");
    Optional<String> label =
        call.has("label")
            ? Optional.of(CallContext.label(call.findText("label")))
            : Optional.empty();
    List<BlockInfo> detached = new ArrayList<>();
    Optional<BlockInfo> fork = asked;
    while (fork.isPresent() && !fork.get().active()) {
      detached.add(fork.get());
      fork = Optional.of(knownBlock(chain, fork.get().previous()));
    }
    List<Block> removedBlocks = new ArrayList<>();
    if (withRemoved) {
      detached.forEach(info -> removedBlocks.add(read(chain, info)));
    }
    Optional<BlockInfo> from = fork;
    TransactionLines lines = new TransactionLines(wallet);
    Since since =
        CallContext.locked(
            wallet,
            () -> {
              int tip = wallet.ledger().lastHeight();
              int depth = from.map(info -> tip + 1 - info.ref().height()).orElse(Integer.MAX_VALUE);
              return new Since(
                  tip, since(wallet, lines, depth, label, withChange, withRemoved, removedBlocks));
            });
    lines.askTimes();
    int last = since.tip() + 1 - Math.min(target, since.tip() + 1);
    ObjectNode out = since.out();
    out.put(
        "lastblock",
        chain.blockAt(last).map(info -> info.ref().hash().toString()).orElse("0".repeat(64)));
    return out;
  }

  private record Since(int tip, ObjectNode out) {}

  private static ObjectNode since(
      OpenWallet wallet,
      TransactionLines lines,
      int depth,
      Optional<String> label,
      boolean withChange,
      boolean withRemoved,
      List<Block> removedBlocks) {
    List<ObjectNode> present = new ArrayList<>();
    for (WalletTx tx : wallet.ledger().ordered()) {
      if (Math.abs(wallet.ledger().depth(tx)) < depth) {
        lines.addLines(present, tx, 0, true, label, withChange);
      }
    }
    ObjectNode out = Json.object();
    out.putArray("transactions").addAll(present);
    if (withRemoved) {
      List<ObjectNode> removed = new ArrayList<>();
      for (Block block : removedBlocks) {
        for (Transaction transaction : block.transactions()) {
          wallet
              .ledger()
              .find(transaction.txid())
              .ifPresent(tx -> lines.addLines(removed, tx, ANY_DEPTH, true, label, withChange));
        }
      }
      out.putArray("removed").addAll(removed);
    }
    return out;
  }

  private static BlockInfo knownBlock(Chain chain, BlockHash hash) {
    return chain.knownBlock(hash).orElseThrow(() -> CallContext.badKey("Block not found"));
  }

  private static Block read(Chain chain, BlockInfo info) {
    Optional<Bytes> data = chain.blockData(info.ref().hash());
    if (data.isPresent()) {
      try {
        return Block.read(new ByteReader(data.get()));
      } catch (DecodeException e) {
        throw new RpcException(
            RpcErrorCode.INTERNAL_ERROR, "Can't read block from disk: " + e.getMessage());
      }
    }
    throw new RpcException(RpcErrorCode.INTERNAL_ERROR, "Can't read block from disk");
  }

  // ---- gettransaction

  private static MethodSpec getSpec() {
    List<Result> results = new ArrayList<>();
    results.add(Result.amount("amount", "What the wallet gained in BTC, without the fee"));
    results.add(Result.amount("fee", "The fee in BTC, negative; only if sent").optional());
    results.addAll(TransactionLines.results());
    results.add(
        Result.array("details", "", Result.object("", "", TransactionLines.lineResults(false))));
    results.add(Result.hex("hex", "The transaction"));
    results.add(
        Result.object("decoded", "Its parts, if verbose", DecodedTransaction.results()).optional());
    results.add(CallContext.lastBlockResult());
    return MethodSpec.method("gettransaction", "wallet")
        .describe("Returns what the wallet knows of one of its transactions.")
        .params(
            Param.text("txid", "The transaction"),
            unused(),
            Param.flag("verbose", "Whether its parts are shown").byDefault(false))
        .results(Result.object("", "", results))
        .example("\"1075db55d416d3ca199f55b6084e2115b9345e16c5cf302fc80e9d5fbf5d48da\"")
        .onWallet();
  }

  private JsonNode get(RpcCall call) {
    OpenWallet wallet = context.currentWallet(call);
    TransactionLines lines = new TransactionLines(wallet);
    ObjectNode answer =
        CallContext.locked(
            wallet,
            () -> {
              WalletTx tx = CallContext.transaction(wallet, call.txid("txid"));
              Transaction transaction = tx.transaction();
              boolean fromMe = wallet.ledger().isFromMe(transaction);
              long debit = wallet.ledger().debit(transaction);
              long fee = fromMe ? TxMovements.outputValue(transaction) - debit : 0;
              ObjectNode out = Json.object();
              out.set("amount", Json.amount(wallet.ledger().credit(tx) - debit - fee));
              if (fromMe) {
                out.set("fee", Json.amount(fee));
              }
              lines.put(out, tx);
              List<ObjectNode> details = new ArrayList<>();
              lines.addLines(details, tx, 0, false, Optional.empty(), false);
              out.putArray("details").addAll(details);
              out.put("hex", transaction.toBytes().toHex());
              if (call.flag("verbose")) {
                out.set("decoded", DecodedTransaction.of(transaction, wallet));
              }
              CallContext.putLastBlock(out, wallet);
              return out;
            });
    lines.askTimes();
    return answer;
  }

  // ---- abandontransaction

  private static MethodSpec abandonSpec() {
    return MethodSpec.method("abandontransaction", "wallet")
        .describe(
            "Gives up a transaction that is in no block and not in the mempool, and what spends"
                + " its outputs. The coins it spends can be spent otherwise.")
        .params(Param.hex("txid", "The transaction"))
        .results(Result.none())
        .example("\"1075db55d416d3ca199f55b6084e2115b9345e16c5cf302fc80e9d5fbf5d48da\"")
        .onWallet();
  }

  private JsonNode abandon(RpcCall call) {
    OpenWallet wallet = context.currentWallet(call);
    return CallContext.changing(
        wallet,
        () -> {
          WalletTx tx = CallContext.transaction(wallet, call.txid("txid"));
          if (!wallet.sync().abandon(tx)) {
            throw CallContext.badKey("Transaction not eligible for abandonment");
          }
          return Json.none();
        });
  }
}
