// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One option: its name, type, default, place in the help text and the programs that know it.
 *
 * @param <T> what {@link Settings#get} returns: {@code Boolean}, {@code Long}, {@code String} or
 *     {@code List<String>}
 */
public final class Option<T> {
  /** How the text of a value is understood. */
  public enum Kind {
    /** Empty text is true, otherwise a number that is not zero. */
    FLAG,
    /** Whole number. */
    NUMBER,
    /** Text as it is. */
    TEXT,
    /** Path of a file or directory. */
    PATH,
    /** Amount in BTC; the value is in satoshi. */
    AMOUNT,
    /** Text that may be given several times. */
    LIST
  }

  private final String name;
  private final String hint;
  private final Kind kind;
  private final T defaultValue;
  private final OptionCategory category;
  private final String help;
  private final Set<OptionFlag> flags;
  private final Set<Program> programs;

  Option(
      String nameAndHint,
      Kind kind,
      T defaultValue,
      OptionCategory category,
      String help,
      Collection<OptionFlag> flags,
      Collection<Program> programs) {
    int hintStart = nameAndHint.indexOf('=');
    this.name = hintStart < 0 ? nameAndHint : nameAndHint.substring(0, hintStart);
    this.hint = hintStart < 0 ? "" : nameAndHint.substring(hintStart);
    this.kind = kind;
    this.defaultValue = defaultValue;
    this.category = category;
    this.help = help;
    this.flags = flags.isEmpty() ? EnumSet.noneOf(OptionFlag.class) : EnumSet.copyOf(flags);
    this.programs = EnumSet.copyOf(programs);
  }

  /** Returns the name with one leading dash. */
  public String name() {
    return name;
  }

  /** Returns the name without dash: the key in configuration files and in {@code settings.json}. */
  public String key() {
    return name.substring(1);
  }

  /** Returns what follows the name in the help text, for example {@code =<n>}. */
  public String hint() {
    return hint;
  }

  /** Returns how its values are understood. */
  public Kind kind() {
    return kind;
  }

  /** Returns the value when nothing is set. */
  public T defaultValue() {
    return defaultValue;
  }

  /** Returns its group in the help text. */
  public OptionCategory category() {
    return category;
  }

  /** Returns the help text with the default at its end. */
  public String help() {
    return help;
  }

  /** Tells whether it has the property. */
  public boolean has(OptionFlag flag) {
    return flags.contains(flag);
  }

  /** Tells whether the program accepts it. */
  public boolean isFor(Program program) {
    return programs.contains(program);
  }

  /** Returns the programs that accept it. */
  public Set<Program> programs() {
    return Set.copyOf(programs);
  }

  @Override
  public String toString() {
    return name;
  }

  /**
   * Declares the options of one topic. Used by the catalogue classes only, while they are loaded.
   */
  public static final class Topic {
    private final OptionCategory category;
    private final List<Program> programs;
    private final List<Option<?>> options = new ArrayList<>();

    /**
     * Starts a topic whose options belong to a group of the help text and are known to the
     * programs.
     */
    public Topic(OptionCategory category, Program... programs) {
      this.category = category;
      this.programs = List.of(programs);
    }

    /** Declares an option that is on or off. */
    public Option<Boolean> flag(String name, boolean byDefault, String help, OptionFlag... flags) {
      return add(
          name, Kind.FLAG, byDefault, help + " (default: " + (byDefault ? 1 : 0) + ")", flags);
    }

    /** Declares an option that is on or off and whose default is explained in the text. */
    public Option<Boolean> plainFlag(
        String name, boolean byDefault, String help, OptionFlag... flags) {
      return add(name, Kind.FLAG, byDefault, help, flags);
    }

    /** Declares an option with a whole number. */
    public Option<Long> number(String name, long byDefault, String help, OptionFlag... flags) {
      return add(name, Kind.NUMBER, byDefault, help + " (default: " + byDefault + ")", flags);
    }

    /** Declares an option with a whole number whose default is explained in the text. */
    public Option<Long> plainNumber(String name, long byDefault, String help, OptionFlag... flags) {
      return add(name, Kind.NUMBER, byDefault, help, flags);
    }

    /** Declares an option with a text. */
    public Option<String> text(String name, String byDefault, String help, OptionFlag... flags) {
      return add(name, Kind.TEXT, byDefault, withDefault(help, byDefault), flags);
    }

    /** Declares an option with a path. */
    public Option<String> path(String name, String byDefault, String help, OptionFlag... flags) {
      return add(name, Kind.PATH, byDefault, withDefault(help, byDefault), flags);
    }

    /** Declares an option with an amount; the default is in satoshi. */
    public Option<Long> amount(String name, long satoshis, String help, OptionFlag... flags) {
      String shown = Amounts.format(satoshis);
      return add(name, Kind.AMOUNT, satoshis, help + " (default: " + shown + ")", flags);
    }

    /** Declares an option that may be given several times. */
    public Option<List<String>> list(String name, String help, OptionFlag... flags) {
      return add(name, Kind.LIST, List.of(), help, flags);
    }

    /** Returns the options declared so far, in order. */
    public List<Option<?>> options() {
      return List.copyOf(options);
    }

    private <T> Option<T> add(
        String name, Kind kind, T byDefault, String help, OptionFlag... flags) {
      Option<T> option =
          new Option<>(name, kind, byDefault, category, help, List.of(flags), programs);
      options.add(option);
      return option;
    }

    private static String withDefault(String help, String byDefault) {
      return byDefault.isEmpty() ? help : help + " (default: " + byDefault + ")";
    }
  }
}
