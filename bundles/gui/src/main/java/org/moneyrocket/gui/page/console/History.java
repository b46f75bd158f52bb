// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.page.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Lines that were typed, to be typed again. Lines with secrets are neither kept nor shown. */
final class History {
  private static final int KEPT = 200;

  /** Methods whose arguments may hold keys or passphrases. */
  private static final Set<String> SECRET =
      Set.of(
          "walletpassphrase",
          "walletpassphrasechange",
          "encryptwallet",
          "createwallet",
          "importdescriptors",
          "importprivkey",
          "sethdseed",
          "signmessagewithprivkey",
          "signrawtransactionwithkey",
          "descriptorprocesspsbt",
          "createwalletdescriptor",
          "migratewallet");

  private final List<String> lines = new ArrayList<>();
  private int position;
  private String draft = "";

  /** Keeps {@code line} if it holds no secret; returns what to show of it. */
  String add(String line) {
    String method = line.split("[\\s(]", 2)[0];
    boolean secret =
        SECRET.contains(method.toLowerCase(Locale.ROOT)) && line.length() > method.length();
    if (!secret && (lines.isEmpty() || !lines.get(lines.size() - 1).equals(line))) {
      lines.add(line);
      if (lines.size() > KEPT) {
        lines.remove(0);
      }
    }
    position = lines.size();
    draft = "";
    return secret ? method + " \u2026" : line;
  }

  /** Returns the line before; what is being typed is kept for the way back. */
  String older(String typed) {
    if (position == lines.size()) {
      draft = typed;
    }
    if (position > 0) {
      position--;
    }
    return lines.isEmpty() ? typed : lines.get(position);
  }

  String newer() {
    if (position < lines.size()) {
      position++;
    }
    return position < lines.size() ? lines.get(position) : draft;
  }
}
