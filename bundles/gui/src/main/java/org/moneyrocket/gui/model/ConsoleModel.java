// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.moneyrocket.interfaces.rpc.RpcMethodInfo;
import org.moneyrocket.interfaces.rpc.RpcModule;
import org.moneyrocket.interfaces.rpc.RpcReply;
import org.moneyrocket.interfaces.rpc.RpcRequest;

/** Runs JSON-RPC methods as they are typed. */
public final class ConsoleModel {
  private static final ObjectMapper JSON = new ObjectMapper();

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
  public void run(String line, Optional<String> wallet, Consumer<Answer> done) {
    List<String> words = CommandLine.split(line);
    if (words.isEmpty()) {
      return;
    }
    List<RpcModule> present = List.copyOf(modules);
    background.run(
        () -> execute(present, words, wallet),
        done,
        problem -> done.accept(new Answer(problem.text(), true)));
  }

  /** What a line answered. */
  public record Answer(String text, boolean error) {}

  private static Answer execute(
      List<RpcModule> modules, List<String> words, Optional<String> wallet)
      throws JsonProcessingException {
    String method = words.get(0);
    ArrayNode params = JSON.createArrayNode();
    words.stream().skip(1).map(ConsoleModel::value).forEach(params::add);
    for (RpcModule module : modules) {
      Optional<RpcMethodInfo> info =
          module.methods().stream().filter(m -> m.name().equals(method)).findFirst();
      if (info.isPresent()) {
        RpcReply reply =
            module.execute(
                new RpcRequest(
                    method,
                    params.toString(),
                    info.get().walletMethod() ? wallet : Optional.empty(),
                    "window",
                    "window"));
        return answer(reply);
      }
    }
    return new Answer(
        modules.isEmpty() ? "The node is not running." : "There is no method " + method + ".",
        true);
  }

  private static Answer answer(RpcReply reply) throws JsonProcessingException {
    if (reply.failure().isPresent()) {
      var failure = reply.failure().get();
      return new Answer(failure.message() + " (code " + failure.code() + ")", true);
    }
    JsonNode result = JSON.readTree(reply.result().orElse("null"));
    return new Answer(result.isTextual() ? result.asText() : result.toPrettyString(), false);
  }

  private static JsonNode value(String word) {
    try {
      JsonNode node = JSON.readTree(word);
      return node.isMissingNode() ? JSON.getNodeFactory().textNode(word) : node;
    } catch (JsonProcessingException e) {
      return JSON.getNodeFactory().textNode(word); // Not JSON, so it is a string.
    }
  }
}
