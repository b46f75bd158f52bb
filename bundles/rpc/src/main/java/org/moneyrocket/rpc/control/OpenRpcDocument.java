// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SortedMap;
import java.util.TreeMap;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcMethod;
import org.moneyrocket.rpc.RpcTable;
import org.moneyrocket.rpc.server.RpcDirectory;
import org.moneyrocket.settings.Product;

/** Describes all methods in the form of OpenRPC. */
public final class OpenRpcDocument implements RpcMethod {
  private static final String DISCOVER = "rpc.discover";

  private final String name;
  private final RpcDirectory directory;

  private OpenRpcDocument(String name, RpcDirectory directory) {
    this.name = name;
    this.directory = directory;
  }

  /** Makes the method under our own name; hidden methods may be asked for. */
  public static OpenRpcDocument named(RpcDirectory directory) {
    return new OpenRpcDocument("getopenrpcinfo", directory);
  }

  /** Makes the method under the name that OpenRPC gives it. */
  public static OpenRpcDocument discover(RpcDirectory directory) {
    return new OpenRpcDocument(DISCOVER, directory);
  }

  @Override
  public MethodSpec spec() {
    MethodSpec spec =
        MethodSpec.method(name, "control")
            .describe("Returns an OpenRPC document that describes the methods there are now.")
            .results(
                Result.object(
                        "",
                        "",
                        Result.text("openrpc", "Version of OpenRPC"),
                        Result.object(
                            "info",
                            "What is described",
                            Result.text("title", "Title"),
                            Result.text("version", "Version of the program"),
                            Result.text("description", "Description")),
                        Result.array(
                            "methods", "The methods", Result.any("", "Description of a method")))
                    .unchecked())
            .example("");
    return name.equals(DISCOVER)
        ? spec
        : spec.params(
            Param.flag("show_hidden", "Also describe hidden methods and parameters")
                .byDefault(false));
  }

  @Override
  public JsonNode run(RpcCall call) {
    boolean withHidden = !name.equals(DISCOVER) && call.flag("show_hidden");
    SortedMap<String, JsonNode> methods = new TreeMap<>();
    for (String answer : directory.askAll(RpcTable.SCHEMAS, "[" + withHidden + "]")) {
      for (JsonNode method : Json.parse(answer)) {
        methods.putIfAbsent(method.path("name").asText(), method);
      }
    }
    ObjectNode document = Json.object();
    document.put("openrpc", RpcTable.OPENRPC_VERSION);
    document
        .putObject("info")
        .put("title", Product.NAME + " JSON-RPC")
        .put("version", Product.fullVersion())
        .put("description", "Made from the declarations of the methods.");
    ArrayNode list = document.putArray("methods");
    methods.values().forEach(list::add);
    return document;
  }
}
