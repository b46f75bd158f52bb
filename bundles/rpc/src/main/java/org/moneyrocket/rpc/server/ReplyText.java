// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.server;

import java.nio.charset.StandardCharsets;
import org.moneyrocket.interfaces.rpc.RpcFailure;
import org.moneyrocket.settings.json.JsonWriter;

/** What stands around a result, or instead of it. */
final class ReplyText {
  private ReplyText() {}

  /** Returns what stands before the result. */
  static byte[] beforeResult(JsonRpcCall call) {
    return bytes(call.isVersion2() ? "{\"jsonrpc\":\"2.0\",\"result\":" : "{\"result\":");
  }

  /** Returns what stands after the result. */
  static byte[] afterResult(JsonRpcCall call) {
    return bytes((call.isVersion2() ? "" : ",\"error\":null") + id(call) + "}");
  }

  /** Returns the whole reply to a call that failed. */
  static byte[] failure(JsonRpcCall call, RpcFailure failure) {
    StringBuilder text = new StringBuilder(120);
    text.append(call.isVersion2() ? "{\"jsonrpc\":\"2.0\"," : "{\"result\":null,");
    text.append("\"error\":{\"code\":").append(failure.code());
    text.append(",\"message\":").append(JsonWriter.quote(failure.message()));
    failure.data().ifPresent(data -> text.append(",\"data\":").append(data));
    return bytes(text.append('}').append(id(call)).append('}').toString());
  }

  private static String id(JsonRpcCall call) {
    String id = call.id();
    return id == null ? "" : ",\"id\":" + id;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
