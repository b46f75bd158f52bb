// SPDX-License-Identifier: MIT
package org.moneyrocket.shell.session;

import java.util.regex.Pattern;

/** The word {@code --json}, which every command understands. */
final class Line {
  private static final Pattern JSON = Pattern.compile("(^|\\s)--json(?=\\s|$)");

  private Line() {}

  static boolean wantsJson(String line) {
    return JSON.matcher(line).find();
  }

  static String withoutJson(String line) {
    return JSON.matcher(line).replaceAll("").strip();
  }
}
