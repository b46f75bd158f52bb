// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.moneyrocket.consensus.interpreter.Script;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcValues;
import org.moneyrocket.script.address.Destination;
import org.moneyrocket.script.sign.SigningData;

/** Outputs that a user describes because they are not in the chain yet. */
final class PreviousOutputs {
  private static final Map<String, String> MEMBERS =
      Map.of("txid", "string", "vout", "number", "scriptPubKey", "string");

  private PreviousOutputs() {}

  /**
   * Adds the outputs to {@code coins} and the scripts behind their hashes to {@code data}.
   *
   * @throws RpcException if one contradicts what is known, or itself
   */
  static void read(JsonNode list, SigningData data, Map<OutPoint, TxOut> coins) {
    for (JsonNode given : list) {
      if (!given.isObject()) {
        throw new RpcException(
            RpcErrorCode.DESERIALIZATION_ERROR,
            "expected object with {\"txid'\",\"vout\",\"scriptPubKey\"}");
      }
      RpcValues.checkMembers(given, MEMBERS, false, false);
      Txid txid = RpcValues.txid(given.get("txid"), "txid");
      int index = RpcValues.int32(given.get("vout"));
      if (index < 0) {
        throw new RpcException(RpcErrorCode.DESERIALIZATION_ERROR, "vout cannot be negative");
      }
      Bytes script = RpcValues.bytes(given.get("scriptPubKey"), "scriptPubKey");
      OutPoint outpoint = new OutPoint(txid, index);
      TxOut known = coins.get(outpoint);
      if (known != null && !known.script().equals(script)) {
        throw new RpcException(
            RpcErrorCode.DESERIALIZATION_ERROR,
            "Previous output scriptPubKey mismatch:\n"
                + ScriptJson.asm(known.script())
                + "\nvs:\n"
                + ScriptJson.asm(script));
      }
      long value = given.has("amount") ? RpcValues.satoshis(given.get("amount")) : Amount.MAX_MONEY;
      coins.put(outpoint, new TxOut(value, script));
      addScripts(given, script, data);
    }
  }

  private static void addScripts(JsonNode given, Bytes locking, SigningData data) {
    boolean p2sh = Script.isPayToScriptHash(locking);
    boolean p2wsh = Script.isPayToWitnessScriptHash(locking);
    if (!p2sh && !p2wsh) {
      return;
    }
    RpcValues.checkMembers(
        given, Map.of("redeemScript", "string", "witnessScript", "string"), true, false);
    JsonNode redeem = given.path("redeemScript");
    JsonNode witness = given.path("witnessScript");
    if (!redeem.isTextual() && !witness.isTextual()) {
      throw invalid("Missing redeemScript/witnessScript");
    }
    Bytes script =
        witness.isTextual()
            ? RpcValues.bytes(witness, "witnessScript")
            : RpcValues.bytes(redeem, "redeemScript");
    Bytes program = Destination.WitnessScriptHash.of(script).script();
    data.addScript(script);
    data.addScript(program);
    boolean both = redeem.isTextual() && witness.isTextual();
    if (both
        && !redeem.textValue().equals(witness.textValue())
        && !RpcValues.bytes(redeem, "redeemScript").equals(program)) {
      throw invalid("redeemScript does not correspond to witnessScript");
    }
    boolean fits =
        p2sh
            ? locking.equals(Destination.ScriptHash.of(script).script())
                || locking.equals(Destination.ScriptHash.of(program).script())
            : locking.equals(program);
    if (!fits) {
      throw invalid("redeemScript/witnessScript does not match scriptPubKey");
    }
  }

  private static RpcException invalid(String text) {
    return new RpcException(RpcErrorCode.INVALID_PARAMETER, text);
  }
}
