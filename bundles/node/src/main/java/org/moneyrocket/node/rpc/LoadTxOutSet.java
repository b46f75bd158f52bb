// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.kernel.snapshot.SnapshotException;
import org.moneyrocket.kernel.snapshot.SnapshotHeader;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.settings.IoText;

/** {@code loadtxoutset}. */
final class LoadTxOutSet extends NodeMethod {
  LoadTxOutSet(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("loadtxoutset", "blockchain")
        .describe(
            "Reads unspent outputs that dumptxoutset wrote and goes on from their block, so that"
                + " the node is of use at once. The blocks up to there are fetched and checked"
                + " afterwards, in the background. Only outputs are taken whose hash this program"
                + " knows, so the file may come from anybody.")
        .params(Param.text("path", "The file; relative paths begin in the data directory"))
        .results(
            Result.object(
                "",
                "",
                Result.number("coins_loaded", "Number of outputs"),
                Result.hex("tip_hash", "Hash of the block after which they were unspent"),
                Result.number("base_height", "Its height"),
                Result.text("path", "Absolute path of the file")))
        .example("\"utxo.dat\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    Path path = SnapshotPath.of(core, call.text("path"));
    try (InputStream file = open(path)) {
      SnapshotHeader header = header(file);
      BlockEntry base = core.kernel().loadSnapshot(file, header);
      ObjectNode out = Json.object();
      out.put("coins_loaded", header.coins());
      out.put("tip_hash", base.hash().toString());
      out.put("base_height", base.height());
      out.put("path", path.toString());
      return out;
    } catch (SnapshotException e) {
      throw new RpcException(
          RpcErrorCode.INTERNAL_ERROR,
          "Unable to load UTXO snapshot: " + e.getMessage() + ". (" + path + ")");
    } catch (IOException e) {
      throw new RpcException(
          RpcErrorCode.INTERNAL_ERROR, "Error reading " + path + ": " + IoText.reason(e));
    }
  }

  private static InputStream open(Path path) {
    try {
      return new FileInputStream(path.toFile());
    } catch (FileNotFoundException e) {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMETER, "Couldn't open file " + path + " for reading.");
    }
  }

  private SnapshotHeader header(InputStream file) {
    try {
      return SnapshotHeader.read(file, core.parameters());
    } catch (DecodeException | IOException e) {
      throw new RpcException(
          RpcErrorCode.DESERIALIZATION_ERROR, "Unable to parse metadata: " + IoText.reason(e));
    }
  }
}
