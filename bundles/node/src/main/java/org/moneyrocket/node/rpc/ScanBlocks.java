// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.kernel.coins.BlockUndo;
import org.moneyrocket.kernel.index.ActiveChain;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.index.BlockFilter;
import org.moneyrocket.node.index.FilterIndex;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/** {@code scanblocks}. */
final class ScanBlocks extends FilterMethod {
  private final AtomicReference<@Nullable Running> running = new AtomicReference<>();

  private static final class Running {
    volatile boolean aborted;
    volatile int progress;
    volatile int height;
  }

  /** First and last block to look at. */
  private record Span(BlockEntry first, BlockEntry last) {}

  ScanBlocks(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("scanblocks", "blockchain")
        .describe(
            "Looks for blocks that pay to or spend from what descriptors describe, with the help of"
                + " -blockfilterindex. May take minutes.")
        .params(
            Param.text("action", "start, abort or status"),
            Descriptors.scanObjects("Needed to start: what to look for").optional(),
            Param.number("start_height", "Height to begin with").byDefault(0),
            Param.number("stop_height", "Height to end with").defaultHint("chain tip"),
            Param.text("filtertype", "The kind of filter").byDefault(FilterIndex.FILTER_TYPE),
            Param.options(
                    "options",
                    "",
                    Param.flag(
                            "filter_false_positives",
                            "Read each block that is found, so that none is named in error; fails"
                                + " where blocks are pruned")
                        .byDefault(false))
                .optional()
                .oneLine("options"))
        .results(
            Result.none().when("when action=='status' and no scan is in progress"),
            Result.object(
                    "",
                    "",
                    Result.number("from_height", "Height at which the scan began"),
                    Result.number("to_height", "Height at which it ended"),
                    Result.array(
                        "relevant_blocks",
                        "Blocks that may have something",
                        Result.hex("blockhash", "Hash of such a block")),
                    Result.flag("completed", "Whether the scan came to its end"))
                .when("when action=='start'; only returns after scan completes"),
            Result.object(
                    "",
                    "",
                    Result.number("progress", "Percent done"),
                    Result.number("current_height", "Height that is being looked at"))
                .when("when action=='status' and a scan is currently in progress"),
            Result.flag("", "Whether a scan was stopped").when("when action=='abort'"))
        .example("start '[\"addr(bcrt1q4u4nsgk6ug0sqz7r3rj9tykjxrsl0yy4d0wwte)\"]' 300000")
        .example("status");
  }

  @Override
  public JsonNode run(RpcCall call) {
    String action = call.text("action");
    Running present = running.get();
    return switch (action) {
      case "status" ->
          present == null
              ? Json.none()
              : Json.object()
                  .put("progress", present.progress)
                  .put("current_height", present.height);
      case "abort" -> {
        if (present != null) {
          present.aborted = true;
        }
        yield Json.flag(present != null);
      }
      case "start" -> start(call);
      default ->
          throw new RpcException(RpcErrorCode.INVALID_PARAMETER, "Invalid action '" + action + "'");
    };
  }

  private JsonNode start(RpcCall call) {
    Running mine = new Running();
    if (!running.compareAndSet(null, mine)) {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMETER,
          "Scan already in progress, use action \"abort\" or \"status\"");
    }
    try {
      if (!call.has("scanobjects")) {
        throw new RpcException(
            RpcErrorCode.MISC_ERROR, "scanobjects argument is required for the start action");
      }
      FilterIndex index = filters(call.text("filtertype"));
      boolean verify = call.json("options").path("filter_false_positives").asBoolean(false);
      Span span = withChain(() -> span(call));
      Set<Bytes> wanted = new HashSet<>();
      for (JsonNode object : call.json("scanobjects")) {
        wanted.addAll(Descriptors.scripts(object, core.format()).keySet());
      }
      return scan(index, span, wanted, verify, mine);
    } finally {
      running.set(null);
    }
  }

  private Span span(RpcCall call) {
    ActiveChain chain = core.kernel().chain();
    BlockEntry first = chain.at(0);
    BlockEntry last = chain.requireTip();
    if (call.has("start_height")) {
      first = chain.at(call.int32("start_height"));
      if (first == null) {
        throw new RpcException(RpcErrorCode.MISC_ERROR, "Invalid start_height");
      }
    }
    Objects.requireNonNull(first);
    if (call.has("stop_height")) {
      BlockEntry stop = chain.at(call.int32("stop_height"));
      if (stop == null || stop.height() < first.height()) {
        throw new RpcException(RpcErrorCode.MISC_ERROR, "Invalid stop_height");
      }
      last = stop;
    }
    return new Span(first, last);
  }

  private JsonNode scan(
      FilterIndex index, Span span, Set<Bytes> wanted, boolean verify, Running mine) {
    int from = span.first().height();
    int to = span.last().height();
    ArrayNode found = Json.array();
    int height = from;
    boolean completed = true;
    for (; height <= to; height++) {
      if (core.tips().isEnded()) {
        throw new RpcException(RpcErrorCode.CLIENT_NOT_CONNECTED, "Shutting down");
      }
      if (mine.aborted) {
        completed = false;
        break;
      }
      mine.height = height;
      mine.progress = to == from ? 100 : (int) (100.0 / (to - from) * (height - from));
      BlockEntry entry = Objects.requireNonNull(span.last().ancestor(height));
      Optional<BlockFilter> filter = index.find(entry);
      if (filter.isPresent()
          && filter.get().mayContainAny(wanted)
          && (!verify || containsAny(entry, wanted))) {
        found.add(entry.hash().toString());
      }
    }
    ObjectNode out = Json.object();
    out.put("from_height", from);
    out.put("to_height", completed ? to : Math.max(from, height - 1));
    out.set("relevant_blocks", found);
    out.put("completed", completed);
    return out;
  }

  private boolean containsAny(BlockEntry entry, Set<Bytes> wanted) {
    Block block = block(entry);
    BlockUndo undo = undo(entry);
    return block.transactions().stream()
            .flatMap(tx -> tx.outputs().stream())
            .anyMatch(output -> wanted.contains(output.script()))
        || undo.transactions().stream()
            .flatMap(tx -> tx.spent().stream())
            .anyMatch(coin -> wanted.contains(coin.output().script()));
  }
}
