// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.moneyrocket.node.addrman.AddressBook;
import org.moneyrocket.node.addrman.Host;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;

/** {@code getrawaddrman}. */
final class GetRawAddrman extends AddressMethod {
  GetRawAddrman(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getrawaddrman", "hidden")
        .describe("Shows the tables of the address manager, by bucket and position. For tests.")
        .results(
            Result.map(
                "",
                "",
                Result.map(
                    "table",
                    "The table \"new\" or \"tried\"",
                    Result.object(
                        "bucket/position",
                        "Where it is",
                        Result.text("address", "The address"),
                        Result.number("mapped_as", "Autonomous system it belongs to").optional(),
                        Result.number("port", "The port"),
                        Result.text("network", "The network"),
                        Result.number("services", "Services it is said to offer"),
                        Result.time("time", "When it was last seen, seconds since 1970"),
                        Result.text("source", "Who told of it"),
                        Result.text("source_network", "The network of whoever told of it"),
                        Result.number("source_mapped_as", "The autonomous system of that")
                            .optional()))))
        .example("");
  }

  @Override
  public JsonNode run(RpcCall call) {
    AddressBook book = book();
    ObjectNode out = Json.object();
    out.set("new", table(book, false));
    out.set("tried", table(book, true));
    return out;
  }

  private static ObjectNode table(AddressBook book, boolean tried) {
    ObjectNode out = Json.object();
    for (AddressBook.Placed placed : book.table(tried)) {
      Host host = placed.peer().endpoint().host();
      ObjectNode entry = out.putObject(placed.bucket() + "/" + placed.position());
      entry.put("address", host.toString());
      long system = book.groups().systemOf(host);
      if (system != 0) {
        entry.put("mapped_as", system);
      }
      entry.put("port", placed.peer().endpoint().port());
      entry.put("services", placed.peer().services());
      entry.put("time", placed.peer().time());
      entry.put("network", host.netClass().text());
      entry.put("source", placed.source().toString());
      entry.put("source_network", placed.source().netClass().text());
      long sourceSystem = book.groups().systemOf(placed.source());
      if (sourceSystem != 0) {
        entry.put("source_mapped_as", sourceSystem);
      }
    }
    return out;
  }
}
