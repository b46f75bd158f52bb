// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.moneyrocket.consensus.check.Verdict;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.primitives.Block;
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

/** {@code submitblock}. */
final class SubmitBlock extends NodeMethod {
  SubmitBlock(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("submitblock", "mining")
        .describe("Hands a new block to the node, as BIP22 describes it.")
        .params(
            Param.hex("hexdata", "The block"),
            Param.text("dummy", "Ignored, for BIP22").defaultHint("ignored").placeholder())
        .results(
            Result.none().when("If the block was accepted"),
            Result.text("", "The reason, according to BIP22").when("Otherwise"))
        .example("\"mydata\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    return answer(core.maker().submitWithDefaults(decode(call.text("hexdata"))));
  }

  /** Reads a block that a user gave, or fails as users know it. */
  static Block decode(String hex) {
    if (!hex.isEmpty() && RpcValues.isHex(hex)) {
      try {
        // What follows the block is ignored, as miners' programs are used to.
        return Block.read(new ByteReader(Bytes.fromHex(hex)));
      } catch (DecodeException e) {
        throw new RpcException(RpcErrorCode.DESERIALIZATION_ERROR, "Block decode failed");
      }
    }
    throw new RpcException(RpcErrorCode.DESERIALIZATION_ERROR, "Block decode failed");
  }

  /** Returns a verdict as BIP22 wants it. */
  static JsonNode answer(Verdict verdict) {
    if (verdict instanceof Verdict.Invalid invalid) {
      return Json.text(invalid.reason().isEmpty() ? "rejected" : invalid.reason());
    }
    return Json.none();
  }
}
