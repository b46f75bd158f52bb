// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.moneyrocket.consensus.check.ProofOfWork;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.mining.BlockMaker;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;

/** {@code getmininginfo}. */
final class GetMiningInfo extends NodeMethod {
  GetMiningInfo(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getmininginfo", "mining")
        .describe("Returns what a miner wants to know.")
        .results(
            Result.object(
                "",
                "",
                Result.number("blocks", "Height of the chain"),
                Result.number("currentblockweight", "Weight of the last template").optional(),
                Result.number("currentblocktx", "Transactions in the last template").optional(),
                Result.hex("bits", "Target of the tip in compact form"),
                Result.number("difficulty", "Difficulty of the tip"),
                Result.hex("target", "Target of the tip"),
                Result.number("networkhashps", "Estimated hashes per second"),
                Result.number("pooledtx", "Transactions in the mempool"),
                Result.amount("blockmintxfee", "Lowest rate in a template, BTC/kvB"),
                Result.text("chain", "The chain"),
                Result.hex("signet_challenge", "The script of blocks, on a signet").optional(),
                Result.object(
                    "next",
                    "The next block",
                    Result.number("height", "Its height"),
                    Result.hex("bits", "Its target in compact form"),
                    Result.number("difficulty", "Its difficulty"),
                    Result.hex("target", "Its target")),
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
    out.put("blocks", tip.height());
    core.maker()
        .lastTemplate()
        .ifPresent(
            last ->
                out.put("currentblockweight", last.weight())
                    .put("currentblocktx", last.transactions()));
    out.put("bits", BlockJson.bits(tip.bits()));
    out.set("difficulty", Json.real(BlockJson.difficulty(tip.bits())));
    out.put("target", BlockJson.target(tip.bits()));
    out.set("networkhashps", Json.real(GetNetworkHashPs.estimate(core, tip, 120)));
    out.put("pooledtx", core.pool().size());
    out.set("blockmintxfee", Json.amount(core.maker().defaults().minRate().satsPerKvb()));
    out.put("chain", core.parameters().chain().rpcName());
    long time = Math.max(core.clock().seconds(), BlockMaker.minimumTime(tip, core.parameters()));
    int bits = ProofOfWork.requiredBits(core.parameters(), tip, time);
    ObjectNode next = out.putObject("next");
    next.put("height", tip.height() + 1);
    next.put("bits", BlockJson.bits(bits));
    next.set("difficulty", Json.real(BlockJson.difficulty(bits)));
    next.put("target", BlockJson.target(bits));
    if (core.parameters().chain() == Chain.SIGNET) {
      core.parameters()
          .signetChallenge()
          .ifPresent(challenge -> out.put("signet_challenge", challenge.toHex()));
    }
    out.set("warnings", warnings());
    return out;
  }
}
