// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Optional;
import org.moneyrocket.interfaces.chain.Chain;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The list of wallets to load at start, in the node's {@code settings.json}. */
final class StartupSetting {
  private static final Logger log = LoggerFactory.getLogger(StartupSetting.class);
  private static final String NAME = "wallet";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Chain chain;
  private boolean unnamedByDefault;

  StartupSetting(Chain chain) {
    this.chain = chain;
  }

  /**
   * Notes that the unnamed wallet was loaded because no wallet was asked for. When others are added
   * it has to be named with them.
   */
  synchronized void unnamedByDefault() {
    unnamedByDefault = true;
  }

  /**
   * Adds or removes a wallet.
   *
   * @return a warning for the user, empty if all went well
   */
  synchronized Optional<String> update(String wallet, Optional<Boolean> load) {
    if (load.isEmpty()) {
      return Optional.empty();
    }
    boolean done = load.get() ? add(wallet) : remove(wallet);
    if (done) {
      return Optional.empty();
    }
    return Optional.of(
        "Wallet load on startup setting could not be updated, so wallet may "
            + (load.get() ? "not" : "still")
            + " be loaded next node startup.");
  }

  private boolean add(String wallet) {
    ArrayNode names = array();
    for (JsonNode name : names) {
      if (name.isTextual() && name.textValue().equals(wallet)) {
        return true;
      }
    }
    names.add(wallet);
    return chain.updateSetting(NAME, Optional.of(names.toString()));
  }

  private boolean remove(String wallet) {
    Optional<JsonNode> stored = read();
    if (stored.isEmpty()) {
      // An empty list keeps an unnamed wallet from being loaded by itself.
      return !wallet.isEmpty() || chain.updateSetting(NAME, Optional.of("[]"));
    }
    if (!stored.get().isArray()) {
      return true;
    }
    ArrayNode kept = MAPPER.createArrayNode();
    for (JsonNode name : stored.get()) {
      if (!name.isTextual() || !name.textValue().equals(wallet)) {
        kept.add(name);
      }
    }
    return kept.size() == stored.get().size()
        || chain.updateSetting(NAME, Optional.of(kept.toString()));
  }

  private ArrayNode array() {
    return read()
        .filter(JsonNode::isArray)
        .map(ArrayNode.class::cast)
        .orElseGet(
            () -> unnamedByDefault ? MAPPER.createArrayNode().add("") : MAPPER.createArrayNode());
  }

  private Optional<JsonNode> read() {
    Optional<String> stored = chain.setting(NAME);
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    try {
      JsonNode node = MAPPER.readTree(stored.get());
      return node.isNull() ? Optional.empty() : Optional.of(node);
    } catch (JsonProcessingException e) {
      log.warn("the setting {} cannot be read: {}", NAME, e.getOriginalMessage());
      return Optional.empty();
    }
  }
}
