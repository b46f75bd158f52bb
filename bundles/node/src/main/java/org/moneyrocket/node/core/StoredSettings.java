// SPDX-License-Identifier: MIT
package org.moneyrocket.node.core;

import java.util.Optional;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.StartException;
import org.moneyrocket.settings.json.JsonParseException;
import org.moneyrocket.settings.json.JsonParser;
import org.moneyrocket.settings.json.JsonValue;
import org.moneyrocket.settings.json.JsonWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Values in {@code settings.json}, as JSON text. */
public final class StoredSettings {
  private static final Logger log = LoggerFactory.getLogger(StoredSettings.class);

  private StoredSettings() {}

  /** Returns a value, empty if it is not there. */
  public static Optional<String> find(Settings settings, String name) {
    JsonValue[] found = {JsonValue.NULL};
    settings.update(
        name,
        before -> {
          found[0] = before;
          return before;
        });
    JsonValue value = found[0];
    return value.isNull() ? Optional.empty() : Optional.of(JsonWriter.compact(value));
  }

  /**
   * Writes a value.
   *
   * @param json JSON text, empty to remove the value
   * @return false if it is no JSON or the file cannot be written; the reason is in the log
   */
  public static boolean update(Settings settings, String name, Optional<String> json) {
    try {
      JsonValue value = json.isEmpty() ? JsonValue.NULL : JsonParser.parse(json.get());
      settings.update(name, before -> value);
      return true;
    } catch (JsonParseException e) {
      log.warn("The value for the setting {} is no JSON: {}", name, e.getMessage());
      return false;
    } catch (StartException e) {
      log.warn("The setting {} cannot be kept: {}", name, e.text());
      return false;
    }
  }
}
