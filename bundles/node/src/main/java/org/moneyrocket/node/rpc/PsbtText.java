// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcValues;
import org.moneyrocket.script.psbt.Psbt;
import org.moneyrocket.script.psbt.PsbtException;

/** PSBTs as users give them. */
final class PsbtText {
  private PsbtText() {}

  /** Reads a PSBT in Base64, or fails as users know it. */
  static Psbt decode(String text) {
    try {
      return Psbt.decodeBase64(text);
    } catch (PsbtException e) {
      throw new RpcException(
          RpcErrorCode.DESERIALIZATION_ERROR, "TX decode failed " + e.getMessage());
    }
  }

  /** Reads a list of them. */
  static List<Psbt> decodeAll(JsonNode list) {
    List<Psbt> out = new ArrayList<>();
    for (JsonNode text : list) {
      out.add(decode(RpcValues.text(text)));
    }
    return out;
  }

  static Param psbt() {
    return Param.text("psbt", "The PSBT in Base64");
  }

  static Param psbts() {
    return Param.array("txs", "The PSBTs in Base64", Param.text("psbt", "One of them").optional());
  }

  static Param version() {
    return Param.number("psbt_version", "The version of the PSBT, 0 or 2")
        .byDefault(Psbt.DEFAULT_VERSION);
  }

  /** Returns what a call gave for {@link #version}. */
  static int version(RpcCall call) {
    long version = RpcValues.uint32(call.json("psbt_version"));
    if (version != 0 && version != 2) {
      throw new RpcException(RpcErrorCode.INVALID_PARAMETER, "The PSBT version can only be 2 or 0");
    }
    return (int) version;
  }
}
