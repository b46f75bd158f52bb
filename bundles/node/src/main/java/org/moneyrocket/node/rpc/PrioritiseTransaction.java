// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.policy.Dust;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/** {@code prioritisetransaction}. */
final class PrioritiseTransaction extends PoolMethod {
  PrioritiseTransaction(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("prioritisetransaction", "mining")
        .describe(
            "Makes a transaction be mined earlier or later, as if it paid another fee. The fee paid"
                + " stays the same.")
        .params(
            Param.hex("txid", "The transaction's id"),
            Param.number("dummy", "Must be 0 or null").optional(),
            Param.number("fee_delta", "What to add to the fee in satoshis; negative takes from it"))
        .results(Result.flag("", "Always true"))
        .example("\"txid\" 0.0 10000");
  }

  @Override
  public JsonNode run(RpcCall call) {
    Txid txid = call.txid("txid");
    long delta = call.integer("fee_delta");
    if (call.has("dummy") && call.json("dummy").doubleValue() != 0) {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMETER,
          "Priority is no longer supported, dummy argument to prioritisetransaction must be 0.");
    }
    boolean dust =
        pool()
            .find(txid)
            .filter(entry -> !Dust.of(entry.tx(), pool().policy().dustRate()).isEmpty())
            .isPresent();
    if (dust && pool().policy().requireStandard()) {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMETER,
          "Priority is not supported for transactions with dust outputs.");
    }
    pool().prioritise(txid, delta);
    return Json.flag(true);
  }
}
