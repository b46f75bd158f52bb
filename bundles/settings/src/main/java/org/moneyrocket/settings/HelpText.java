// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.settings.catalogue.GeneralOptions;

/** What {@code -version} and {@code -help} print. */
public final class HelpText {
  private static final int WIDTH = 79;
  private static final int INDENT = 7;

  private final Settings settings;

  /** Makes the texts for a program. */
  public HelpText(Settings settings) {
    this.settings = settings;
  }

  /** Returns the text to print if help or version was asked for. Version wins. */
  public Optional<String> requested() {
    if (settings.get(GeneralOptions.VERSION)) {
      return Optional.of(version());
    }
    return settings.helpRequested() ? Optional.of(help()) : Optional.empty();
  }

  /**
   * Returns the first line of both texts, without line end. Its last word is the program's name.
   */
  public String firstLine() {
    return Product.NAME
        + " "
        + settings.program().title()
        + " version "
        + Product.fullVersion()
        + (settings.program() == Program.CLI ? "" : " " + commandName());
  }

  private String commandName() {
    return settings.program().commandName(settings.naming());
  }

  /** Returns version and licence. */
  public String version() {
    return firstLine()
        + "\n"
        + "Copyright (C) the Moneyrocket contributors\n\n"
        + "This is free software under the MIT licence. It comes without any warranty.\n";
  }

  /** Returns usage and options. */
  public String help() {
    StringBuilder text = new StringBuilder(firstLine()).append("\n\n");
    text.append(InitText.purpose(settings.program())).append("\n\n");
    String name = commandName();
    if (settings.program() == Program.CLI) {
      text.append("Usage: ").append(name).append(" [options] <command> [params]\n");
      text.append("or:    ").append(name).append(" [options] -named <command> [name=value]...\n");
      text.append("or:    ").append(name).append(" [options] help\n");
      text.append("or:    ").append(name).append(" [options] help <command>\n\n");
    } else if (settings.program() == Program.WALLET) {
      text.append("Usage: ").append(name).append(" [options] <command>\n");
      text.append("or:    ").append(name).append(" [options] -ipcconnect=<address>\n\n");
      text.append(InitText.walletCommands());
    } else {
      text.append("Usage: ").append(name).append(" [options]\n\n");
    }
    return text.append(options()).toString();
  }

  private String options() {
    boolean all =
        settings.catalogue().find("-help-debug").isPresent()
            && settings.get(GeneralOptions.HELP_DEBUG);
    StringBuilder text = new StringBuilder();
    for (OptionCategory category : OptionCategory.values()) {
      List<Option<?>> listed = new ArrayList<>();
      for (Option<?> option : settings.catalogue().options()) {
        if (option.category() == category
            && !option.has(OptionFlag.HIDDEN)
            && (all || !option.has(OptionFlag.DEBUG_ONLY))) {
          listed.add(option);
        }
      }
      if (!listed.isEmpty()) {
        listed.sort(Comparator.comparing(Option::name));
        text.append(category.heading()).append("\n\n");
        for (Option<?> option : listed) {
          text.append("  ").append(option.name()).append(option.hint()).append('\n');
          appendWrapped(text, option.help());
          text.append('\n');
        }
      }
    }
    return text.toString();
  }

  private static void appendWrapped(StringBuilder text, String paragraph) {
    int column = 0;
    for (String word : paragraph.split(" ")) {
      if (column > 0 && column + 1 + word.length() > WIDTH) {
        text.append('\n');
        column = 0;
      }
      if (column == 0) {
        text.append(" ".repeat(INDENT));
        column = INDENT;
      } else {
        text.append(' ');
        column++;
      }
      text.append(word);
      column += word.length();
    }
    text.append('\n');
  }
}
