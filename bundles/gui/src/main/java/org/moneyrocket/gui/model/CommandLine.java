// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.model;

import java.util.ArrayList;
import java.util.List;

/** Splits a typed line into words. */
final class CommandLine {
  private CommandLine() {}

  /** Splits at blanks; quotes, and brackets of JSON, keep together what they enclose. */
  static List<String> split(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    int depth = 0;
    char quote = 0;
    boolean open = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
          if (depth > 0) {
            word.append(c);
          }
        } else {
          word.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        open = true;
        if (depth > 0) {
          word.append(c);
        }
      } else if (Character.isWhitespace(c) && depth == 0) {
        if (open) {
          words.add(word.toString());
          word.setLength(0);
          open = false;
        }
      } else {
        depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
        word.append(c);
        open = true;
      }
    }
    if (open) {
      words.add(word.toString());
    }
    return words;
  }
}
