// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.mining.BlockMaker;
import org.moneyrocket.node.mining.NonceSearch;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcValues;
import org.moneyrocket.script.address.Destination;
import org.moneyrocket.script.descriptor.Descriptor;
import org.moneyrocket.script.descriptor.DescriptorException;
import org.moneyrocket.script.text.TransactionHex;

/** {@code generateblock}. */
final class GenerateBlock extends NodeMethod {
  private static final long TRIES = 1_000_000;
  private static final int HASH_DIGITS = 64;

  GenerateBlock(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("generateblock", "hidden")
        .describe(
            "Makes one block of given transactions, in their order. Fees are not claimed by the"
                + " coinbase.")
        .params(
            Param.text("output", "Address or descriptor that the new coins go to"),
            Param.array(
                "transactions",
                "Ids of transactions in the mempool, or whole transactions; all must be valid in"
                    + " this order",
                Param.hex("rawtx/txid", "").optional()),
            Param.flag("submit", "False returns the block without handing it to the node")
                .byDefault(true))
        .results(
            Result.object(
                "",
                "",
                Result.hex("hash", "Hash of the block"),
                Result.hex("hex", "The block, if submit is false").optional()))
        .example("\"myaddress\" '[\"rawtx\", \"mempool_txid\"]'");
  }

  @Override
  public JsonNode run(RpcCall call) {
    Bytes script = script(call.text("output"));
    List<Transaction> transactions = new ArrayList<>();
    for (JsonNode item : call.json("transactions")) {
      transactions.add(transaction(RpcValues.text(item)));
    }
    boolean submit = call.flag("submit");
    Block block;
    try {
      block = core.maker().assembleFrom(transactions, script);
    } catch (BlockMaker.InvalidTemplateException e) {
      throw new RpcException(RpcErrorCode.VERIFY_ERROR, String.valueOf(e.getMessage()));
    }
    Block solved =
        new NonceSearch(core.parameters(), TRIES, core.tips()::isEnded)
            .solve(block)
            .orElseThrow(() -> new RpcException(RpcErrorCode.MISC_ERROR, "Failed to make block."));
    ObjectNode out = Json.object();
    out.put("hash", solved.hash().toString());
    if (!submit) {
      out.put("hex", solved.toBytes().toHex());
    } else if (!core.kernel().processBlock(solved, true, true).verdict().isValid()) {
      throw new RpcException(RpcErrorCode.INTERNAL_ERROR, "ProcessNewBlock, block not accepted");
    }
    return out;
  }

  private Bytes script(String output) {
    try {
      return Descriptors.scriptToPay(Descriptor.parse(output, core.format(), false));
    } catch (DescriptorException e) {
      return core.format()
          .decode(output)
          .map(Destination::script)
          .orElseThrow(
              () ->
                  new RpcException(
                      RpcErrorCode.INVALID_ADDRESS_OR_KEY, "Error: Invalid address or descriptor"));
    }
  }

  private Transaction transaction(String text) {
    if (text.length() == HASH_DIGITS && RpcValues.isHex(text)) {
      return core.pool()
          .find(Txid.fromDisplay(text))
          .orElseThrow(
              () ->
                  new RpcException(
                      RpcErrorCode.INVALID_ADDRESS_OR_KEY,
                      "Transaction " + text + " not in mempool."))
          .tx();
    }
    return TransactionHex.decode(text)
        .orElseThrow(
            () ->
                new RpcException(
                    RpcErrorCode.DESERIALIZATION_ERROR,
                    "Transaction decode failed for "
                        + text
                        + ". Make sure the tx has at least one input."));
  }
}
