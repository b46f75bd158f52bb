// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.moneyrocket.interfaces.chain.BlockInfo;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcMethod;
import org.moneyrocket.rpc.RpcValues;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.keys.OwnedDescriptor;
import org.moneyrocket.wallet.scan.MempoolReplay;
import org.moneyrocket.wallet.scan.Rescan;

/** Importing descriptors and listing them. */
final class DescriptorMethods {
  /** Block times may differ from real time by so much, in seconds. */
  private static final long TIMESTAMP_WINDOW = 2 * 3600;

  private final CallContext context;

  DescriptorMethods(CallContext context) {
    this.context = context;
  }

  List<RpcMethod> all() {
    return List.of(
        new BodyMethod(importSpec(), this::importAll), new BodyMethod(listSpec(), this::list));
  }

  // ---- importdescriptors

  private static MethodSpec importSpec() {
    return MethodSpec.method("importdescriptors", "wallet")
        .describe(
            "Imports descriptors and searches old blocks for their transactions, from the earliest"
                + " of their times on. This can take long. Make a new backup afterwards.")
        .params(
            Param.array(
                    "requests",
                    "What to import",
                    Param.object(
                            "",
                            "",
                            Param.text("desc", "The descriptor"),
                            Param.flag("active", "Whether it gives out addresses from now on")
                                .byDefault(false),
                            Param.range("range", "End or begin and end of its positions")
                                .optional(),
                            Param.number("next_index", "The next position to give out").optional(),
                            Param.number(
                                    "timestamp",
                                    "No block before this time matters, in seconds since 1970;"
                                        + " \"now\" searches no old blocks")
                                .shownAs("timestamp | \"now\"", "integer / string"),
                            Param.flag("internal", "Whether its addresses are for change")
                                .byDefault(false),
                            Param.text("label", "Label of its address").byDefault(""))
                        .optional())
                .oneLine("requests"))
        .results(
            Result.array(
                "",
                "What came of each request",
                Result.object(
                    "",
                    "",
                    Result.flag("success", "Whether it was imported"),
                    CallContext.warningsResult(),
                    Result.object(
                            "error",
                            "Why not",
                            Result.number("code", "The error code"),
                            Result.text("message", "The error text"))
                        .optional())))
        .example(
            "'[{ \"desc\": \"<descriptor>\", \"timestamp\": 1455191478, \"internal\": true }]'")
        .onWallet();
  }

  private JsonNode importAll(RpcCall call) {
    OpenWallet wallet = context.wallet(call);
    try (Rescan.Reservation reservation =
        wallet.rescan().reserve(true).orElseThrow(CallContext::scanning)) {
      wallet.awaitCurrent();
      CallContext.requireUnlockedForScan(wallet);
      List<JsonNode> requests = new ArrayList<>();
      call.json("requests").forEach(requests::add);
      List<ObjectNode> results = new ArrayList<>();
      Tip tip = tip(wallet);
      CallContext.locked(
          wallet,
          () -> {
            try {
              for (JsonNode request : requests) {
                long timestamp = Math.max(1, timestamp(request, tip.medianTime()));
                results.add(new DescriptorImport(wallet, request, timestamp).run());
              }
            } finally {
              // Also when a request ends the call: those before it are imported.
              wallet.ledger().refreshOwnOutputs();
            }
            return Json.none();
          });
      if (results.stream().anyMatch(result -> result.get("success").booleanValue())) {
        long lowest = tip.time();
        for (JsonNode request : requests) {
          lowest = Math.min(lowest, Math.max(1, timestamp(request, tip.medianTime())));
        }
        long scanned = rescan(wallet, lowest);
        if (scanned > lowest) {
          replaceIncomplete(wallet, requests, results, scanned, tip.medianTime());
        }
      }
      ArrayNode out = Json.array();
      results.forEach(out::add);
      return out;
    }
  }

  private record Tip(long time, long medianTime) {}

  private static Tip tip(OpenWallet wallet) {
    return wallet
        .locked(wallet.ledger()::lastBlock)
        .flatMap(last -> wallet.chain().knownBlock(last.hash()))
        .map(info -> new Tip(info.time(), info.medianTime()))
        .orElse(new Tip(0, 0));
  }

  private static long timestamp(JsonNode request, long now) {
    JsonNode timestamp = request.get("timestamp");
    if (timestamp == null) {
      throw new RpcException(RpcErrorCode.TYPE_ERROR, "Missing required timestamp field for key");
    }
    if (timestamp.isNumber()) {
      return RpcValues.integer(timestamp);
    }
    if (timestamp.isTextual() && timestamp.textValue().equals("now")) {
      return now;
    }
    throw new RpcException(
        RpcErrorCode.TYPE_ERROR,
        "Expected number or \"now\" timestamp value for key. got type " + Json.kind(timestamp));
  }

  /** Scans from a time on; returns from when on nothing was missed. */
  private static long rescan(OpenWallet wallet, long from) {
    Optional<BlockInfo> first = wallet.chain().firstBlockFrom(from - TIMESTAMP_WINDOW, 0);
    long complete = from;
    if (first.isPresent()) {
      int tip = CallContext.locked(wallet, () -> wallet.ledger().lastHeight());
      Rescan.Result result = wallet.rescan().scan(first.get().ref().height(), tip, block -> {});
      if (result.end() == Rescan.End.ABORTED) {
        wallet.resender().resend(false, true);
        throw CallContext.misc("Rescan aborted by user.");
      }
      if (result.end() == Rescan.End.FAILURE) {
        complete =
            result
                    .failed()
                    .flatMap(failed -> wallet.chain().knownBlock(failed.hash()))
                    .map(BlockInfo::maxTime)
                    .orElse(wallet.chain().now())
                + TIMESTAMP_WINDOW
                + 1;
      }
      MempoolReplay.run(wallet.followed());
    }
    wallet.resender().resend(false, true);
    return complete;
  }

  private static void replaceIncomplete(
      OpenWallet wallet,
      List<JsonNode> requests,
      List<ObjectNode> results,
      long scanned,
      long now) {
    for (int i = 0; i < requests.size(); i++) {
      long timestamp = timestamp(requests.get(i), now);
      if (scanned <= timestamp || results.get(i).has("error")) {
        continue;
      }
      String message =
          "Rescan failed for descriptor with timestamp "
              + timestamp
              + ". There was an error reading a block from time "
              + (scanned - TIMESTAMP_WINDOW - 1)
              + ", which is after or within "
              + TIMESTAMP_WINDOW
              + " seconds of key creation, and could contain transactions pertaining to the desc."
              + " As a result, transactions and coins using this desc may not appear in the wallet."
              + reason(wallet);
      ObjectNode failed = Json.object();
      failed.put("success", false);
      failed.set("error", DescriptorImport.error(CallContext.misc(message)));
      results.set(i, failed);
    }
  }

  private static String reason(OpenWallet wallet) {
    if (wallet.chain().status().pruneHeight().isPresent()) {
      return " This error could be caused by pruning or data corruption (see bitcoind log for"
          + " details) and could be dealt with by downloading and rescanning the relevant blocks"
          + " (see -reindex option and rescanblockchain RPC).";
    }
    boolean early = wallet.chain().status().snapshotHeight().isPresent();
    return early
        ? " This error is likely caused by an in-progress assumeutxo background sync. Check logs"
            + " or getchainstates RPC for assumeutxo background sync progress and try again later."
        : " This error could potentially caused by data corruption. If the issue persists you may"
            + " want to reindex (see -reindex option).";
  }

  // ---- listdescriptors

  private static MethodSpec listSpec() {
    return MethodSpec.method("listdescriptors", "wallet")
        .describe("Returns the descriptors of the wallet, sorted by their text.")
        .params(Param.flag("private", "Whether private keys are shown").byDefault(false))
        .results(
            Result.object(
                "",
                "",
                Result.text("wallet_name", "Name of the wallet"),
                Result.array(
                    "descriptors",
                    "",
                    Result.object(
                        "",
                        "",
                        Result.text("desc", "The descriptor"),
                        Result.number("timestamp", "When it was made"),
                        Result.flag("active", "Whether it gives out addresses"),
                        Result.flag("internal", "Whether they are for change; if it is active")
                            .optional(),
                        Result.fixedArray(
                                "range",
                                "Positions that are watched",
                                Result.number("", "The first"),
                                Result.number("", "The last"))
                            .optional(),
                        Result.number("next", "Same as next_index").optional(),
                        Result.number("next_index", "The next position to give out").optional()))))
        .example("")
        .onWallet();
  }

  private JsonNode list(RpcCall call) {
    OpenWallet wallet = context.wallet(call);
    boolean secret = call.flag("private");
    if (secret && !wallet.mayHavePrivateKeys()) {
      throw CallContext.walletError("Can't get private descriptor string for watch-only wallets");
    }
    return CallContext.locked(
        wallet,
        () -> {
          if (secret) {
            CallContext.requireUnlocked(wallet);
          }
          Map<String, OwnedDescriptor> sorted = new TreeMap<>();
          for (OwnedDescriptor descriptor : wallet.ring().descriptors()) {
            String text =
                secret
                    ? descriptor.privateText()
                    : descriptor
                        .publicText()
                        .orElseThrow(() -> CallContext.walletError("Can't get descriptor string."));
            sorted.put(text, descriptor);
          }
          ObjectNode out = Json.object();
          out.put("wallet_name", wallet.name());
          ArrayNode list = out.putArray("descriptors");
          sorted.forEach((text, descriptor) -> list.add(row(wallet, text, descriptor)));
          return out;
        });
  }

  private static ObjectNode row(OpenWallet wallet, String text, OwnedDescriptor descriptor) {
    ObjectNode out = Json.object();
    out.put("desc", text);
    out.put("timestamp", descriptor.record().creationTime());
    out.put("active", wallet.ring().isActive(descriptor));
    wallet.ring().isInternal(descriptor).ifPresent(change -> out.put("internal", change));
    if (descriptor.isRange()) {
      out.putArray("range")
          .add(descriptor.record().rangeStart())
          .add(descriptor.record().rangeEnd() - 1);
      out.put("next", descriptor.record().nextIndex());
      out.put("next_index", descriptor.record().nextIndex());
    }
    return out;
  }
}
