// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.moneyrocket.settings.json.JsonValue;
import org.moneyrocket.settings.log.LogLevel;

/**
 * Refuses what is asked for and missing in this version, wherever it was asked: whoever sets a
 * proxy must not be connected without one.
 */
final class Availability {
  /** A size or number of nothing. */
  private static final Pattern NOTHING = Pattern.compile("0*[kKmMgGtT]?");

  private final Settings settings;
  private final Notices notices;

  Availability(Settings settings, Notices notices) {
    this.settings = settings;
    this.notices = notices;
  }

  /**
   * Looks at all options that the program knows.
   *
   * @throws StartException that names the options that are missing, and where they were set
   */
  void check() {
    List<String> missing = new ArrayList<>();
    for (Option<?> option : settings.catalogue().options()) {
      if (option.has(OptionFlag.UNAVAILABLE) && isOn(option)) {
        missing.add(option.name() + " (" + settings.origin(option) + ")");
      } else if (option.has(OptionFlag.WITHOUT_EFFECT) && isOn(option)) {
        notices.log(LogLevel.WARNING, InitText.withoutEffect(option.name()));
      }
    }
    if (!missing.isEmpty()) {
      throw new StartException(InitText.notAvailable(missing));
    }
  }

  private boolean isOn(Option<?> option) {
    if (option.kind() == Option.Kind.LIST) {
      return settings.values(option).stream().anyMatch(value -> isOn(option, value));
    }
    return isOn(option, settings.value(option));
  }

  private static boolean isOn(Option<?> option, JsonValue value) {
    if (value.isNull() || value.isFalse()) {
      return false;
    }
    if (option.hint().isEmpty()) {
      return !(value instanceof JsonValue.Num num && isNothing(num.text()))
          && !(value instanceof JsonValue.Str text && !OptionText.toBoolean(text.text()));
    }
    return !(value instanceof JsonValue.Num num && isNothing(num.text()))
        && !(value instanceof JsonValue.Str text && isNothing(text.text()));
  }

  private static boolean isNothing(String text) {
    return NOTHING.matcher(text.strip()).matches();
  }
}
