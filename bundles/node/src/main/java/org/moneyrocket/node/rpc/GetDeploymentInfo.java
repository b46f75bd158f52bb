// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.moneyrocket.consensus.check.Deployments;
import org.moneyrocket.consensus.check.VersionBits;
import org.moneyrocket.consensus.params.BuriedDeployment;
import org.moneyrocket.consensus.params.VersionBitsDeployment;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;

/** {@code getdeploymentinfo}. */
final class GetDeploymentInfo extends NodeMethod {
  GetDeploymentInfo(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getdeploymentinfo", "blockchain")
        .describe("Returns which soft forks hold after a block.")
        .params(Param.hex("blockhash", "The block's hash").defaultHint("hash of current chain tip"))
        .results(
            Result.object(
                "",
                "",
                Result.text("hash", "Hash of the block"),
                Result.number("height", "Height of the block"),
                Result.array(
                    "script_flags",
                    "Flags with which its scripts are run",
                    Result.text("flag", "A flag")),
                Result.map(
                    "deployments",
                    "The soft forks by name",
                    Result.object(
                        "name",
                        "",
                        Result.text("type", "buried or bip9"),
                        Result.number("height", "First block it holds for, if that is known")
                            .optional(),
                        Result.flag("active", "Whether it holds for the next block"),
                        Result.object(
                                "bip9",
                                "State of signalling",
                                Result.number("bit", "The bit, while it counts").optional(),
                                Result.time("start_time", "Signals count from this median time"),
                                Result.time("timeout", "It has failed from this median time"),
                                Result.number(
                                    "min_activation_height", "Lowest height it may hold for"),
                                Result.text("status", "State of the block"),
                                Result.number("since", "First block with that state"),
                                Result.text("status_next", "State of the next block"),
                                Result.object(
                                        "statistics",
                                        "Signals in this period",
                                        Result.number("period", "Blocks in a period"),
                                        Result.number("threshold", "Signals needed").optional(),
                                        Result.number("elapsed", "Blocks up to now"),
                                        Result.number("count", "Signals up to now"),
                                        Result.flag("possible", "Whether enough can still come")
                                            .optional())
                                    .optional(),
                                Result.text("signalling", "# for each signal, - for none")
                                    .optional())
                            .optional()))))
        .example("");
  }

  @Override
  public JsonNode run(RpcCall call) {
    BlockEntry entry =
        call.has("blockhash") ? find(call.blockHash("blockhash")) : withChain(this::tip);
    ObjectNode out = Json.object();
    out.put("hash", entry.hash().toString());
    out.put("height", entry.height());
    List<String> flags = new ArrayList<>(Deployments.scriptFlags(core.parameters(), entry).names());
    Collections.sort(flags);
    out.set("script_flags", Json.array(flags));
    ObjectNode all = out.putObject("deployments");
    for (BuriedDeployment buried : BuriedDeployment.values()) {
      all.putObject(buried.rpcName())
          .put("type", "buried")
          .put("active", Deployments.isActiveAfter(core.parameters(), buried, entry))
          .put("height", core.parameters().activationHeight(buried));
    }
    for (VersionBitsDeployment deployment : core.parameters().deployments()) {
      if (deployment.isEnabled()) {
        put(all.putObject(deployment.name()), deployment, entry);
      }
    }
    return out;
  }

  private void put(ObjectNode out, VersionBitsDeployment deployment, BlockEntry entry) {
    VersionBits.Info info = core.kernel().versionBits().info(deployment, entry);
    out.put("type", "bip9");
    boolean active = false;
    if (info.activeSince().isPresent()) {
      out.put("height", info.activeSince().getAsInt());
      active = info.activeSince().getAsInt() <= entry.height() + 1;
    }
    out.put("active", active);
    ObjectNode bip9 = out.putObject("bip9");
    if (info.statistics().isPresent()) {
      bip9.put("bit", deployment.bit());
    }
    bip9.put("start_time", deployment.startTime());
    bip9.put("timeout", deployment.timeout());
    bip9.put("min_activation_height", deployment.minActivationHeight());
    bip9.put("status", info.state().rpcName());
    bip9.put("since", info.since());
    bip9.put("status_next", info.next().rpcName());
    info.statistics().ifPresent(statistics -> put(bip9, statistics));
  }

  private static void put(ObjectNode bip9, VersionBits.Statistics statistics) {
    ObjectNode out = bip9.putObject("statistics");
    out.put("period", statistics.period());
    out.put("elapsed", statistics.elapsed());
    out.put("count", statistics.count());
    if (statistics.threshold() > 0 || statistics.possible()) {
      out.put("threshold", statistics.threshold());
      out.put("possible", statistics.possible());
    }
    StringBuilder signals = new StringBuilder();
    statistics.signalling().forEach(signal -> signals.append(signal ? '#' : '-'));
    bip9.put("signalling", signals.toString());
  }
}
