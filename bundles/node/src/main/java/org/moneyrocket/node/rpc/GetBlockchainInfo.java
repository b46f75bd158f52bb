// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalInt;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.kernel.ChainstateInfo;
import org.moneyrocket.kernel.KernelOptions;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;

/** {@code getblockchaininfo}. */
final class GetBlockchainInfo extends NodeMethod {
  GetBlockchainInfo(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getblockchaininfo", "blockchain")
        .describe("Returns the state of the chain.")
        .results(
            Result.object(
                "",
                "",
                Result.text("chain", "The chain: main, test, testnet4, signet or regtest"),
                Result.number("blocks", "Height of the active chain"),
                Result.number("headers", "Height of the best header"),
                Result.hex("bestblockhash", "Hash of the tip"),
                Result.hex("bits", "Target of the tip in compact form"),
                Result.hex("target", "Target of the tip"),
                Result.number("difficulty", "Difficulty of the tip"),
                Result.time("time", "Time of the tip, seconds since 1970"),
                Result.time("mediantime", "Median time past of the tip"),
                Result.number("verificationprogress", "Estimated share that is verified, 0 to 1"),
                Result.flag("initialblockdownload", "Whether the node is still catching up"),
                Result.object(
                        "backgroundvalidation",
                        "Verification of the snapshot, while it goes on",
                        Result.number("snapshotheight", "Height of the snapshot's block"),
                        Result.number("blocks", "Height of the blocks checked"),
                        Result.hex("bestblockhash", "Hash of the last block checked"),
                        Result.time("mediantime", "Its median time past"),
                        Result.hex("chainwork", "Hashes expected for the chain up to it"),
                        Result.number(
                            "verificationprogress", "Estimated share that is checked, 0 to 1"))
                    .optional(),
                Result.hex("chainwork", "Hashes expected for the active chain"),
                Result.number("size_on_disk", "Bytes of block and undo files"),
                Result.flag("pruned", "Whether old blocks are removed"),
                Result.number("pruneheight", "Lowest block that is there, when pruning").optional(),
                Result.flag("automatic_pruning", "Whether that happens by itself, when pruning")
                    .optional(),
                Result.number("prune_target_size", "Bytes to stay below, when that is automatic")
                    .optional(),
                Result.hex("signet_challenge", "The script of blocks, on a signet").optional(),
                warningsResult()))
        .example("");
  }

  @Override
  public JsonNode run(RpcCall call) {
    return withChain(this::describe);
  }

  private JsonNode describe() {
    BlockEntry tip = tip();
    ObjectNode out = Json.object();
    out.put("chain", core.parameters().chain().rpcName());
    out.put("blocks", tip.height());
    out.put("headers", core.kernel().bestHeader().map(BlockEntry::height).orElse(-1));
    out.put("bestblockhash", tip.hash().toString());
    out.put("bits", BlockJson.bits(tip.bits()));
    out.put("target", BlockJson.target(tip.bits()));
    out.set("difficulty", Json.real(BlockJson.difficulty(tip.bits())));
    out.put("time", tip.time());
    out.put("mediantime", tip.medianTimePast());
    out.set("verificationprogress", Json.real(core.kernel().verificationProgress(tip)));
    out.put("initialblockdownload", core.kernel().isInitialBlockDownload());
    core.kernel().chainstates().stream()
        .filter(info -> info.target().isPresent() && info.tip().isPresent())
        .forEach(info -> out.set("backgroundvalidation", background(info)));
    out.put("chainwork", tip.chainWork().toHex());
    out.put("size_on_disk", core.kernel().sizeOnDisk());
    boolean prunes = core.kernel().options().prunes();
    out.put("pruned", prunes);
    if (prunes) {
      OptionalInt gone = core.kernel().pruneHeight();
      long target = core.kernel().options().pruneTargetBytes();
      boolean automatic = target != KernelOptions.PRUNE_MANUALLY;
      out.put("pruneheight", gone.isPresent() ? gone.getAsInt() + 1 : 0);
      out.put("automatic_pruning", automatic);
      if (automatic) {
        out.put("prune_target_size", target);
      }
    }
    if (core.parameters().chain() == Chain.SIGNET) {
      core.parameters()
          .signetChallenge()
          .ifPresent(challenge -> out.put("signet_challenge", challenge.toHex()));
    }
    out.set("warnings", warnings());
    return out;
  }

  private static ObjectNode background(ChainstateInfo info) {
    BlockEntry tip = info.tip().orElseThrow();
    ObjectNode out = Json.object();
    out.put("snapshotheight", info.target().orElseThrow().height());
    out.put("blocks", tip.height());
    out.put("bestblockhash", tip.hash().toString());
    out.put("mediantime", tip.medianTimePast());
    out.put("chainwork", tip.chainWork().toHex());
    out.set("verificationprogress", Json.real(info.progress()));
    return out;
  }
}
