// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.interfaces.chain.BlockInfo;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcMethod;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.scan.MempoolReplay;
import org.moneyrocket.wallet.scan.Rescan;

/** Searching old blocks for transactions of a wallet. */
final class ScanMethods {
  private final CallContext context;

  ScanMethods(CallContext context) {
    this.context = context;
  }

  List<RpcMethod> all() {
    return List.of(
        new BodyMethod(rescanSpec(), this::rescan), new BodyMethod(abortSpec(), this::abort));
  }

  private static MethodSpec rescanSpec() {
    return MethodSpec.method("rescanblockchain", "wallet")
        .describe(
            "Searches blocks for transactions of the wallet. getwalletinfo tells how far it is;"
                + " with -blockfilterindex it is much faster.")
        .params(
            Param.number("start_height", "The first block").byDefault(0),
            Param.number("stop_height", "The last block; the tip if left out").optional())
        .results(
            Result.object(
                "",
                "",
                Result.number("start_height", "The first block"),
                Result.number("stop_height", "The last block that was looked at").unchecked()))
        .example("100000 120000")
        .onWallet();
  }

  private JsonNode rescan(RpcCall call) {
    OpenWallet wallet = context.currentWallet(call);
    try (Rescan.Reservation reservation =
        wallet.rescan().reserve(true).orElseThrow(CallContext::scanning)) {
      CallContext.requireUnlockedForScan(wallet);
      int tip = CallContext.locked(wallet, () -> wallet.ledger().lastHeight());
      int from = call.int32("start_height");
      if (from < 0 || from > tip) {
        throw CallContext.invalid("Invalid start_height");
      }
      Optional<Integer> stop = call.findInt32("stop_height");
      if (stop.map(height -> height < 0 || height > tip).orElse(false)) {
        throw CallContext.invalid("Invalid stop_height");
      }
      int to = stop.orElse(tip);
      if (to < from) {
        throw CallContext.invalid("stop_height must be greater than start_height");
      }
      requireBlocks(wallet, from, to);
      Rescan.Result result = wallet.rescan().scan(from, to, block -> {});
      switch (result.end()) {
        case FAILURE -> throw CallContext.misc("Rescan failed. Potentially corrupted data files.");
        case ABORTED -> throw CallContext.misc("Rescan aborted.");
        case SUCCESS -> {}
      }
      if (stop.isEmpty()) {
        MempoolReplay.run(wallet.followed());
      }
      ObjectNode out = Json.object();
      out.put("start_height", from);
      result
          .last()
          .ifPresentOrElse(
              last -> out.put("stop_height", last.height()), () -> out.putNull("stop_height"));
      return out;
    }
  }

  /** Refuses to search blocks that cannot be read. */
  static void requireBlocks(OpenWallet wallet, int from, int to) {
    Optional<Integer> pruned = wallet.chain().status().pruneHeight();
    if (pruned.isPresent() && pruned.get() > from) {
      throw CallContext.misc(
          "Can't rescan beyond pruned data. Use RPC call getblockchaininfo to determine your"
              + " pruned height.");
    }
    if (isOnDisk(wallet, from) && isOnDisk(wallet, to)) {
      return;
    }
    throw CallContext.misc(
        wallet.chain().status().snapshotHeight().isPresent()
            ? "Failed to rescan unavailable blocks likely due to an in-progress assumeutxo"
                + " background sync. Check logs or getchainstates RPC for assumeutxo background"
                + " sync progress and try again later."
            : "Failed to rescan unavailable blocks, potentially caused by data corruption. If the"
                + " issue persists you may want to reindex (see -reindex option).");
  }

  private static boolean isOnDisk(OpenWallet wallet, int height) {
    return wallet.chain().blockAt(height).map(BlockInfo::onDisk).orElse(false);
  }

  private static MethodSpec abortSpec() {
    return MethodSpec.method("abortrescan", "wallet")
        .describe("Stops a search that is under way.")
        .results(Result.flag("", "Whether there was one to stop"))
        .example("")
        .onWallet();
  }

  private JsonNode abort(RpcCall call) {
    return Json.flag(context.wallet(call).rescan().abort());
  }
}
