// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.moneyrocket.consensus.check.Verdict;
import org.moneyrocket.kernel.HeadersResult;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcValues;

/** {@code submitheader}. */
final class SubmitHeader extends NodeMethod {
  SubmitHeader(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("submitheader", "mining")
        .describe("Hands a header to the node. Fails if it is not valid.")
        .params(Param.hex("hexdata", "The header"))
        .results(Result.none())
        .example("\"aabbcc\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    BlockHeader header = decode(call.text("hexdata"));
    if (core.kernel().find(header.previous()).isEmpty()) {
      throw new RpcException(
          RpcErrorCode.VERIFY_ERROR,
          "Must submit previous header (" + header.previous() + ") first");
    }
    HeadersResult result = core.kernel().processHeaders(List.of(header), true);
    if (result.verdict() instanceof Verdict.Invalid invalid) {
      throw new RpcException(RpcErrorCode.VERIFY_ERROR, invalid.reason());
    }
    return Json.none();
  }

  private static BlockHeader decode(String hex) {
    if (!hex.isEmpty() && RpcValues.isHex(hex)) {
      try {
        return BlockHeader.read(new ByteReader(Bytes.fromHex(hex)));
      } catch (DecodeException e) {
        throw new RpcException(RpcErrorCode.DESERIALIZATION_ERROR, "Block header decode failed");
      }
    }
    throw new RpcException(RpcErrorCode.DESERIALIZATION_ERROR, "Block header decode failed");
  }
}
