// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.moneyrocket.consensus.Limits;
import org.moneyrocket.consensus.check.Deployments;
import org.moneyrocket.consensus.check.WitnessCommitment;
import org.moneyrocket.consensus.params.BuriedDeployment;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.VersionBitsDeployment;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.mining.AssembledBlock;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/** A template as {@code getblocktemplate} shows it. */
final class TemplateJson {
  private final NodeCore core;
  private final AssembledBlock made;
  private final BlockEntry parent;
  private final Set<String> clientRules;
  private final boolean segwit;
  private int version;

  TemplateJson(NodeCore core, AssembledBlock made, BlockEntry parent, Set<String> clientRules) {
    this.core = core;
    this.made = made;
    this.parent = parent;
    this.clientRules = clientRules;
    this.segwit = Deployments.isActiveAfter(core.parameters(), BuriedDeployment.SEGWIT, parent);
  }

  /**
   * Describes the template.
   *
   * @param changes the mempool's counter when it was made
   */
  ObjectNode describe(long changes) {
    BlockHeader header = core.maker().refreshed(made.block().header());
    version = header.version();
    ArrayNode rules = Json.array();
    ObjectNode available = Json.object();
    collectRules(rules, available);
    ObjectNode out = Json.object();
    out.putArray("capabilities").add("proposal");
    out.put("version", version);
    out.set("rules", rules);
    out.set("vbavailable", available);
    out.put("vbrequired", 0);
    out.put("previousblockhash", header.previous().toString());
    out.set("transactions", transactions());
    out.putObject("coinbaseaux");
    Transaction coinbase = made.block().transactions().get(0);
    out.put("coinbasevalue", coinbase.outputs().get(0).valueSats());
    out.put("longpollid", parent.hash().toString() + changes);
    out.put("target", BlockJson.target(header.bits()));
    out.put("mintime", made.minTime());
    out.putArray("mutable").add("time").add("transactions").add("prevblock");
    out.put("noncerange", "00000000ffffffff");
    int scale = segwit ? 1 : Limits.WITNESS_SCALE_FACTOR;
    out.put("sigoplimit", Limits.MAX_BLOCK_SIGOPS_COST / scale);
    out.put("sizelimit", Limits.MAX_BLOCK_SERIALIZED_SIZE / scale);
    if (segwit) {
      out.put("weightlimit", Limits.MAX_BLOCK_WEIGHT);
    }
    out.put("curtime", header.time());
    out.put("bits", BlockJson.bits(header.bits()));
    out.put("height", made.height());
    if (core.parameters().chain() == Chain.SIGNET) {
      core.parameters()
          .signetChallenge()
          .ifPresent(challenge -> out.put("signet_challenge", challenge.toHex()));
    }
    OptionalInt commitment = WitnessCommitment.outputIndex(coinbase);
    if (commitment.isPresent()) {
      out.put(
          "default_witness_commitment",
          coinbase.outputs().get(commitment.getAsInt()).script().toHex());
    }
    return out;
  }

  private void collectRules(ArrayNode rules, ObjectNode available) {
    rules.add("csv");
    if (segwit) {
      rules.add("!segwit").add("taproot");
    }
    if (core.parameters().chain() == Chain.SIGNET) {
      rules.add("!signet");
    }
    for (VersionBitsDeployment deployment : core.parameters().deployments()) {
      boolean known = deployment.optionalForMiners() || clientRules.contains(deployment.name());
      String name = (deployment.optionalForMiners() ? "" : "!") + deployment.name();
      int mask = 1 << deployment.bit();
      switch (core.kernel().versionBits().stateAfter(deployment, parent)) {
        case STARTED -> {
          available.put(name, deployment.bit());
          version = known ? version : version & ~mask;
        }
        case LOCKED_IN -> {
          available.put(name, deployment.bit());
          version = known ? version | mask : version & ~mask;
        }
        case ACTIVE -> {
          rules.add(name);
          if (!known) {
            throw new RpcException(
                RpcErrorCode.INVALID_PARAMETER,
                "Support for '" + deployment.name() + "' rule requires explicit client support");
          }
        }
        case DEFINED, FAILED -> {
          // Nothing to tell a miner.
        }
      }
    }
  }

  private ArrayNode transactions() {
    ArrayNode out = Json.array();
    Map<Txid, Integer> places = new HashMap<>();
    List<Transaction> all = made.block().transactions();
    for (int i = 1; i < all.size(); i++) {
      Transaction tx = all.get(i);
      places.put(tx.txid(), i);
      ObjectNode one = out.addObject();
      one.put("data", tx.toBytes().toHex());
      one.put("txid", tx.txid().toString());
      one.put("hash", tx.wtxid().toString());
      ArrayNode depends = one.putArray("depends");
      for (TxIn input : tx.inputs()) {
        Integer place = places.get(input.prevout().txid());
        if (place != null) {
          depends.add(place);
        }
      }
      one.put("fee", made.fees().get(i - 1));
      long sigops = made.sigops().get(i - 1);
      one.put("sigops", segwit ? sigops : sigops / Limits.WITNESS_SCALE_FACTOR);
      one.put("weight", tx.weight());
    }
    return out;
  }
}
