// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.settings.json.JsonValue;
import org.moneyrocket.settings.log.LogLevel;

/** Reads one configuration file into the settings of a program. */
final class ConfigFile {
  /** Larger files are refused: nobody writes that many options. */
  static final int MAX_BYTES = 16 << 20;

  private record Line(String name, String value) {}

  private final Settings settings;
  private final Notices notices;

  ConfigFile(Settings settings, Notices notices) {
    this.settings = settings;
    this.notices = notices;
  }

  /**
   * Reads a file.
   *
   * @param shownAs how warnings name the file
   * @throws IOException when the file cannot be read
   * @throws StartException when its content is wrong
   */
  void read(Path file, String shownAs) throws IOException {
    byte[] bytes;
    // A pipe has no size before its end.
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    }
    if (bytes.length > MAX_BYTES) {
      throw new StartException(
          "configuration file \"" + shownAs + "\" is larger than " + MAX_BYTES + " bytes");
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    for (Line line : lines(text, shownAs)) {
      set(line);
    }
  }

  private void set(Line line) {
    OptionText.Key key = OptionText.key(line.name());
    if (key.name().equals("conf")) {
      throw new StartException(
          "conf cannot be set in the configuration file; use includeconf= if you want to include"
              + " additional config files");
    }
    if (key.name().equals("reindex")) {
      notices.log(
          LogLevel.WARNING,
          "reindex=1 is set in the configuration file, which will significantly slow down startup."
              + " Consider removing or commenting out this option for better performance, unless"
              + " there is currently a condition which makes rebuilding the indexes necessary");
    }
    Optional<Option<?>> option = settings.catalogue().find("-" + key.name());
    if (option.isEmpty()) {
      notices.log(LogLevel.WARNING, "Ignoring unknown configuration value " + line.name());
      return;
    }
    JsonValue value = CommandLine.value(option.get(), key, line.value(), notices);
    settings.sources().addConfigFile(key.section(), key.name(), value);
  }

  private List<Line> lines(String text, String file) {
    List<Line> lines = new ArrayList<>();
    String prefix = "";
    int number = 1;
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      String raw = end < 0 ? text.substring(start) : text.substring(start, end);
      start = end < 0 ? text.length() : end + 1;
      int hash = raw.indexOf('#');
      String line = trim(hash < 0 ? raw : raw.substring(0, hash));
      if (line.startsWith("[") && line.endsWith("]")) {
        String section = line.substring(1, line.length() - 1);
        settings.sources().addSection(new SettingSources.Section(section, file, number));
        prefix = section + ".";
      } else if (!line.isEmpty()) {
        lines.add(line(line, prefix, file, number, hash >= 0));
      }
      number++;
    }
    return lines;
  }

  private Line line(String line, String prefix, String file, int number, boolean hasRemark) {
    if (line.startsWith("-")) {
      throw new StartException(
          "parse error on line "
              + number
              + ": "
              + line
              + ", options in configuration file must be specified without leading -");
    }
    int equals = line.indexOf('=');
    if (equals < 0) {
      String hint =
          line.startsWith("no")
              ? ", if you intended to specify a negated option, use " + line + "=1 instead"
              : "";
      throw new StartException("parse error on line " + number + ": " + line + hint);
    }
    String name = prefix + trim(line.substring(0, equals));
    if (hasRemark && name.contains("rpcpassword")) {
      throw new StartException(
          "parse error on line "
              + number
              + ", using # in rpcpassword can be ambiguous and should be avoided");
    }
    int dot = name.lastIndexOf('.');
    if (dot >= 0 && prefix.length() <= dot) {
      settings
          .sources()
          .addSection(new SettingSources.Section(name.substring(0, dot), file, number));
    }
    return new Line(name, trim(line.substring(equals + 1)));
  }

  private static String trim(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }
}
