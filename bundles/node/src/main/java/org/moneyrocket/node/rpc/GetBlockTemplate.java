// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.interfaces.chain.BlockRef;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.kernel.index.BlockStatus;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.mining.AssembledBlock;
import org.moneyrocket.node.mining.BlockMaker;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcValues;
import org.moneyrocket.settings.Product;

/** {@code getblocktemplate}. */
final class GetBlockTemplate extends NodeMethod {
  private static final int HASH_DIGITS = 64;
  private static final Duration FIRST_CHECK = Duration.ofMinutes(1);
  private static final Duration NEXT_CHECKS = Duration.ofSeconds(10);
  private static final long KEEP_SECONDS = 5;

  /** Guards the template that is handed out again; taken before the chain lock. */
  private final ReentrantLock lock = new ReentrantLock();

  private @Nullable AssembledBlock made;
  private long madeAt;
  private long madeChanges;

  GetBlockTemplate(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getblocktemplate", "mining")
        .describe(
            "Returns what a miner needs to make a block, or checks a block that is proposed.\n"
                + "See BIP22, BIP23, BIP9 and BIP145.")
        .params(
            Param.object(
                "template_request",
                "What is wanted",
                Param.text("mode", "template (if left out) or proposal").optional(),
                Param.array(
                        "capabilities",
                        "What the client can do",
                        Param.text("str", "longpoll, coinbasevalue, proposal, ...").optional())
                    .optional(),
                Param.array(
                    "rules",
                    "Soft forks the client knows",
                    Param.text("segwit", "Must be among them"),
                    Param.text("str", "Another one").optional()),
                Param.text("longpollid", "Wait until the template differs from that one")
                    .optional(),
                Param.hex("data", "The block, for a proposal").optional()))
        .results(
            Result.none().when("If the proposal was accepted with mode=='proposal'"),
            Result.text("", "According to BIP22")
                .when("If the proposal was not accepted with mode=='proposal'"),
            template().when("Otherwise"))
        .example("'{\"rules\": [\"segwit\"]}'");
  }

  private static Result template() {
    return Result.object(
        "",
        "",
        Result.array("capabilities", "", Result.text("value", "What the node can do")),
        Result.number("version", "The block's version"),
        Result.array(
            "rules", "Soft forks that hold", Result.text("", "Name, ! if it must be known")),
        Result.map("vbavailable", "Soft forks to signal for", Result.number("rulename", "Its bit")),
        Result.number("vbrequired", "Bits that must be set"),
        Result.text("previousblockhash", "Hash of the tip"),
        Result.array(
            "transactions",
            "Transactions without the coinbase",
            Result.object(
                "",
                "",
                Result.hex("data", "The transaction"),
                Result.hex("txid", "Its id"),
                Result.hex("hash", "Its id with witness"),
                Result.array(
                    "depends",
                    "Transactions before it that it needs",
                    Result.number("", "Place in the list, from 1")),
                Result.number("fee", "Its fee in satoshis"),
                Result.number("sigops", "Cost of its signature operations"),
                Result.number("weight", "Its weight"))),
        Result.map("coinbaseaux", "", Result.hex("key", "What the coinbase must contain")),
        Result.number("coinbasevalue", "Most satoshis the coinbase may pay"),
        Result.text("longpollid", "Name of this template"),
        Result.text("target", "The target"),
        Result.time("mintime", "Least time of the block"),
        Result.array("mutable", "", Result.text("value", "What may be changed")),
        Result.hex("noncerange", "Nonces that are allowed"),
        Result.number("sigoplimit", "Most cost of signature operations"),
        Result.number("sizelimit", "Most bytes"),
        Result.number("weightlimit", "Most weight").optional(),
        Result.time("curtime", "Time of now"),
        Result.text("bits", "The target in compact form"),
        Result.number("height", "The block's height"),
        Result.hex("signet_challenge", "The script of blocks, on a signet").optional(),
        Result.hex("default_witness_commitment", "Script of the commitment").optional());
  }

  @Override
  public JsonNode run(RpcCall call) {
    JsonNode request = call.json("template_request");
    JsonNode mode = request.path("mode");
    String wanted = "template";
    if (mode.isTextual()) {
      wanted = mode.textValue();
    } else if (!mode.isNull() && !mode.isMissingNode()) {
      throw invalidMode();
    }
    if (wanted.equals("proposal")) {
      return judge(request);
    }
    if (!wanted.equals("template")) {
      throw invalidMode();
    }
    Set<String> rules = new HashSet<>();
    for (JsonNode rule : request.path("rules")) {
      rules.add(RpcValues.text(rule));
    }
    requireNetwork();
    JsonNode poll = request.path("longpollid");
    if (!poll.isNull() && !poll.isMissingNode()) {
      awaitChange(poll);
    }
    requireRules(rules);
    return describe(rules);
  }

  private static RpcException invalidMode() {
    return new RpcException(RpcErrorCode.INVALID_PARAMETER, "Invalid mode");
  }

  private JsonNode judge(JsonNode request) {
    if (!request.path("data").isTextual()) {
      throw new RpcException(RpcErrorCode.TYPE_ERROR, "Missing data String key for proposal");
    }
    Block block = SubmitBlock.decode(request.path("data").textValue());
    Optional<BlockEntry> known = core.kernel().find(block.hash());
    if (known.isPresent()) {
      BlockEntry entry = known.get();
      return Json.text(
          entry.isFailed()
              ? "duplicate-invalid"
              : entry.isValid(BlockStatus.VALID_SCRIPTS) ? "duplicate" : "duplicate-inconclusive");
    }
    return SubmitBlock.answer(core.maker().check(block, true, false));
  }

  private void requireNetwork() {
    if (core.parameters().chain().isTestChain()) {
      return;
    }
    if (core.relay().peers().isEmpty()) {
      throw new RpcException(
          RpcErrorCode.CLIENT_NOT_CONNECTED, Product.NAME + " is not connected!");
    }
    if (core.kernel().isInitialBlockDownload()) {
      throw new RpcException(
          RpcErrorCode.CLIENT_IN_INITIAL_DOWNLOAD,
          Product.NAME + " is in initial sync and waiting for blocks...");
    }
  }

  private void awaitChange(JsonNode poll) {
    BlockHash known;
    long changes;
    if (poll.isTextual()) {
      String text = poll.textValue();
      String hash = text.substring(0, Math.min(HASH_DIGITS, text.length()));
      known = RpcValues.blockHash(Json.text(hash), "longpollid");
      changes = number(text.substring(HASH_DIGITS));
    } else {
      known = core.tips().tip().orElseThrow().hash();
      lock.lock();
      try {
        changes = madeChanges;
      } finally {
        lock.unlock();
      }
    }
    Duration patience = FIRST_CHECK;
    while (!core.tips().isEnded()) {
      Optional<BlockRef> tip = core.tips().await(now -> !now.hash().equals(known), patience);
      if (tip.isEmpty() || !tip.get().hash().equals(known) || core.pool().changes() != changes) {
        break;
      }
      patience = NEXT_CHECKS;
    }
    if (core.tips().isEnded()) {
      throw new RpcException(RpcErrorCode.CLIENT_NOT_CONNECTED, "Shutting down");
    }
  }

  /** Reads leading digits as far as there are some. */
  private static long number(String text) {
    long value = 0;
    for (int i = 0; i < Math.min(text.length(), 18) && Character.isDigit(text.charAt(i)); i++) {
      value = value * 10 + Character.digit(text.charAt(i), 10);
    }
    return value;
  }

  private void requireRules(Set<String> rules) {
    if (core.parameters().chain() == Chain.SIGNET && !rules.contains("signet")) {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMETER,
          "getblocktemplate must be called with the signet rule set (call with {\"rules\":"
              + " [\"segwit\", \"signet\"]})");
    }
    if (!rules.contains("segwit")) {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMETER,
          "getblocktemplate must be called with the segwit rule set (call with {\"rules\":"
              + " [\"segwit\"]})");
    }
  }

  private JsonNode describe(Set<String> rules) {
    lock.lock();
    try {
      AssembledBlock current = current();
      BlockEntry parent = find(current.block().header().previous());
      return new TemplateJson(core, current, parent, rules).describe(madeChanges);
    } catch (BlockMaker.InvalidTemplateException e) {
      throw new RpcException(RpcErrorCode.MISC_ERROR, String.valueOf(e.getMessage()));
    } finally {
      lock.unlock();
    }
  }

  private AssembledBlock current() {
    AssembledBlock old = made;
    BlockHash tip = withChain(() -> tip().hash());
    boolean fresh =
        old != null
            && old.block().header().previous().equals(tip)
            && (core.pool().changes() == madeChanges
                || core.clock().seconds() - madeAt <= KEEP_SECONDS);
    if (fresh && old != null) {
      return old;
    }
    madeChanges = core.pool().changes();
    madeAt = core.clock().seconds();
    AssembledBlock renewed = core.maker().assemble(core.maker().defaults());
    made = renewed;
    return renewed;
  }
}
