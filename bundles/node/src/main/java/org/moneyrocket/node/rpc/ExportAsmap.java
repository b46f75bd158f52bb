// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.node.core.Addresses;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.settings.IoText;

/** {@code exportasmap}. */
final class ExportAsmap extends NodeMethod {
  ExportAsmap(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("exportasmap", "network")
        .describe(
            "Writes the map of autonomous systems that came with the program to a file. Fails if"
                + " none did.")
        .params(Param.text("path", "The file; relative paths begin at the data directory"))
        .results(
            Result.object(
                "",
                "",
                Result.text("path", "The file, absolute"),
                Result.number("bytes_written", "How long it is"),
                Result.hex("file_hash", "SHA-256 of the file")))
        .example("\"asmap.dat\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    byte[] map =
        Addresses.shippedMap(core.host().home())
            .orElseThrow(
                () -> new RpcException(RpcErrorCode.MISC_ERROR, "No embedded ASMap data available"))
            .toArray();
    Path file = core.settings().dataDirectory().chain().resolve(call.text("path")).normalize();
    try {
      Files.write(file, map);
    } catch (IOException e) {
      throw new RpcException(
          RpcErrorCode.MISC_ERROR, "Failed to open asmap file: " + file + ": " + IoText.reason(e));
    }
    return Json.object()
        .put("path", file.toString())
        .put("bytes_written", map.length)
        .put("file_hash", HexFormat.of().formatHex(Hashes.sha256(map)));
  }
}
