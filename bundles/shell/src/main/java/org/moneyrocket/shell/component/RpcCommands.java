// SPDX-License-Identifier: MIT
package org.moneyrocket.shell.component;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.moneyrocket.interfaces.rpc.RpcFailure;
import org.moneyrocket.interfaces.rpc.RpcModule;
import org.moneyrocket.interfaces.rpc.RpcReply;
import org.moneyrocket.interfaces.rpc.RpcRequest;
import org.moneyrocket.settings.json.CommandWords;
import org.moneyrocket.settings.json.JsonParseException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** {@code rpc:call METHOD [ARGUMENT…]}: any JSON-RPC method. */
@Component(
    service = RpcCommands.class,
    property = {"osgi.command.scope=rpc", "osgi.command.function=call"})
public final class RpcCommands {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<RpcModule> modules = new CopyOnWriteArrayList<>();

  @Activate
  public RpcCommands() {
    // Modules come and go with the processes that offer them.
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  public void addModule(RpcModule module) {
    modules.add(module);
  }

  public void removeModule(RpcModule module) {
    modules.remove(module);
  }

  /**
   * Calls a method. What the method takes as text is sent as such, anything else as JSON.
   *
   * @return the result, pretty-printed
   */
  public String call(String method, Object... arguments)
      throws JsonProcessingException, JsonParseException {
    List<String> words = Arrays.stream(arguments).map(String::valueOf).toList();
    String params = new CommandWords(method).positional(words).toJson();
    RpcModule module =
        modules.stream()
            .filter(m -> m.methods().stream().anyMatch(info -> info.name().equals(method)))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("Method not found: " + method));
    RpcReply reply =
        module.execute(RpcRequest.of(method, params, Optional.empty(), "shell", "shell"));
    if (reply.failure().isPresent()) {
      RpcFailure failure = reply.failure().get();
      throw new IllegalStateException("error " + failure.code() + ": " + failure.message());
    }
    JsonNode result = JSON.readTree(reply.result().orElse("null"));
    return result.isTextual() ? result.asText() : result.toPrettyString();
  }
}
