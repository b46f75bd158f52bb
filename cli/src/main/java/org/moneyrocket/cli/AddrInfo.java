// SPDX-License-Identifier: MIT
package org.moneyrocket.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.settings.Program;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.json.JsonValue;
import org.moneyrocket.settings.json.JsonValue.Member;

/** {@code -addrinfo}: how many addresses of peers the node knows, by network. */
final class AddrInfo {
  private static final int METHOD_NOT_FOUND = -32601;

  private final Settings settings;
  private final RpcClient client;

  AddrInfo(Settings settings, RpcClient client) {
    this.settings = settings;
    this.client = client;
  }

  Output run(List<String> words) throws CliException {
    if (!words.isEmpty()) {
      throw new CliException("-addrinfo takes no arguments");
    }
    JsonValue answer =
        client.call(
            Replies.request("getaddrmaninfo", JsonValue.NULL, JsonValue.of(1)), Optional.empty());
    JsonValue error = Replies.member(answer, "error");
    if (Replies.errorCode(error) == METHOD_NOT_FOUND) {
      throw new CliException(
          "-addrinfo requires a "
              + Program.NODE.commandName(settings.naming())
              + " that supports the getaddrmaninfo RPC. Please upgrade your node.");
    }
    if (!error.isNull()) {
      return Output.serverError(error, settings);
    }
    List<Member> counts = new ArrayList<>();
    for (Member network : Replies.members(Replies.member(answer, "result"))) {
      String name = network.name().equals("all_networks") ? "total" : network.name();
      counts.add(new Member(name, Replies.member(network.value(), "total")));
    }
    return Output.result(
        new JsonValue.Obj(List.of(new Member("addresses_known", new JsonValue.Obj(counts)))));
  }
}
