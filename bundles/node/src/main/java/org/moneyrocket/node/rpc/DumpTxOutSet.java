// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.moneyrocket.consensus.params.AssumeUtxo;
import org.moneyrocket.kernel.coins.CoinSetStatistics;
import org.moneyrocket.kernel.coins.CoinSetSummation;
import org.moneyrocket.kernel.coins.CoinsCursor;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.kernel.snapshot.CoinsCopy;
import org.moneyrocket.kernel.snapshot.SnapshotWriter;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.settings.IoText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code dumptxoutset}. */
final class DumpTxOutSet extends NodeMethod {
  private static final Logger log = LoggerFactory.getLogger(DumpTxOutSet.class);
  private static final String PRUNE_LOCK = "dumptxoutset";

  DumpTxOutSet(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("dumptxoutset", "blockchain")
        .describe(
            "Writes all unspent outputs to a file that loadtxoutset reads: those of the tip, or of"
                + " an earlier block. For the latter a temporary database is made, which takes"
                + " time and space; the chain itself goes on.")
        .params(
            Param.text("path", "File or named pipe; relative paths begin in the data directory"),
            Param.text(
                    "type",
                    "\"latest\" for the tip, \"rollback\" for an earlier block: the one the option"
                        + " names, else the last that loadtxoutset accepts")
                .byDefault(""),
            Param.options(
                    "options",
                    "",
                    Param.number("rollback", "Height or hash of the earlier block")
                        .optional()
                        .unchecked()
                        .shownAs("", "string or numeric"),
                    Param.flag(
                            "in_memory",
                            "Whether the temporary database is kept in memory, which takes more"
                                + " than 10 GB on main")
                        .byDefault(false))
                .optional())
        .results(
            Result.object(
                "",
                "",
                Result.number("coins_written", "Number of outputs"),
                Result.hex("base_hash", "Hash of the block after which they were unspent"),
                Result.number("base_height", "Its height"),
                Result.text("path", "Absolute path of the file"),
                Result.hex("txoutset_hash", "Hash over the outputs"),
                Result.number("nchaintx", "Transactions in the chain up to the block")))
        .example("\"utxo.dat\" latest")
        .example("\"utxo.dat\" rollback");
  }

  @Override
  public JsonNode run(RpcCall call) {
    BlockEntry tip = withChain(this::tip);
    JsonNode options = call.json("options");
    BlockEntry target = target(call.text("type"), options.path("rollback"), tip);
    Path path = SnapshotPath.of(core, call.text("path"));
    boolean pipe = SnapshotPath.isPipe(path);
    if (Files.exists(path) && !pipe) {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMETER,
          path
              + " already exists. If you are sure this is what you want, move it out of the way"
              + " first");
    }
    // Whoever waits for the file must not see half of it.
    Path unfinished = pipe ? path : path.resolveSibling(path.getFileName() + ".incomplete");
    JsonNode result;
    boolean done = false;
    try (OutputStream file = open(unfinished)) {
      result =
          target == tip
              ? latest(file, path)
              : rolledBack(file, path, tip, target, options.path("in_memory").asBoolean(false));
      done = true;
    } catch (IOException e) {
      throw new RpcException(
          RpcErrorCode.MISC_ERROR, "Error writing " + unfinished + ": " + IoText.reason(e));
    } finally {
      if (!done && !pipe) {
        deleteQuietly(unfinished);
      }
    }
    if (!pipe) {
      move(unfinished, path);
    }
    return result;
  }

  private BlockEntry target(String type, JsonNode rollback, BlockEntry tip) {
    if (!rollback.isNull() && !rollback.isMissingNode()) {
      if (!type.isEmpty() && !type.equals("rollback")) {
        throw new RpcException(
            RpcErrorCode.INVALID_PARAMETER,
            "Invalid snapshot type \"" + type + "\" specified with rollback option");
      }
      return active(findByHashOrHeight(rollback));
    }
    return switch (type) {
      case "latest" -> tip;
      case "rollback" ->
          findByHashOrHeight(
              Json.number(
                  core.parameters().assumeUtxo().stream()
                      .mapToInt(AssumeUtxo::height)
                      .max()
                      .orElseThrow(
                          () ->
                              new RpcException(
                                  RpcErrorCode.INVALID_PARAMETER,
                                  "There is no snapshot height for this chain"))));
      default ->
          throw new RpcException(
              RpcErrorCode.INVALID_PARAMETER,
              "Invalid snapshot type \""
                  + type
                  + "\" specified. Please specify \"rollback\" or \"latest\"");
    };
  }

  private BlockEntry active(BlockEntry entry) {
    if (!withChain(() -> core.kernel().chain().contains(entry))) {
      throw new RpcException(RpcErrorCode.INVALID_PARAMETER, "Block is not in main chain");
    }
    return entry;
  }

  private static OutputStream open(Path path) {
    try {
      return new FileOutputStream(path.toFile());
    } catch (FileNotFoundException e) {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMETER, "Couldn't open file " + path + " for writing.");
    }
  }

  private static void deleteQuietly(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      log.warn("{} cannot be removed: {}", path, IoText.reason(e));
    }
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new RpcException(
          RpcErrorCode.MISC_ERROR,
          "Error renaming " + from + " to " + to + ": " + IoText.reason(e));
    }
  }

  private JsonNode latest(OutputStream file, Path path) throws IOException {
    // Two views of one state: nothing may be connected between them.
    CoinsCursor[] views =
        withChain(
            () -> new CoinsCursor[] {core.kernel().coinsCursor(), core.kernel().coinsCursor()});
    try (CoinsCursor sums = views[0];
        CoinsCursor coins = views[1]) {
      return write(file, path, sums, coins);
    }
  }

  private JsonNode rolledBack(
      OutputStream file, Path path, BlockEntry tip, BlockEntry target, boolean inMemory)
      throws IOException {
    boolean prunes = core.kernel().options().prunes();
    if (prunes) {
      if (!isStored(tip, target)) {
        throw new RpcException(
            RpcErrorCode.MISC_ERROR,
            "Could not roll back to requested height since necessary block data is already"
                + " pruned.");
      }
      core.kernel().setPruneLock(PRUNE_LOCK, target.height());
    }
    Path directory = path.resolveSibling("temp_utxo_" + target.height());
    if (inMemory) {
      log.info(
          "Using in-memory database for UTXO-set rollback (this may require significant RAM).");
    }
    Optional<CoinsCopy> made = Optional.empty();
    try {
      made = core.kernel().rolledBackCoins(target, directory, inMemory, core.tips()::isEnded);
      CoinsCopy copy = made.orElseThrow(DumpTxOutSet::shuttingDown);
      log.info("Rollback complete. Computing UTXO statistics for created txoutset dump.");
      try (CoinsCursor sums = copy.cursor();
          CoinsCursor coins = copy.cursor()) {
        return write(file, path, sums, coins);
      }
    } finally {
      made.ifPresent(CoinsCopy::close);
      if (prunes) {
        core.kernel().removePruneLock(PRUNE_LOCK);
      }
    }
  }

  private boolean isStored(BlockEntry tip, BlockEntry target) {
    return withChain(
        () -> {
          for (BlockEntry at = tip; at != null && at != target; at = at.previous()) {
            if (!at.hasData() || !at.hasUndo()) {
              return false;
            }
          }
          return true;
        });
  }

  private static RpcException shuttingDown() {
    return new RpcException(RpcErrorCode.CLIENT_NOT_CONNECTED, "Shutting down");
  }

  private JsonNode write(OutputStream file, Path path, CoinsCursor sums, CoinsCursor coins)
      throws IOException {
    BlockEntry base = find(coins.bestBlock());
    CoinSetStatistics statistics =
        CoinSetSummation.of(
                sums, base.height(), 0, CoinSetStatistics.Hash.SERIALIZED, core.tips()::isEnded)
            .orElseThrow(DumpTxOutSet::shuttingDown);
    log.info(
        "writing UTXO snapshot at height {} ({}) to file {}", base.height(), base.hash(), path);
    long start = System.nanoTime();
    long written =
        SnapshotWriter.write(
            file, core.parameters(), coins, statistics.outputs(), core.tips()::isEnded);
    if (written != statistics.outputs()) {
      throw shuttingDown();
    }
    log.info(
        "writing UTXO snapshot: completed ({}s)",
        String.format(Locale.ROOT, "%.2f", (System.nanoTime() - start) / 1e9));
    ObjectNode out = Json.object();
    out.put("coins_written", written);
    out.put("base_hash", base.hash().toString());
    out.put("base_height", base.height());
    out.put("path", path.toString());
    out.put("txoutset_hash", statistics.hash().map(Bytes::reversed).orElseThrow().toHex());
    out.put("nchaintx", base.chainTransactionCount());
    return out;
  }
}
