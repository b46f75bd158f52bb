// SPDX-License-Identifier: MIT
package org.moneyrocket.cli;

import java.io.Console;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.catalogue.CliOptions;
import org.moneyrocket.settings.json.JsonValue;

/** {@code -getinfo}: an overview of the node and its wallets, for people. */
final class GetInfo {
  private static final double BAR_STEP = 0.05;

  private final Settings settings;
  private final RpcClient client;
  private final Optional<String> wallet;
  private final StringBuilder text = new StringBuilder();
  private boolean colours;

  GetInfo(Settings settings, RpcClient client, Optional<String> wallet) {
    this.settings = settings;
    this.client = client;
    this.wallet = wallet;
  }

  Output run(List<String> words) throws CliException {
    if (!words.isEmpty()) {
      throw new CliException("-getinfo takes no arguments");
    }
    List<JsonValue> answers =
        Replies.ordered(
            client.call(
                Replies.batch(
                    "getnetworkinfo", "getblockchaininfo", "getwalletinfo", "getbalances"),
                wallet),
            4);
    // Without a wallet the last two fail, and that is no error.
    for (JsonValue answer : answers.subList(0, 2)) {
      JsonValue error = Replies.member(answer, "error");
      if (!error.isNull()) {
        return Output.serverError(error, settings);
      }
    }
    Map<String, String> balances = wallet.isEmpty() ? balances() : Map.of();
    colours = chooseColours();
    JsonValue network = Replies.member(answers.get(0), "result");
    appendChain(Replies.member(answers.get(1), "result"));
    appendNetwork(network);
    appendWallet(Replies.member(answers.get(2), "result"));
    appendBalances(Replies.member(answers.get(3), "result"), balances);
    String warnings = warnings(Replies.member(network, "warnings"));
    coloured("33", "Warnings:").append(' ').append(warnings.isEmpty() ? "(none)" : warnings);
    return new Output(0, text.toString());
  }

  private boolean chooseColours() throws CliException {
    return switch (settings.get(CliOptions.COLOR)) {
      case "always" -> true;
      case "never" -> false;
      case "auto" -> {
        Console console = System.console();
        yield console != null && console.isTerminal();
      }
      default ->
          throw new CliException(
              "Invalid value for -color option. Valid values: always, auto, never.");
    };
  }

  private StringBuilder coloured(String code, String part) {
    if (colours) {
      text.append("\u001b[").append(code).append('m').append(part).append("\u001b[0m");
    } else {
      text.append(part);
    }
    return text;
  }

  private void line(String name, String value) {
    text.append(name).append(": ").append(value).append('\n');
  }

  private void appendChain(JsonValue chain) {
    coloured("34", "Chain: " + value(chain, "chain")).append('\n');
    line("Blocks", value(chain, "blocks"));
    line("Headers", value(chain, "headers"));
    double progress = Replies.realOr(Replies.member(chain, "verificationprogress"), 0);
    String bar = progress < 0.99 ? bar(progress) + " " : "";
    String percent =
        new BigDecimal(progress * 100).setScale(4, RoundingMode.HALF_EVEN).toPlainString();
    line("Verification progress", bar + percent + "%");
    line("Difficulty", value(chain, "difficulty") + "\n");
  }

  private static String bar(double progress) {
    StringBuilder bar = new StringBuilder();
    if (progress >= 0 && progress <= 1) {
      for (int i = 0; i < progress / BAR_STEP; i++) {
        bar.append('\u2592');
      }
      for (int i = 0; i < (1 - progress) / BAR_STEP; i++) {
        bar.append('\u2591');
      }
    }
    return bar.toString();
  }

  private void appendNetwork(JsonValue network) {
    coloured(
            "32",
            "Network: in "
                + value(network, "connections_in")
                + ", out "
                + value(network, "connections_out")
                + ", total "
                + value(network, "connections"))
        .append('\n');
    line("Version", value(network, "version"));
    line("Time offset (s)", value(network, "timeoffset"));
    Map<String, String> proxies = new LinkedHashMap<>();
    for (JsonValue item : Replies.items(Replies.member(network, "networks"))) {
      String proxy = value(item, "proxy");
      if (!proxy.isEmpty()) {
        String earlier = proxies.get(proxy);
        String name = value(item, "name");
        proxies.put(proxy, earlier == null ? name : earlier + ", " + name);
      }
    }
    List<String> shown = new ArrayList<>();
    for (Map.Entry<String, String> proxy : proxies.entrySet()) {
      shown.add(proxy.getKey() + " (" + proxy.getValue() + ")");
    }
    line("Proxies", shown.isEmpty() ? "n/a" : String.join(", ", shown));
    line("Min tx relay fee rate (BTC/kvB)", value(network, "relayfee") + "\n");
  }

  private void appendWallet(JsonValue info) {
    if (info.isNull()) {
      return;
    }
    String name = value(info, "walletname");
    coloured("35", "Wallet: " + (name.isEmpty() ? "\"\"" : name)).append('\n');
    line("Keypool size", value(info, "keypoolsize"));
    if (!Replies.member(info, "unlocked_until").isNull()) {
      line("Unlocked until", value(info, "unlocked_until"));
    }
  }

  private void appendBalances(JsonValue own, Map<String, String> all) {
    if (!own.isNull()) {
      coloured("36", "Balance:")
          .append(' ')
          .append(Replies.text(Replies.at(own, "mine", "trusted")))
          .append("\n\n");
    }
    if (all.isEmpty()) {
      return;
    }
    coloured("36", "Balances").append('\n');
    int width = 10;
    for (String balance : all.values()) {
      width = Math.max(width, balance.length());
    }
    for (Map.Entry<String, String> entry : all.entrySet()) {
      text.append(" ".repeat(width - entry.getValue().length())).append(entry.getValue());
      text.append(' ').append(entry.getKey().isEmpty() ? "\"\"" : entry.getKey()).append('\n');
    }
    text.append('\n');
  }

  /** Returns the trusted balance of every wallet when there are several, otherwise nothing. */
  private Map<String, String> balances() throws CliException {
    List<JsonValue> wallets =
        Replies.items(Replies.member(call("listwallets", Optional.empty()), "result"));
    Map<String, String> balances = new LinkedHashMap<>();
    if (wallets.size() > 1) {
      for (JsonValue name : wallets) {
        String wallet = Replies.text(name);
        JsonValue answer = call("getbalances", Optional.of(wallet));
        balances.put(wallet, Replies.text(Replies.at(answer, "result", "mine", "trusted")));
      }
    }
    return balances;
  }

  private JsonValue call(String method, Optional<String> inWallet) throws CliException {
    JsonValue none = new JsonValue.Arr(List.of());
    return client.call(Replies.request(method, none, JsonValue.of(1)), inWallet);
  }

  private static String warnings(JsonValue warnings) {
    if (warnings instanceof JsonValue.Arr list) {
      List<String> texts = new ArrayList<>();
      for (JsonValue item : list.items()) {
        texts.add(Replies.text(item));
      }
      return String.join("; ", texts);
    }
    return Replies.text(warnings);
  }

  private static String value(JsonValue object, String name) {
    return Replies.text(Replies.member(object, name));
  }
}
