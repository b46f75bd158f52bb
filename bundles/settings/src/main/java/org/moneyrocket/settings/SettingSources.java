// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.settings.json.JsonValue;

/**
 * The places a setting can come from, and which of them wins: values set by the program, the
 * command line, {@code settings.json}, the chain's section of the configuration file, its default
 * section. Keys have no dash. Not thread-safe.
 */
final class SettingSources {
  private enum Place {
    FORCED("by the program"),
    COMMAND_LINE("on the command line"),
    STORED("in settings.json"),
    SECTION("in the configuration file"),
    DEFAULT_SECTION("in the configuration file");

    private final String words;

    Place(String words) {
      this.words = words;
    }

    boolean isConfigFile() {
      return this == SECTION || this == DEFAULT_SECTION;
    }

    boolean isPersistent() {
      return this != FORCED && this != COMMAND_LINE;
    }
  }

  /** The values that one place gives to one key. Everything up to the last negation is void. */
  private record Layer(Place place, List<JsonValue> all) {
    int negations() {
      for (int i = all.size(); i > 0; i--) {
        if (all.get(i - 1).isFalse()) {
          return i;
        }
      }
      return 0;
    }

    boolean endsNegated() {
      return !all.isEmpty() && all.get(all.size() - 1).isFalse();
    }

    List<JsonValue> valid() {
      return all.subList(negations(), all.size());
    }
  }

  /** A heading or prefix in a configuration file. */
  record Section(String name, String file, int line) {}

  private final SortedMap<String, JsonValue> forced = new TreeMap<>();
  private final SortedMap<String, List<JsonValue>> commandLine = new TreeMap<>();
  private final SortedMap<String, JsonValue> stored = new TreeMap<>();
  private final SortedMap<String, SortedMap<String, List<JsonValue>>> configFiles = new TreeMap<>();
  private final List<Section> sections = new ArrayList<>();

  void force(String key, JsonValue value) {
    forced.put(key, value);
  }

  void addCommandLine(String key, JsonValue value) {
    commandLine.computeIfAbsent(key, k -> new ArrayList<>()).add(value);
  }

  void addConfigFile(String section, String key, JsonValue value) {
    configFiles
        .computeIfAbsent(section, s -> new TreeMap<>())
        .computeIfAbsent(key, k -> new ArrayList<>())
        .add(value);
  }

  void addSection(Section section) {
    sections.add(section);
  }

  Collection<Section> sections() {
    return sections;
  }

  Map<String, JsonValue> forced() {
    return forced;
  }

  SortedMap<String, JsonValue> stored() {
    return stored;
  }

  SortedMap<String, List<JsonValue>> commandLine() {
    return commandLine;
  }

  SortedMap<String, SortedMap<String, List<JsonValue>>> configFiles() {
    return configFiles;
  }

  /**
   * Returns the values for a key in one section that no later negation voids; the default section's
   * name is empty.
   */
  List<JsonValue> validInSection(String section, String key, int skip) {
    List<JsonValue> all = inSection(section, key);
    int from = Math.max(skip, new Layer(Place.SECTION, all).negations());
    return from >= all.size() ? List.of() : all.subList(from, all.size());
  }

  int countInSection(String section, String key) {
    return inSection(section, key).size();
  }

  private List<JsonValue> inSection(String section, String key) {
    SortedMap<String, List<JsonValue>> values = configFiles.get(section);
    if (values == null) {
      return List.of();
    }
    List<JsonValue> all = values.get(key);
    return all == null ? List.of() : all;
  }

  private List<Layer> layers(String section, String key) {
    List<Layer> layers = new ArrayList<>(5);
    addLayer(layers, Place.FORCED, single(forced.get(key)));
    addLayer(layers, Place.COMMAND_LINE, commandLine.get(key));
    addLayer(layers, Place.STORED, single(stored.get(key)));
    if (!section.isEmpty()) {
      addLayer(layers, Place.SECTION, inSection(section, key));
    }
    addLayer(layers, Place.DEFAULT_SECTION, inSection("", key));
    return layers;
  }

  private static @Nullable List<JsonValue> single(@Nullable JsonValue value) {
    return value == null ? null : List.of(value);
  }

  private static void addLayer(List<Layer> layers, Place place, @Nullable List<JsonValue> values) {
    if (values != null && !values.isEmpty()) {
      layers.add(new Layer(place, values));
    }
  }

  /**
   * Returns the value that counts for an option with one value, or JSON null.
   *
   * @param section the chain's section, empty before the chain is known
   * @param skipDefaultSection for section-only options of another chain than main
   */
  JsonValue value(String section, String key, boolean skipDefaultSection) {
    return value(section, key, skipDefaultSection, false);
  }

  /** Returns in words which place has a say first; "nowhere" if none gives a value. */
  String origin(String section, String key, boolean skipDefaultSection) {
    for (Layer layer : layers(section, key)) {
      boolean skipped = skipDefaultSection && layer.place() == Place.DEFAULT_SECTION;
      if (!skipped && !layer.endsNegated()) {
        return layer.place().words;
      }
    }
    return "nowhere";
  }

  /** Returns the value that counts when command line and program are left out. */
  JsonValue persistentValue(String section, String key, boolean skipDefaultSection) {
    return value(section, key, skipDefaultSection, true);
  }

  private JsonValue value(
      String section, String key, boolean skipDefaultSection, boolean persistentOnly) {
    for (Layer layer : layers(section, key)) {
      // A negation in the default section reaches even options that otherwise count only in their
      // chain's section.
      boolean skipped =
          (skipDefaultSection && layer.place() == Place.DEFAULT_SECTION && !layer.endsNegated())
              || (persistentOnly && !layer.place().isPersistent());
      if (skipped) {
        continue;
      }
      if (layer.endsNegated()) {
        return JsonValue.FALSE;
      }
      List<JsonValue> valid = layer.valid();
      // In configuration files the first value wins, elsewhere the last.
      return layer.place().isConfigFile() ? valid.get(0) : valid.get(valid.size() - 1);
    }
    return JsonValue.NULL;
  }

  /**
   * Returns the value of a flag that selects a chain: sections do not matter, and negations are
   * passed over.
   */
  JsonValue chainFlag(String key) {
    for (Layer layer : layers("", key)) {
      if (!layer.endsNegated()) {
        List<JsonValue> valid = layer.valid();
        return valid.get(valid.size() - 1);
      }
    }
    return JsonValue.NULL;
  }

  /**
   * Returns all values that count for an option that may be repeated, most important place first.
   */
  List<JsonValue> values(String section, String key, boolean skipDefaultSection) {
    List<JsonValue> result = new ArrayList<>();
    boolean complete = false;
    boolean hidden = false;
    for (Layer layer : layers(section, key)) {
      if (skipDefaultSection && layer.place() == Place.DEFAULT_SECTION) {
        continue;
      }
      // Values of configuration files come back when a negation above them is followed by a value.
      if (!complete || (layer.place().isConfigFile() && !hidden)) {
        for (JsonValue value : layer.valid()) {
          if (value instanceof JsonValue.Arr list) {
            result.addAll(list.items());
          } else {
            result.add(value);
          }
        }
      }
      complete |= layer.negations() > 0 || layer.place() == Place.FORCED;
      hidden |= layer.endsNegated() && result.isEmpty();
    }
    return result;
  }

  /** Tells whether the key has a value in the default section and nowhere else. */
  boolean isOnlyInDefaultSection(String section, String key) {
    boolean found = false;
    for (Layer layer : layers(section, key)) {
      if (layer.endsNegated()) {
        continue;
      }
      if (layer.place() != Place.DEFAULT_SECTION) {
        return false;
      }
      found = true;
    }
    return found;
  }

  /** Returns the keys given on the command line. */
  Set<String> commandLineKeys() {
    return commandLine.keySet();
  }
}
