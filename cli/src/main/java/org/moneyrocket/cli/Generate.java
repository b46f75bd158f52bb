// SPDX-License-Identifier: MIT
package org.moneyrocket.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.json.CommandWords;
import org.moneyrocket.settings.json.JsonParseException;
import org.moneyrocket.settings.json.JsonValue;
import org.moneyrocket.settings.json.JsonValue.Member;

/** {@code -generate}: mines blocks to a new address of the wallet. */
final class Generate {
  private static final String DEFAULT_BLOCKS = "1";

  private final Settings settings;
  private final RpcClient client;
  private final Optional<String> wallet;

  Generate(Settings settings, RpcClient client, Optional<String> wallet) {
    this.settings = settings;
    this.client = client;
    this.wallet = wallet;
  }

  Output run(List<String> words) throws CliException {
    JsonValue made = call("getnewaddress", new JsonValue.Arr(List.of()));
    JsonValue error = Replies.member(made, "error");
    if (!error.isNull()) {
      return Output.serverError(error, settings);
    }
    if (words.size() > 2) {
      throw new CliException("too many arguments (maximum 2 for nblocks and maxtries)");
    }
    if (!words.isEmpty() && words.get(0).equals("0")) {
      throw new CliException(
          "the first argument (number of blocks to generate, default: "
              + DEFAULT_BLOCKS
              + ") must be an integer value greater than zero");
    }
    String address = Replies.text(Replies.member(made, "result"));
    List<String> arguments = new ArrayList<>(words);
    if (arguments.isEmpty()) {
      arguments.add(DEFAULT_BLOCKS);
    }
    arguments.add(1, address);
    JsonValue typed;
    try {
      typed = new CommandWords("generatetoaddress").positional(arguments);
    } catch (JsonParseException e) {
      throw new CliException(String.valueOf(e.getMessage()));
    }
    JsonValue mined = call("generatetoaddress", typed);
    JsonValue failed = Replies.member(mined, "error");
    if (!failed.isNull()) {
      return Output.serverError(failed, settings);
    }
    return Output.result(
        new JsonValue.Obj(
            List.of(
                new Member("address", JsonValue.of(address)),
                new Member("blocks", Replies.member(mined, "result")))));
  }

  private JsonValue call(String method, JsonValue params) throws CliException {
    return client.call(Replies.request(method, params, JsonValue.of(1)), wallet);
  }
}
