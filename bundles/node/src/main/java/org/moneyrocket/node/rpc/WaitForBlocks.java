// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.function.Predicate;
import org.moneyrocket.interfaces.chain.BlockRef;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/** {@code waitfornewblock}, {@code waitforblock} and {@code waitforblockheight}. */
abstract class WaitForBlocks extends NodeMethod {
  private WaitForBlocks(NodeCore core) {
    super(core);
  }

  /** Waits for another tip than now, or than the one given. */
  static NodeMethod anyNew(NodeCore core) {
    return new WaitForBlocks(core) {
      @Override
      public MethodSpec spec() {
        return describe(
            "waitfornewblock",
            "Waits for a new tip and returns it, or the present one when the time is over.",
            timeout(),
            Param.hex("current_tip", "Wait for another tip than this").defaultHint("the tip now"));
      }

      @Override
      public JsonNode run(RpcCall call) {
        Duration patience = patience(call);
        BlockHash known =
            call.has("current_tip") ? call.blockHash("current_tip") : present().hash();
        return await(tip -> !tip.hash().equals(known), patience);
      }
    };
  }

  /** Waits until the tip is one block. */
  static NodeMethod one(NodeCore core) {
    return new WaitForBlocks(core) {
      @Override
      public MethodSpec spec() {
        return describe(
            "waitforblock",
            "Waits until a block is the tip and returns it, or the present tip when the time is"
                + " over.",
            Param.hex("blockhash", "Hash of the block to wait for"),
            timeout());
      }

      @Override
      public JsonNode run(RpcCall call) {
        BlockHash hash = call.blockHash("blockhash");
        return await(tip -> tip.hash().equals(hash), patience(call));
      }
    };
  }

  /** Waits until the chain is so high. */
  static NodeMethod height(NodeCore core) {
    return new WaitForBlocks(core) {
      @Override
      public MethodSpec spec() {
        return describe(
            "waitforblockheight",
            "Waits until the chain has at least this height and returns the tip, or the present tip"
                + " when the time is over.",
            Param.number("height", "Height to wait for"),
            timeout());
      }

      @Override
      public JsonNode run(RpcCall call) {
        int height = call.int32("height");
        return await(tip -> tip.height() >= height, patience(call));
      }
    };
  }

  static MethodSpec describe(String name, String text, Param... params) {
    return MethodSpec.method(name, "blockchain")
        .describe(text + "\nMake sure that the RPC client waits as long.")
        .params(params)
        .results(
            Result.object(
                "", "", Result.hex("hash", "The block's hash"), Result.number("height", "Height")))
        .example("");
  }

  static Param timeout() {
    return Param.number("timeout", "Longest wait in milliseconds, 0 for ever").byDefault(0);
  }

  static Duration patience(RpcCall call) {
    int millis = call.int32("timeout");
    if (millis < 0) {
      throw new RpcException(RpcErrorCode.MISC_ERROR, "Negative timeout");
    }
    return Duration.ofMillis(millis);
  }

  BlockRef present() {
    return core.tips().tip().orElseThrow();
  }

  JsonNode await(Predicate<BlockRef> wanted, Duration patience) {
    BlockRef tip = core.tips().await(wanted, patience).orElseThrow();
    return Json.object().put("hash", tip.hash().toString()).put("height", tip.height());
  }
}
