// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.TxOut;

/**
 * One output of a new transaction as callers give it. Every method that takes outputs reads them
 * here, so that an address that comes twice is refused by all of them.
 *
 * @param name address, or {@code data}
 * @param sats amount, from 0 to 21 million BTC
 */
public record NewOutput(String name, Bytes script, long sats) {
  private static final String DATA = "data";

  /** Turns what names an output into its script. */
  public interface Scripts {
    /** Returns the script of an address, empty if there is no such address. */
    Optional<Bytes> ofAddress(String address);

    /** Returns the script that carries bytes and can never be spent. */
    Bytes ofData(Bytes data);
  }

  /** Describes the outputs. */
  public static Param param() {
    return Param.array(
            "outputs",
            "The outputs: one object for each, or one for all. No address may come twice, nor more"
                + " than one 'data'.",
            Param.map("", "", Param.amount("address", "Address, and the amount in BTC it gets"))
                .optional(),
            Param.object(
                    "",
                    "",
                    Param.hex("data", "The word data, and the bytes of an OP_RETURN output"))
                .optional())
        .unchecked();
  }

  /**
   * Reads an object of outputs, or a list of objects with one output each.
   *
   * @throws RpcException for what is no address, no amount, or there twice
   */
  public static List<NewOutput> read(JsonNode given, Scripts scripts) {
    List<Map.Entry<String, JsonNode>> pairs = pairs(given);
    Map<String, JsonNode> first = new HashMap<>();
    List<NewOutput> outputs = new ArrayList<>();
    Set<Bytes> seen = new HashSet<>();
    for (Map.Entry<String, JsonNode> pair : pairs) {
      String name = pair.getKey();
      boolean repeated = first.putIfAbsent(name, pair.getValue()) != null;
      if (name.equals(DATA)) {
        if (repeated) {
          throw invalid("duplicate key: data");
        }
        Bytes data = RpcValues.bytes(Json.text(text(pair.getValue())), "Data");
        outputs.add(new NewOutput(name, scripts.ofData(data), 0));
        continue;
      }
      long sats = repeated ? 0 : RpcValues.satoshis(pair.getValue());
      Bytes script =
          scripts
              .ofAddress(name)
              .orElseThrow(
                  () ->
                      new RpcException(
                          RpcErrorCode.INVALID_ADDRESS_OR_KEY, "Invalid Bitcoin address: " + name));
      if (!seen.add(script)) {
        throw invalid("duplicated address: " + name);
      }
      outputs.add(new NewOutput(name, script, sats));
    }
    return outputs;
  }

  private static List<Map.Entry<String, JsonNode>> pairs(JsonNode given) {
    if (given.isObject()) {
      return Json.members(given);
    }
    if (given.isNull() || given.isMissingNode()) {
      throw invalid("output argument must be non-null");
    }
    if (!given.isArray()) {
      throw new RpcException(
          RpcErrorCode.TYPE_ERROR,
          "JSON value of type " + Json.kind(given) + " is not of expected type array");
    }
    List<Map.Entry<String, JsonNode>> pairs = new ArrayList<>();
    for (JsonNode output : given) {
      if (!output.isObject()) {
        throw invalid("key-value pair not an object as expected");
      }
      List<Map.Entry<String, JsonNode>> members = Json.members(output);
      if (members.size() != 1) {
        throw invalid("key-value pair must contain exactly one key");
      }
      pairs.addAll(members);
    }
    return pairs;
  }

  /** Returns how Bitcoin Core keeps a value as text: numbers as written, true as 1. */
  private static String text(JsonNode value) {
    if (value.isBoolean()) {
      return value.booleanValue() ? "1" : "";
    }
    return value.isTextual() || value.isNumber() ? value.asText() : "";
  }

  /** Returns it as part of a transaction. */
  public TxOut toTxOut() {
    return new TxOut(sats, script);
  }

  private static RpcException invalid(String what) {
    return new RpcException(RpcErrorCode.INVALID_PARAMETER, "Invalid parameter, " + what);
  }
}
