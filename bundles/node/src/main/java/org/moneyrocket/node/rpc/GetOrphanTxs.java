// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.relay.Relay;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/** {@code getorphantxs}. */
final class GetOrphanTxs extends PeerMethod {
  private static final int MAX_VERBOSITY = 2;

  GetOrphanTxs(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getorphantxs", "hidden")
        .describe(
            "Shows transactions that peers sent before the transactions they spend from. What is"
                + " shown may change.")
        .params(
            Param.number("verbosity", "0 for the ids, 1 for more, 2 for the transactions as well")
                .byDefault(0)
                .unchecked())
        .results(
            Result.array("", "", Result.hex("txid", "Transaction id")).when("for verbosity = 0"),
            Result.array("", "", Result.object("", "", described())).when("for verbosity = 1"),
            Result.array(
                    "", "", Result.object("", "", described(Result.hex("hex", "The transaction"))))
                .when("for verbosity = 2"))
        .example("2");
  }

  private static Result[] described(Result... more) {
    Result[] all = {
      Result.hex("txid", "Transaction id"),
      Result.hex("wtxid", "Witness transaction id"),
      Result.number("bytes", "Serialized size with witness"),
      Result.number("vsize", "Virtual size by BIP 141"),
      Result.number("weight", "Weight by BIP 141"),
      Result.array("from", "Who announced it", Result.number("peer_id", "Id of the peer"))
    };
    Result[] joined = java.util.Arrays.copyOf(all, all.length + more.length);
    System.arraycopy(more, 0, joined, all.length, more.length);
    return joined;
  }

  @Override
  public JsonNode run(RpcCall call) {
    int verbosity = call.verbosity("verbosity", 0, false);
    if (verbosity < 0 || verbosity > MAX_VERBOSITY) {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMETER, "Invalid verbosity value " + verbosity);
    }
    ArrayNode out = Json.array();
    for (Relay.Orphan orphan : relay().orphans()) {
      Transaction tx = orphan.transaction();
      if (verbosity == 0) {
        out.add(tx.txid().toString());
        continue;
      }
      ByteWriter bytes = new ByteWriter();
      tx.write(bytes);
      ObjectNode entry = out.addObject();
      entry.put("txid", tx.txid().toString());
      entry.put("wtxid", tx.wtxid().toString());
      entry.put("bytes", bytes.size());
      entry.put("vsize", (tx.weight() + 3) / 4);
      entry.put("weight", tx.weight());
      ArrayNode from = entry.putArray("from");
      orphan.from().forEach(from::add);
      if (verbosity == MAX_VERBOSITY) {
        entry.put("hex", bytes.toBytes().toHex());
      }
    }
    return out;
  }
}
