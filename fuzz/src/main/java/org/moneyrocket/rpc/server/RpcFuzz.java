// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.fuzz.Check;
import org.moneyrocket.fuzz.Decoder;
import org.moneyrocket.fuzz.FuzzInput;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.JsonScanner;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcMethod;
import org.moneyrocket.rpc.RpcTable;
import org.moneyrocket.rpc.RpcValues;
import org.moneyrocket.rpc.http.AddressFilter;
import org.moneyrocket.rpc.http.HttpFuzz;
import org.moneyrocket.rpc.http.HttpHead;
import org.moneyrocket.settings.Program;
import org.moneyrocket.settings.Settings;

/** JSON-RPC from the first byte of HTTP to the arguments of a method. */
public final class RpcFuzz {
  private static final String AUTHORIZATION =
      "Basic " + Base64.getEncoder().encodeToString("u:p".getBytes(StandardCharsets.ISO_8859_1));
  private static final Settings SETTINGS =
      Settings.of(Program.NODE, "-regtest", "-rpcuser=u", "-rpcpassword=p");
  private static final JsonRpcHandler HANDLER = handler();

  private RpcFuzz() {}

  /** What reads bytes of clients. */
  public static List<Decoder> decoders() {
    return List.of(
        new Decoder("http", 32, HttpFuzz::readAll),
        new Decoder("json", 128, in -> Json.parse(in)),
        new Decoder("json syntax", 1, in -> JsonScanner.check(in, in.length)),
        new Decoder("json-rpc", 1200, in -> call("POST", "/", AUTHORIZATION, in)));
  }

  private static JsonRpcHandler handler() {
    RpcDirectory directory = new RpcDirectory();
    directory.add(new RpcTable(SETTINGS, List.of(new Anything())));
    return new JsonRpcHandler(
        Credentials.of(SETTINGS),
        new Whitelist(SETTINGS),
        directory,
        new ActiveCalls(),
        Optional::empty);
  }

  /** A method with a parameter of every kind, which reads all of them. */
  private static final class Anything implements RpcMethod {
    @Override
    public MethodSpec spec() {
      return MethodSpec.method("send", "wallet")
          .describe("Takes everything.")
          .params(
              Param.text("address", "").optional(),
              Param.amount("amount", "").optional(),
              Param.number("target|conf_target", "").byDefault(6),
              Param.options(
                      "options",
                      "",
                      Param.flag("replaceable", "").optional(),
                      Param.array("inputs", "", Param.object("", "", Param.hex("txid", "Id")))
                          .optional())
                  .optional()
                  .oneLine("options"),
              Param.text("any", "").optional().unchecked())
          .results(Result.any("", ""))
          .example("");
    }

    @Override
    public JsonNode run(RpcCall call) {
      var answer = Json.array();
      if (call.has("address")) {
        answer.add(call.text("address"));
      }
      if (call.has("amount")) {
        answer.add(call.satoshis("amount"));
      }
      answer.add(call.int32("target"));
      if (call.has("options")) {
        answer.add(call.json("options"));
      }
      if (call.has("any")) {
        values(call.json("any"));
      }
      return answer;
    }
  }

  public static void fuzzerTestOneInput(byte[] data) {
    FuzzInput in = new FuzzInput(data);
    switch (in.choose(8)) {
      case 0 -> json(in.restText());
      case 1, 2, 3 -> call("POST", "/", AUTHORIZATION, in.rest());
      case 4, 5 -> HttpFuzz.fuzz(in.rest());
      case 6 -> {
        String target = "/wallet/" + in.shortText();
        call("POST", target, AUTHORIZATION, in.rest());
      }
      default -> addressFilter(in.restText());
    }
  }

  private static void call(String method, String target, String authorization, byte[] body) {
    HttpHead head =
        new HttpHead(
            method,
            target,
            1,
            List.of(new HttpHead.Header("Authorization", authorization)),
            "127.0.0.1:1");
    String reply = HttpFuzz.answer(HANDLER, head, body);
    Check.that(reply.startsWith("HTTP/1.1 "), "a reply begins with its version");
    int status = Integer.parseInt(reply.substring(9, 12));
    Check.that(status >= 200 && status < 600, "status " + status);
    String text = reply.substring(reply.indexOf("\r\n\r\n") + 4);
    if (!text.isEmpty() && !reply.contains("Transfer-Encoding")) {
      Check.that(Json.parse(text).isContainerNode(), "a reply is JSON");
    }
  }

  private static void json(String text) {
    JsonNode node;
    try {
      node = Json.parse(text);
    } catch (RpcException e) {
      return;
    }
    String written = Json.write(node);
    Check.same(Json.write(Json.parse(written)), written, "JSON written twice");
    values(node);
  }

  /** Reads a value in every way; each may refuse it. */
  private static void values(JsonNode node) {
    List<Runnable> ways =
        List.of(
            () -> RpcValues.text(node),
            () -> RpcValues.flag(node),
            () -> RpcValues.integer(node),
            () -> RpcValues.int32(node),
            () -> RpcValues.uint32(node),
            () -> RpcValues.real(node),
            () -> RpcValues.satoshis(node),
            () -> RpcValues.fixedPoint(node, 3),
            () -> RpcValues.blockHash(node, "hash"),
            () -> RpcValues.txid(node, "txid"),
            () -> RpcValues.bytes(node, "bytes"),
            () -> RpcValues.range(node),
            () -> RpcValues.descriptorRange(node));
    for (Runnable way : ways) {
      try {
        way.run();
      } catch (RpcException e) {
        Check.that(!String.valueOf(e.getMessage()).isEmpty(), "an error says what is wrong");
      }
    }
  }

  private static void addressFilter(String text) {
    try {
      AddressFilter.allowing(List.of(text)).allows(java.net.InetAddress.getLoopbackAddress());
    } catch (IllegalArgumentException e) {
      Check.same(e.getMessage(), text, "what is refused");
    }
  }
}
