// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.json;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the parameters of one method are typed: what is not listed is plain text. */
final class ParameterFormats {
  enum Format {
    JSON,
    JSON_OR_TEXT,
    /** Text that may hold an equals sign, which must not be taken for a name. */
    TEXT
  }

  record Parameter(int position, String name, Format format) {}

  private final List<Parameter> parameters;

  private ParameterFormats(List<Parameter> parameters) {
    this.parameters = parameters;
  }

  static ParameterFormats of(String method) {
    String table = table();
    int line = table.indexOf("\n" + method + " ");
    if (line < 0) {
      return new ParameterFormats(List.of());
    }
    int start = line + method.length() + 2;
    List<Parameter> parameters = new ArrayList<>();
    for (String entry : table.substring(start, table.indexOf('\n', start)).split(" ")) {
      int colon = entry.indexOf(':');
      int position = Integer.parseInt(entry.substring(0, colon - 1));
      parameters.add(
          new Parameter(position, entry.substring(colon + 1), format(entry.charAt(colon - 1))));
    }
    return new ParameterFormats(parameters);
  }

  private static Format format(char letter) {
    return switch (letter) {
      case 'j' -> Format.JSON;
      case 'm' -> Format.JSON_OR_TEXT;
      case 't' -> Format.TEXT;
      default -> throw new IllegalStateException("unknown format " + letter);
    };
  }

  static String table() {
    try (InputStream in = ParameterFormats.class.getResourceAsStream("formats")) {
      if (in == null) {
        throw new IllegalStateException("the table of formats is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new IllegalStateException("the table of formats cannot be read", e);
    }
  }

  @Nullable Parameter at(int position) {
    for (Parameter parameter : parameters) {
      if (parameter.position() == position) {
        return parameter;
      }
    }
    return null;
  }

  @Nullable Parameter named(String name) {
    for (Parameter parameter : parameters) {
      if (parameter.name().equals(name)) {
        return parameter;
      }
    }
    return null;
  }
}
