// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.settings.catalogue.Catalogue;
import org.moneyrocket.settings.json.JsonValue;
import org.moneyrocket.settings.log.LogLevel;

/** Reads the arguments of a program into its settings. */
final class CommandLine {
  private final Settings settings;
  private final Notices notices;

  CommandLine(Settings settings, Notices notices) {
    this.settings = settings;
    this.notices = notices;
  }

  /**
   * Reads the arguments up to the first that is no option; the rest become {@link
   * Settings#commands}.
   *
   * @throws StartException for unknown options and values that are not allowed
   */
  void read(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("-")) {
        break;
      }
      if (!argument.startsWith("-")) {
        settings.setCommands(arguments.subList(i, arguments.size()));
        break;
      }
      readOption(argument);
    }
    List<JsonValue> includes =
        settings.sources().commandLine().getOrDefault("includeconf", List.of());
    if (!includes.isEmpty() && !includes.get(includes.size() - 1).isFalse()) {
      JsonValue first = includes.get(0);
      for (int i = includes.size(); i > 0; i--) {
        if (includes.get(i - 1).isFalse()) {
          first = includes.get(i);
          break;
        }
      }
      throw new StartException(
          "-includeconf cannot be used from commandline; -includeconf=" + first.toJson());
    }
  }

  /** Returns the arguments without those whose values are secret. */
  static List<String> withoutSecrets(List<String> arguments, Catalogue catalogue) {
    return arguments.stream()
        .filter(
            argument ->
                catalogue
                    .find("-" + OptionText.key(bareName(argument)).name())
                    .filter(option -> option.has(OptionFlag.SECRET))
                    .isEmpty())
        .toList();
  }

  private static String bareName(String argument) {
    int equals = argument.indexOf('=');
    String name = equals < 0 ? argument : argument.substring(0, equals);
    return name.replaceFirst("^--?", "");
  }

  private void readOption(String argument) {
    int equals = argument.indexOf('=');
    String name = equals < 0 ? argument : argument.substring(0, equals);
    String value = equals < 0 ? null : argument.substring(equals + 1);
    int dashes = name.startsWith("--") ? 2 : 1;
    OptionText.Key key = OptionText.key(name.substring(dashes));
    Optional<Option<?>> option = settings.catalogue().find("-" + key.name());
    if (option.isEmpty() || !key.section().isEmpty()) {
      throw new StartException("Invalid parameter " + argument);
    }
    settings.sources().addCommandLine(key.name(), value(option.get(), key, value, notices));
  }

  /** Returns what a key and its text mean for an option: false when negated, otherwise the text. */
  static JsonValue value(
      Option<?> option, OptionText.Key key, @Nullable String value, Notices notices) {
    if (key.negated()) {
      if (option.has(OptionFlag.NO_NEGATION)) {
        throw new StartException(
            "Negating of " + option.name() + " is meaningless and therefore forbidden");
      }
      if (value != null && !OptionText.toBoolean(value)) {
        notices.log(
            LogLevel.WARNING,
            "Parsed potentially confusing double-negative " + option.name() + "=" + value);
        return JsonValue.TRUE;
      }
      return JsonValue.FALSE;
    }
    if (value == null && option.has(OptionFlag.NEEDS_VALUE)) {
      throw new StartException(
          "Can not set "
              + option.name()
              + " with no value. Please specify value with "
              + option.name()
              + "=value.");
    }
    return JsonValue.of(value == null ? "" : value);
  }
}
