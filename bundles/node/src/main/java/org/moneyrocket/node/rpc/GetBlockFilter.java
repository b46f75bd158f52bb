// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.kernel.index.BlockStatus;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.index.BlockFilter;
import org.moneyrocket.node.index.FilterIndex;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/** {@code getblockfilter}. */
final class GetBlockFilter extends FilterMethod {
  GetBlockFilter(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getblockfilter", "blockchain")
        .describe("Returns the compact filter of a block (BIP158). Needs -blockfilterindex.")
        .params(
            Param.hex("blockhash", "The block's hash"),
            Param.text("filtertype", "The kind of filter").byDefault(FilterIndex.FILTER_TYPE))
        .results(
            Result.object(
                "",
                "",
                Result.hex("filter", "The filter"),
                Result.hex("header", "The header that chains it to the one before (BIP157)")))
        .example("\"00000000c937983704a73af28acdec37b049d214adbda81d7e2a3dd146f6ed09\" \"basic\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    BlockHash hash = call.blockHash("blockhash");
    FilterIndex index = filters(call.text("filtertype"));
    BlockEntry entry = find(hash);
    boolean connected = entry.isValid(BlockStatus.VALID_SCRIPTS);
    boolean ready = IndexWait.forTip(index);
    Optional<BlockFilter> filter = index.find(entry);
    Optional<Bytes> header = index.header(entry);
    if (filter.isEmpty() || header.isEmpty()) {
      throw missing(connected, ready);
    }
    ObjectNode out = Json.object();
    out.put("filter", filter.get().encoded().toHex());
    out.put("header", header.get().reversed().toHex());
    return out;
  }

  private static RpcException missing(boolean connected, boolean ready) {
    String text = "Filter not found. ";
    if (!connected) {
      return new RpcException(
          RpcErrorCode.INVALID_ADDRESS_OR_KEY, text + "Block was not connected to active chain.");
    }
    if (!ready) {
      return new RpcException(
          RpcErrorCode.MISC_ERROR,
          text + "Block filters are still in the process of being indexed.");
    }
    return new RpcException(
        RpcErrorCode.INTERNAL_ERROR,
        text + "This error is unexpected and indicates index corruption.");
  }
}
