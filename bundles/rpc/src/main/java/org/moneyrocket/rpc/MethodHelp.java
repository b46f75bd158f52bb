// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import java.util.List;
import org.moneyrocket.settings.json.JsonWriter;

/** The help text of a method, in the layout of Bitcoin Core's. */
final class MethodHelp {
  private final MethodSpec spec;
  private final String clientName;

  /**
   * Makes the help of a method.
   *
   * @param clientName how the command-line client is called in examples
   */
  MethodHelp(MethodSpec spec, String clientName) {
    this.spec = spec;
    this.clientName = clientName;
  }

  /** Returns the first line: name and parameters, optional ones in parentheses. */
  String usage() {
    StringBuilder line = new StringBuilder(spec.name());
    boolean inside = false;
    for (Param param : spec.params()) {
      if (param.isHidden()) {
        break;
      }
      line.append(' ');
      if (!param.isRequired() && !inside) {
        line.append("( ");
      } else if (param.isRequired() && inside) {
        line.append(") ");
      }
      inside = !param.isRequired();
      line.append(inLine(param));
    }
    return line.append(inside ? " )" : "").toString();
  }

  /** Returns the whole text. */
  String text() {
    StringBuilder text = new StringBuilder(usage());
    text.append("\n\n").append(spec.description().strip()).append('\n');
    appendParams(text);
    for (Result result : spec.results()) {
      AlignedLines lines = new AlignedLines();
      addResult(lines, result, 0, false, false);
      if (!lines.isEmpty()) {
        text.append(
            result.condition().isEmpty()
                ? "\nResult:\n"
                : "\nResult (" + result.condition() + "):\n");
        text.append(lines);
      }
    }
    appendExamples(text);
    return text.toString();
  }

  private void appendParams(StringBuilder text) {
    AlignedLines positional = new AlignedLines();
    AlignedLines named = new AlignedLines();
    int number = 1;
    for (Param param : spec.params()) {
      if (param.isHidden()) {
        break;
      }
      positional.add(number++ + ". " + param.name(), describe(param, true));
      addParam(positional, param, 5, true, false);
      if (param.kind() == Param.Kind.OPTIONS) {
        for (Param member : param.members()) {
          named.add(member.name(), describe(member, true));
          addParam(named, member, 5, true, false);
        }
      }
    }
    if (!positional.isEmpty()) {
      text.append("\nArguments:\n").append(positional);
    }
    if (!named.isEmpty()) {
      text.append("\nNamed Arguments:\n").append(named);
    }
  }

  /** Adds the inner structure of a parameter; at the top simple kinds have none. */
  private void addParam(
      AlignedLines lines, Param param, int indent, boolean top, boolean inObject) {
    String blanks = " ".repeat(indent);
    String key = inObject ? "\"" + param.name() + "\": " : "";
    String right = top ? "" : describe(param, inObject);
    String end = top ? "" : ",";
    switch (param.kind()) {
      case TEXT, HEX, NUMBER, AMOUNT, RANGE, FLAG, OPTIONS -> {
        if (!top) {
          String shown =
              inObject
                  ? key + param.valueText().orElseGet(() -> exampleValue(param, false))
                  : inLineWithoutOverride(param);
          lines.add(blanks + shown + ",", right);
        }
      }
      case OBJECT, MAP -> {
        lines.add(blanks + key + "{", right);
        for (Param member : param.members()) {
          addParam(lines, member, indent + 2, false, true);
        }
        if (param.kind() == Param.Kind.MAP) {
          lines.add(blanks + "  ...", "");
        }
        lines.add(blanks + "}" + end, "");
      }
      case ARRAY -> {
        lines.add(blanks + key + "[", right);
        for (Param item : param.members()) {
          addParam(lines, item, indent + 2, false, false);
        }
        lines.add(blanks + "  ...", "");
        lines.add(blanks + "]" + end, "");
      }
    }
  }

  private static String describe(Param param, boolean named) {
    StringBuilder text =
        new StringBuilder("(").append(param.typeText().orElse(param.kind().shown()));
    if (param.isRequired()) {
      text.append(", required");
    } else if (param.defaultHint().isPresent()) {
      text.append(", optional, default=").append(param.defaultHint().get());
    } else if (param.defaultValue().isPresent()) {
      text.append(", optional, default=").append(Json.write(param.defaultValue().get()));
    } else if (named) {
      text.append(", optional");
    }
    text.append(')');
    if (param.kind() == Param.Kind.OPTIONS) {
      text.append(" Options object that can be used to pass named arguments, listed below.");
    }
    return param.description().isEmpty()
        ? text.toString()
        : text.append(' ').append(param.description()).toString();
  }

  private static String inLine(Param param) {
    return param.oneLine().orElseGet(() -> inLineWithoutOverride(param));
  }

  private static String inLineWithoutOverride(Param param) {
    return switch (param.kind()) {
      case TEXT, HEX -> "\"" + param.name() + "\"";
      case NUMBER, RANGE, AMOUNT, FLAG -> param.name();
      case OBJECT -> "{" + members(param.members()) + "}";
      case OPTIONS, MAP -> "{" + members(param.members()) + ",...}";
      case ARRAY -> {
        StringBuilder items = new StringBuilder("[");
        for (Param item : param.members()) {
          items.append(inLine(item)).append(',');
        }
        yield items.append("...]").toString();
      }
    };
  }

  private static String members(List<Param> members) {
    StringBuilder text = new StringBuilder();
    for (Param member : members) {
      text.append(text.isEmpty() ? "" : ",");
      text.append('"').append(member.name()).append("\":").append(exampleValue(member, true));
    }
    return text.toString();
  }

  private static String exampleValue(Param param, boolean oneLine) {
    return switch (param.kind()) {
      case TEXT -> "\"str\"";
      case HEX -> "\"hex\"";
      case NUMBER -> "n";
      case RANGE -> "n or [n,n]";
      case AMOUNT -> "amount";
      case FLAG -> "bool";
      case OBJECT, OPTIONS, MAP -> inLineWithoutOverride(param);
      case ARRAY -> {
        StringBuilder items = new StringBuilder("[");
        for (Param item : param.members()) {
          items.append(oneLine ? inLine(item) : inLineWithoutOverride(item)).append(',');
        }
        yield items.append("...]").toString();
      }
    };
  }

  private static void addResult(
      AlignedLines lines, Result result, int indent, boolean nested, boolean inObject) {
    String blanks = " ".repeat(indent);
    String end = nested ? "," : "";
    if (result.isElided()) {
      if (!result.elision().isEmpty()) {
        lines.add(blanks + "..." + end, result.elision());
      }
      return;
    }
    String key = inObject ? "\"" + result.key() + "\" : " : "";
    String right = describe(result);
    switch (result.kind()) {
      case ARRAY, FIXED_ARRAY -> {
        lines.add(blanks + key + "[", right);
        for (Result item : result.members()) {
          addResult(lines, item, indent + 2, true, false);
        }
        boolean goesOn = result.kind() == Result.Kind.ARRAY && !endsElided(result.members());
        endGroup(lines, blanks, goesOn);
        lines.add(blanks + "]" + end, "");
      }
      case OBJECT, MAP -> {
        if (result.members().isEmpty()) {
          lines.add(
              blanks + key + "{}", describe(result).replace("json object", "empty JSON object"));
          return;
        }
        lines.add(blanks + key + "{", right);
        for (Result member : result.members()) {
          addResult(lines, member, indent + 2, true, true);
        }
        endGroup(lines, blanks, result.kind() == Result.Kind.MAP);
        lines.add(blanks + "}" + end, "");
      }
      case NONE -> lines.add(blanks + "null" + end, right);
      case ANY, TEXT, HEX, AMOUNT, NUMBER, TIME, FLAG ->
          lines.add(blanks + key + result.kind().example() + end, right);
    }
  }

  private static boolean endsElided(List<Result> members) {
    Result last = members.getLast();
    return last.isElided() && !last.elision().isEmpty();
  }

  private static void endGroup(AlignedLines lines, String blanks, boolean goesOn) {
    if (goesOn) {
      lines.add(blanks + "  ...", "");
    } else {
      lines.dropLastComma();
    }
  }

  private static String describe(Result result) {
    return "("
        + result.kind().shown()
        + (result.isOptional() ? ", optional" : "")
        + ")"
        + (result.description().isEmpty() ? "" : " " + result.description());
  }

  private void appendExamples(StringBuilder text) {
    if (spec.examples().isEmpty()) {
      return;
    }
    text.append("\nExamples:\n");
    for (String arguments : spec.examples()) {
      text.append("> ").append(clientName).append(' ').append(spec.name());
      text.append(arguments.isEmpty() ? "" : " " + arguments).append('\n');
    }
    text.append(
        "> curl --user myusername --data-binary '{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": ");
    text.append(JsonWriter.quote(spec.name()));
    text.append(", \"params\": []}' -H 'content-type: application/json' http://127.0.0.1:8332/\n");
  }
}
