// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;

/** What the methods that sign a raw transaction answer. */
public final class SigningAnswer {
  private SigningAnswer() {}

  /**
   * Describes a transaction after signing.
   *
   * @param errors why inputs are not finished, by their number
   * @param coins the outputs it spends, as far as they are known
   * @throws RpcException if an input could not be signed because its amount is not known
   */
  public static ObjectNode of(
      Transaction transaction, Map<Integer, String> errors, Map<OutPoint, TxOut> coins) {
    ArrayNode unfinished = Json.array();
    errors.forEach(
        (index, text) -> {
          TxIn input = transaction.inputs().get(index);
          if (text.equals("Missing amount")) {
            throw new RpcException(
                RpcErrorCode.TYPE_ERROR,
                "Missing amount for " + describe(coins.get(input.prevout())));
          }
          ObjectNode one = unfinished.addObject();
          one.put("txid", input.prevout().txid().toString());
          one.put("vout", Integer.toUnsignedLong(input.prevout().index()));
          one.set("witness", Json.array(input.witness().stream().map(Bytes::toHex).toList()));
          one.put("scriptSig", input.scriptSig().toHex());
          one.put("sequence", Integer.toUnsignedLong(input.sequence()));
          one.put("error", text);
        });
    ObjectNode out = Json.object();
    out.put("hex", transaction.toBytes().toHex());
    out.put("complete", errors.isEmpty());
    if (!unfinished.isEmpty()) {
      out.set("errors", unfinished);
    }
    return out;
  }

  private static String describe(@Nullable TxOut output) {
    if (output == null) {
      return "an output that is not known";
    }
    String script = output.script().toHex();
    return "CTxOut(nValue="
        + new Amount(output.valueSats())
        + ", scriptPubKey="
        + script.substring(0, Math.min(30, script.length()))
        + ")";
  }
}
