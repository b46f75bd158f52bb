// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The words of the window. Code holds them in English; a file {@code <language>.tsv} beside this
 * class may hold another language, one sentence a line: English, tab, translation.
 */
public final class Text {
  private static final Map<String, String> TRANSLATIONS = read(language(System.getenv()));

  private Text() {}

  /** Returns {@code english} in the user's language, its {@code %} places filled. */
  public static String t(String english, Object... values) {
    String words = TRANSLATIONS.getOrDefault(english, english);
    return values.length == 0 ? words : String.format(Locale.ROOT, words, values);
  }

  /** Returns the two letters of the user's language. */
  static String language(Map<String, String> environment) {
    String locale = environment.getOrDefault("MONEYROCKET_LANG", "");
    return locale.length() < 2 ? "en" : locale.substring(0, 2).toLowerCase(Locale.ROOT);
  }

  static Map<String, String> read(String language) {
    Map<String, String> found = new HashMap<>();
    if (!language.matches("[a-z]{2}")) {
      return found;
    }
    try (InputStream in = Text.class.getResourceAsStream(language + ".tsv")) {
      if (in == null) {
        return found;
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int tab = line.indexOf('\t');
        if (tab > 0) {
          found.put(line.substring(0, tab), line.substring(tab + 1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the words of language " + language, e);
    }
    return found;
  }
}
