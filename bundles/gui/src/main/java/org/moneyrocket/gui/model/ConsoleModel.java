// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.moneyrocket.interfaces.rpc.RpcMethodInfo;
import org.moneyrocket.interfaces.rpc.RpcModule;
import org.moneyrocket.interfaces.rpc.RpcReply;
import org.moneyrocket.interfaces.rpc.RpcRequest;
import org.moneyrocket.settings.json.CommandWords;
import org.moneyrocket.settings.json.JsonParseException;

/** Runs JSON-RPC methods as they are typed. */
public final class ConsoleModel {
  /** Keeps numbers as they are written: amounts have eight places. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final Background background;
  private final List<RpcModule> modules = new ArrayList<>();
  private final Changes changes = new Changes();
  private List<String> names = List.of();

  public ConsoleModel(Background background) {
    this.background = background;
  }

  public Changes changes() {
    return changes;
  }

  /** Any thread. */
  public void attach(RpcModule module) {
    Background.onEventThread(
        () -> {
          modules.add(module);
          readNames();
        });
  }

  /** Any thread. */
  public void detach(RpcModule module) {
    Background.onEventThread(
        () -> {
          modules.remove(module);
          readNames();
        });
  }

  private void readNames() {
    List<RpcModule> present = List.copyOf(modules);
    background.run(
        () ->
            present.stream()
                .flatMap(module -> module.methods().stream())
                .filter(info -> !info.category().equals("hidden"))
                .map(RpcMethodInfo::name)
                .distinct()
                .sorted()
                .toList(),
        found -> {
          names = found;
          changes.fire();
        },
        problem -> {});
  }

  /** Returns the methods that can be called, sorted. */
  public List<String> names() {
    return names;
  }

  /**
   * Runs a line: a method and its arguments, separated by blanks; quotes keep blanks together.
   *
   * @param wallet wallet that wallet methods act on
   * @param done gets what to print and whether it is an error
   */
  public void run(String line, Optional<WalletRef> wallet, Consumer<Answer> done) {
    List<String> words = CommandLine.split(line);
    if (words.isEmpty()) {
      return;
    }
    List<RpcModule> present = List.copyOf(modules);
    background.run(
        () -> execute(present, words, wallet.map(WalletRef::name)),
        done,
        problem -> done.accept(new Answer(problem.text(), true)));
  }

  /** What a line answered. */
  public record Answer(String text, boolean error) {}

  private static Answer execute(
      List<RpcModule> modules, List<String> words, Optional<String> wallet)
      throws JsonProcessingException {
    String method = words.get(0);
    if (method.equals("help")) {
      return help(modules, words);
    }
    Optional<RpcModule> module = moduleOf(modules, method, wallet);
    if (module.isEmpty()) {
      return new Answer(
          modules.isEmpty() ? "The node is not running." : "There is no method " + method + ".",
          true);
    }
    Optional<String> walletOfCall =
        info(module.get(), method).filter(RpcMethodInfo::walletMethod).isPresent()
            ? wallet
            : Optional.empty();
    String params;
    try {
      params = new CommandWords(method).positional(words.subList(1, words.size())).toJson();
    } catch (JsonParseException e) {
      return new Answer(String.valueOf(e.getMessage()), true);
    }
    return answer(
        module.get().execute(RpcRequest.of(method, params, walletOfCall, "window", "window")));
  }

  /** Finds who answers a method: of several wallet processes the one that has the wallet. */
  private static Optional<RpcModule> moduleOf(
      List<RpcModule> modules, String method, Optional<String> wallet) {
    List<RpcModule> able =
        modules.stream().filter(module -> info(module, method).isPresent()).toList();
    if (able.size() > 1 && wallet.isPresent()) {
      for (RpcModule module : able) {
        if (module.walletNames().contains(wallet.get())) {
          return Optional.of(module);
        }
      }
    }
    return able.stream().findFirst();
  }

  private static Optional<RpcMethodInfo> info(RpcModule module, String method) {
    return module.methods().stream().filter(m -> m.name().equals(method)).findFirst();
  }

  private static Answer help(List<RpcModule> modules, List<String> words) {
    List<RpcMethodInfo> all =
        modules.stream().flatMap(module -> module.methods().stream()).toList();
    if (words.size() > 1) {
      return all.stream()
          .filter(info -> info.name().equals(words.get(1)))
          .findFirst()
          .map(info -> new Answer(info.help(), false))
          .orElseGet(() -> new Answer("There is no method " + words.get(1) + ".", true));
    }
    TreeMap<String, TreeSet<String>> byCategory = new TreeMap<>();
    for (RpcMethodInfo info : all) {
      if (!info.category().equals("hidden")) {
        byCategory.computeIfAbsent(info.category(), key -> new TreeSet<>()).add(info.usage());
      }
    }
    StringBuilder text = new StringBuilder();
    byCategory.forEach(
        (category, usages) ->
            text.append("== ")
                .append(category)
                .append(" ==\n")
                .append(String.join("\n", usages))
                .append("\n\n"));
    return new Answer(text.toString().stripTrailing(), false);
  }

  private static Answer answer(RpcReply reply) throws JsonProcessingException {
    if (reply.failure().isPresent()) {
      var failure = reply.failure().get();
      return new Answer(failure.message() + " (code " + failure.code() + ")", true);
    }
    JsonNode result = JSON.readTree(reply.result().orElse("null"));
    return new Answer(result.isTextual() ? result.asText() : pretty(result), false);
  }

  private static String pretty(JsonNode result) throws JsonProcessingException {
    Separators separators =
        Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
            .withObjectEmptySeparator("")
            .withArrayEmptySeparator("");
    return JSON.writer(new DefaultPrettyPrinter(separators)).writeValueAsString(result);
  }
}
