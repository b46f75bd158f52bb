// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.settings.catalogue.Catalogue;
import org.moneyrocket.settings.catalogue.ChainOptions;
import org.moneyrocket.settings.catalogue.GeneralOptions;
import org.moneyrocket.settings.json.JsonValue;
import org.moneyrocket.settings.log.LogLevel;

/**
 * The values of all options of this process. Made by {@link SettingsLoader}; in tests by {@link
 * #of}. Thread-safe. Values are read with a declared option, {@code
 * settings.get(StateOptions.DBCACHE)}, or by name, {@code settings.getLong("-dbcache")}; both give
 * the declared default when nothing is set.
 */
public final class Settings {
  private final Program program;
  private final Naming naming;
  private final Map<String, String> environment;
  private final Catalogue catalogue;
  private final SettingSources sources = new SettingSources();
  private List<String> commands = List.of();
  private @Nullable ChainType chain;
  private Optional<Path> configFile = Optional.empty();
  private boolean configFileRead;

  Settings(Program program, Naming naming, Map<String, String> environment) {
    this.program = program;
    this.naming = naming;
    this.environment = Map.copyOf(environment);
    this.catalogue = Catalogue.of(program);
  }

  /**
   * Makes settings from a command line alone, without reading or writing any file: for tests and
   * small tools.
   *
   * @throws StartException when an argument is wrong
   */
  public static Settings of(Program program, String... arguments) {
    Settings settings = new Settings(program, Naming.ofProcess(), System.getenv());
    new CommandLine(settings, Notices.terminalOnly()).read(List.of(arguments));
    settings.chooseChain();
    return settings;
  }

  /** Returns which program these settings are for. */
  public Program program() {
    return program;
  }

  /** Returns which default file names are in use. */
  public Naming naming() {
    return naming;
  }

  /** Returns the chain that was chosen. */
  public synchronized ChainType chain() {
    ChainType known = chain;
    if (known == null) {
      throw new IllegalStateException("the chain is not chosen yet");
    }
    return known;
  }

  /** Returns the data directory that these settings name. It may not exist yet. */
  public DataDirectory dataDirectory() {
    return new DataDirectory(this);
  }

  /** Returns the options that this program knows. */
  public Catalogue catalogue() {
    return catalogue;
  }

  /**
   * Returns the configuration file that was looked for, or empty after {@code -noconf}. It may not
   * exist.
   */
  public synchronized Optional<Path> configFile() {
    return configFile;
  }

  /** Tells whether the configuration file was there and has been read, by us or by our parent. */
  public synchronized boolean isConfigFileRead() {
    return configFileRead;
  }

  /** Returns what followed the options on the command line. */
  public synchronized List<String> commands() {
    return commands;
  }

  /** Tells whether help was asked for. */
  public boolean helpRequested() {
    return isSet(GeneralOptions.HELP)
        || isSet(GeneralOptions.HELP_H)
        || isSet(GeneralOptions.HELP_QUESTION)
        || (catalogue.find("-help-debug").isPresent() && isSet(GeneralOptions.HELP_DEBUG));
  }

  /**
   * Returns the value that counts.
   *
   * @throws StartException when what is set cannot be understood, with a sentence for the user
   */
  public <T> T get(Option<T> option) {
    return find(option).orElseGet(option::defaultValue);
  }

  /**
   * Returns the value if one is set; a negated list is empty but set.
   *
   * @throws StartException when what is set cannot be understood, with a sentence for the user
   */
  @SuppressWarnings("unchecked")
  public <T> Optional<T> find(Option<T> option) {
    JsonValue value = value(option);
    if (value.isNull()) {
      return Optional.empty();
    }
    // The kind of an option fixes its T: see the methods of Option.Topic, the only way to make one.
    return Optional.of(
        (T)
            switch (option.kind()) {
              case FLAG -> OptionText.toBoolean(value);
              case NUMBER -> OptionText.toNumber(option, value);
              case TEXT, PATH -> OptionText.toText(value);
              case AMOUNT -> toSatoshis(option, value);
              case LIST -> texts(option);
            });
  }

  /**
   * Reads all whole numbers that are set, so that a wrong one is told at the start.
   *
   * @throws StartException for the first that is out of range
   */
  void checkNumbers() {
    for (Option<?> option : catalogue.options()) {
      if (option.kind() == Option.Kind.NUMBER) {
        find(option);
      }
    }
  }

  private static Long toSatoshis(Option<?> option, JsonValue value) {
    String text = OptionText.toText(value);
    OptionalLong satoshis = Amounts.parse(text);
    if (satoshis.isEmpty()) {
      throw new StartException("Invalid amount for " + option.name() + "=<amount>: '" + text + "'");
    }
    return satoshis.getAsLong();
  }

  private synchronized List<String> texts(Option<?> option) {
    List<String> texts = new ArrayList<>();
    for (JsonValue value : sources.values(section(), option.key(), skipsDefaultSection(option))) {
      texts.add(OptionText.toText(value));
    }
    return List.copyOf(texts);
  }

  /** Returns the values of a repeated option as they were given, with their JSON kinds. */
  public synchronized List<JsonValue> values(Option<?> option) {
    return List.copyOf(sources.values(section(), option.key(), skipsDefaultSection(option)));
  }

  /** Returns where the value that counts comes from, in words; "nowhere" if there is none. */
  synchronized String origin(Option<?> option) {
    return sources.origin(section(), option.key(), skipsDefaultSection(option));
  }

  /** Returns the value as it was given, JSON null if it was not. */
  public synchronized JsonValue value(Option<?> option) {
    if (!option.isFor(program)) {
      // Nobody hands it to this process, so its default would pass for what the user wants.
      throw new IllegalArgumentException(option + " is no option of " + program);
    }
    return sources.value(section(), option.key(), skipsDefaultSection(option));
  }

  /** Tells whether the option was given a value anywhere, false included. */
  public boolean isSet(Option<?> option) {
    return !value(option).isNull();
  }

  /** Tells whether the option was negated, as in {@code -noconf}. */
  public boolean isNegated(Option<?> option) {
    return value(option).isFalse();
  }

  /**
   * Returns a path option's value: empty when negated, the fallback when not set or set to nothing.
   * Relative paths stay relative.
   */
  public Optional<Path> path(Option<String> option, String fallback) {
    JsonValue value = value(option);
    if (value.isFalse()) {
      return Optional.empty();
    }
    String text = value.isNull() ? "" : OptionText.toText(value);
    String chosen = text.isEmpty() ? fallback : text;
    return chosen.isEmpty() ? Optional.empty() : Optional.of(Path.of(chosen).normalize());
  }

  /** Returns the option of that name. */
  public Option<?> option(String name) {
    return catalogue
        .find(name)
        .orElseThrow(() -> new IllegalArgumentException("no option " + name + " in " + program));
  }

  /** Returns the value as text. */
  public String getString(String name) {
    Option<?> option = option(name);
    JsonValue value = value(option);
    return value.isNull() ? String.valueOf(option.defaultValue()) : OptionText.toText(value);
  }

  /** Returns the value of an option of kind NUMBER or AMOUNT. */
  public long getLong(String name) {
    return typed(name, Long.class);
  }

  /** Returns the value of an option of kind FLAG. */
  public boolean getBoolean(String name) {
    return typed(name, Boolean.class);
  }

  /** Returns all values of an option that may be repeated. */
  public List<String> getStrings(String name) {
    return texts(option(name));
  }

  /** Tells whether the option of that name was given a value anywhere. */
  public boolean isSet(String name) {
    return isSet(option(name));
  }

  private <T> T typed(String name, Class<T> type) {
    Object value = get(option(name));
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(name + " is no " + type.getSimpleName());
    }
    return type.cast(value);
  }

  /** Sets a value that beats all others, for the life of the process. */
  public synchronized void force(Option<?> option, String value) {
    sources.force(option.key(), JsonValue.of(value));
  }

  /**
   * Sets a value if nobody set one.
   *
   * @return whether it was set
   */
  public synchronized boolean suggest(Option<?> option, String value) {
    if (isSet(option)) {
      return false;
    }
    force(option, value);
    return true;
  }

  /** Returns the value that would count after a restart without command line. Key without dash. */
  public synchronized JsonValue persistent(String key) {
    boolean skip = catalogue.find("-" + key).filter(this::skipsDefaultSection).isPresent();
    return sources.persistentValue(section(), key, skip);
  }

  /** Tells whether changes at run time can be kept: false after {@code -nosettings}. */
  public boolean hasSettingsFile() {
    return settingsFile().isPresent();
  }

  /**
   * Changes a value in {@code settings.json} and writes the file.
   *
   * @param key name without dash
   * @param change gets the stored value, JSON null if there is none, and returns the new one; JSON
   *     null deletes it
   * @throws StartException when the file cannot be written or is turned off; the value in memory
   *     stays as it was
   */
  public synchronized void update(String key, UnaryOperator<JsonValue> change) {
    JsonValue before = sources.stored().getOrDefault(key, JsonValue.NULL);
    JsonValue after = change.apply(before);
    if (after.equals(before)) {
      return;
    }
    store(key, after);
    try {
      settingsFile()
          .orElseThrow(() -> new StartException("Settings cannot be kept: -nosettings is set"))
          .write(sources.stored());
    } catch (StartException e) {
      store(key, before);
      throw e;
    }
  }

  private void store(String key, JsonValue value) {
    if (value.isNull()) {
      sources.stored().remove(key);
    } else {
      sources.stored().put(key, value);
    }
  }

  /** Returns arguments of this program without those whose values nobody else may see. */
  public List<String> withoutSecrets(List<String> arguments) {
    return CommandLine.withoutSecrets(arguments, catalogue);
  }

  /** Writes where every value came from, secrets masked: the lines of the log after the start. */
  public synchronized void describe(Notices notices) {
    sources
        .configFiles()
        .forEach((section, values) -> describe(notices, "Config file arg:", section, values));
    sources
        .stored()
        .forEach(
            (key, value) ->
                notices.log(
                    LogLevel.INFO,
                    "Setting file arg: "
                        + key
                        + " = "
                        + (isSecret(key) ? "****" : value.toJson())));
    describe(notices, "Command-line arg:", "", sources.commandLine());
  }

  private boolean isSecret(String key) {
    return catalogue.find("-" + key).filter(option -> option.has(OptionFlag.SECRET)).isPresent();
  }

  private void describe(
      Notices notices, String prefix, String section, Map<String, List<JsonValue>> values) {
    String place = section.isEmpty() ? prefix + " " : prefix + " [" + section + "] ";
    values.forEach(
        (key, list) ->
            catalogue
                .find("-" + key)
                .ifPresent(
                    option -> {
                      for (JsonValue value : list) {
                        String shown = option.has(OptionFlag.SECRET) ? "****" : value.toJson();
                        notices.log(LogLevel.INFO, place + key + "=" + shown);
                      }
                    }));
  }

  /** Returns section-only options that the configuration file sets where they do not count. */
  public synchronized List<String> misplacedOptions() {
    List<String> misplaced = new ArrayList<>();
    if (chain() != ChainType.MAIN) {
      for (Option<?> option : catalogue.options()) {
        if (option.has(OptionFlag.SECTION_ONLY)
            && sources.isOnlyInDefaultSection(section(), option.key())) {
          misplaced.add(option.name());
        }
      }
    }
    misplaced.sort(null);
    return misplaced;
  }

  /**
   * Returns "file:line Section [name] is not recognized." for each unknown section of the
   * configuration files.
   */
  public synchronized List<String> unknownSections() {
    List<String> unknown = new ArrayList<>();
    for (SettingSources.Section section : sources.sections()) {
      if (ChainType.byId(section.name()).isEmpty()) {
        unknown.add(
            section.file()
                + ":"
                + section.line()
                + " Section ["
                + section.name()
                + "] is not recognized.");
      }
    }
    return unknown;
  }

  SettingSources sources() {
    return sources;
  }

  Map<String, String> environment() {
    return environment;
  }

  synchronized void setCommands(List<String> commands) {
    this.commands = List.copyOf(commands);
  }

  synchronized void setConfigFile(Optional<Path> configFile) {
    this.configFile = configFile;
  }

  synchronized void setConfigFileRead() {
    configFileRead = true;
  }

  Optional<SettingsFile> settingsFile() {
    return path(GeneralOptions.SETTINGS, GeneralOptions.SETTINGS.defaultValue())
        .map(path -> new SettingsFile(dataDirectory().chain().resolve(path)));
  }

  /**
   * Chooses the chain from what has been read so far and makes its section count. {@link
   * SettingsLoader#load} has done so already.
   *
   * @throws StartException when the choice is contradictory or unknown
   */
  public synchronized void chooseChain() {
    String id = chainId();
    chain = ChainType.byId(id).orElseThrow(() -> new StartException("Unknown chain " + id + "."));
  }

  /** Returns the chain's name from what has been read so far; it may be unknown. */
  synchronized String chainId() {
    List<ChainType> flags = new ArrayList<>();
    addIfSet(flags, ChainOptions.REGTEST, ChainType.REGTEST);
    addIfSet(flags, ChainOptions.SIGNET, ChainType.SIGNET);
    addIfSet(flags, ChainOptions.TESTNET, ChainType.TEST);
    addIfSet(flags, ChainOptions.TESTNET4, ChainType.TESTNET4);
    Optional<String> named = find(ChainOptions.CHAIN);
    if (flags.size() + (named.isPresent() ? 1 : 0) > 1) {
      throw new StartException(
          "Invalid combination of -regtest, -signet, -testnet, -testnet4 and -chain. Can use at"
              + " most one.");
    }
    if (named.isPresent()) {
      return named.get();
    }
    return flags.isEmpty() ? ChainType.MAIN.id() : flags.get(0).id();
  }

  private void addIfSet(List<ChainType> chains, Option<Boolean> flag, ChainType chosen) {
    JsonValue value = sources.chainFlag(flag.key());
    if (!value.isNull() && OptionText.toBoolean(value)) {
      chains.add(chosen);
    }
  }

  private synchronized String section() {
    return chain == null ? "" : chain.id();
  }

  private boolean skipsDefaultSection(Option<?> option) {
    return option.has(OptionFlag.SECTION_ONLY) && !section().equals(ChainType.MAIN.id());
  }
}
