// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moneyrocket.settings.catalogue.GeneralOptions;
import org.moneyrocket.settings.json.JsonValue;
import org.moneyrocket.settings.log.LogLevel;

/**
 * Reads command line, configuration files and {@code settings.json}, in that order, and creates the
 * data directory. A program calls {@link #load}; the command-line client, which creates nothing,
 * calls {@link #commandLine} and {@link #readConfiguration}.
 */
public final class SettingsLoader {
  private final Program program;
  private final Naming naming;
  private final Map<String, String> environment;
  private final Notices notices;

  /** Makes a loader for the naming and environment of this process. */
  public SettingsLoader(Program program, Notices notices) {
    this(program, Naming.ofProcess(), System.getenv(), notices);
  }

  /** Makes a loader. */
  public SettingsLoader(
      Program program, Naming naming, Map<String, String> environment, Notices notices) {
    this.program = program;
    this.naming = naming;
    this.environment = environment;
    this.notices = notices;
  }

  /**
   * Does everything that a long-running program needs before it starts its log.
   *
   * @throws StartException with the sentence for the user
   */
  public Settings load(List<String> arguments) {
    Settings settings;
    try {
      settings = commandLine(arguments);
    } catch (StartException e) {
      throw new StartException("Error parsing command line arguments: " + e.getMessage());
    }
    if (!dataDirectoryExists(settings)) {
      throw new StartException(
          "Specified data directory \"" + given(settings) + "\" does not exist.");
    }
    Path firstBase = settings.dataDirectory().base();
    Optional<Path> firstConfig = configPath(settings);
    try {
      readConfiguration(settings);
    } catch (ChainException e) {
      throw new StartException(String.valueOf(e.getMessage()));
    } catch (StartException e) {
      throw new StartException("Error reading configuration file: " + e.getMessage());
    }
    settings.chooseChain();
    settings.dataDirectory().createMissing();
    checkIgnoredConfig(settings, firstBase, firstConfig);
    // The terminal's program has no such file: it only wants to know where the others are.
    if (GeneralOptions.SETTINGS.isFor(program)) {
      settings.settingsFile().ifPresent(file -> readSettingsFile(settings, file, notices));
    }
    if (!settings.commands().isEmpty()) {
      throw new StartException(
          "Command line contains unexpected token '"
              + settings.commands().get(0)
              + "', see "
              + program.commandName(naming)
              + " -h for a list of options.");
    }
    new Availability(settings, notices).check();
    settings.checkNumbers();
    return settings;
  }

  /**
   * Takes over what the process that started this one has read, instead of reading it again; only
   * {@code settings.json} is read by who keeps it. Takes no byte of what follows.
   *
   * @throws EOFException when that process is gone
   * @throws IOException when something else comes in
   * @throws StartException with the sentence for the user
   */
  public Settings receive(InputStream in) throws IOException {
    Settings settings = new Settings(program, naming, environment);
    Handover.read(in, settings, notices);
    settings.chooseChain();
    if (Handover.keepsStoredSettings(program)) {
      settings.settingsFile().ifPresent(file -> readSettingsFile(settings, file, Notices.none()));
      new Availability(settings, Notices.none()).check();
      settings.checkNumbers();
    }
    return settings;
  }

  /**
   * Reads the command line only. The chain is not chosen yet.
   *
   * @throws StartException with the reason, without the words "Error parsing command line
   *     arguments"
   */
  public Settings commandLine(List<String> arguments) {
    Settings settings = new Settings(program, naming, environment);
    new CommandLine(settings, notices).read(arguments);
    return settings;
  }

  /**
   * Reads the configuration files. {@link Settings#chooseChain} is next.
   *
   * @throws StartException with the reason, without the words "Error reading configuration file"
   */
  public void readConfiguration(Settings settings) {
    Optional<Path> path = configPath(settings);
    settings.setConfigFile(path);
    if (path.isPresent()) {
      readFirst(settings, path.get());
    }
    if (!dataDirectoryExists(settings)) {
      throw new StartException(
          "specified data directory \"" + given(settings) + "\" does not exist.");
    }
  }

  /** Tells whether {@code -datadir} is not set or names a directory. */
  public static boolean dataDirectoryExists(Settings settings) {
    Optional<Path> given = settings.path(GeneralOptions.DATADIR, "");
    return given.isEmpty() || Files.isDirectory(given.get().toAbsolutePath());
  }

  private static String given(Settings settings) {
    return settings.get(GeneralOptions.DATADIR);
  }

  private Optional<Path> configPath(Settings settings) {
    return settings
        .path(GeneralOptions.CONF, naming.configFile())
        .map(path -> settings.dataDirectory().base().resolve(path));
  }

  private void readFirst(Settings settings, Path path) {
    if (Files.isDirectory(path)) {
      throw new StartException("Config file \"" + path + "\" is a directory.");
    }
    try {
      new ConfigFile(settings, notices).read(path, path.toString());
      settings.setConfigFileRead();
    } catch (IOException e) {
      if (settings.isSet(GeneralOptions.CONF)) {
        throw new StartException("specified config file \"" + path + "\" could not be opened.");
      }
      return;
    }
    if (!settings.sources().commandLine().containsKey("includeconf")) {
      readIncluded(settings);
    }
  }

  private void readIncluded(Settings settings) {
    SettingSources sources = settings.sources();
    String chain = chainId(settings);
    int inSection = sources.countInSection(chain, "includeconf");
    int inDefault = sources.countInSection("", "includeconf");
    for (String name : includes(sources, chain, 0, 0)) {
      readIncluded(settings, name);
    }
    List<String> nested = includes(sources, chain, inSection, inDefault);
    String finalChain = chainId(settings);
    if (!finalChain.equals(chain)) {
      addTexts(nested, sources.validInSection(finalChain, "includeconf", 0));
    }
    for (String name : nested) {
      notices.show(
          "warning: -includeconf cannot be used from included files; ignoring -includeconf="
              + name);
    }
  }

  private static List<String> includes(
      SettingSources sources, String chain, int skipInSection, int skipInDefault) {
    List<String> names = new ArrayList<>();
    addTexts(names, sources.validInSection(chain, "includeconf", skipInSection));
    addTexts(names, sources.validInSection("", "includeconf", skipInDefault));
    return names;
  }

  private static void addTexts(List<String> texts, List<JsonValue> values) {
    for (JsonValue value : values) {
      texts.add(OptionText.toText(value));
    }
  }

  private void readIncluded(Settings settings, String name) {
    Path path = settings.dataDirectory().base().resolve(name);
    if (Files.isDirectory(path)) {
      throw new StartException("Included config file \"" + path + "\" is a directory.");
    }
    try {
      new ConfigFile(settings, notices).read(path, name);
    } catch (IOException e) {
      throw new StartException("Failed to include configuration file " + name);
    }
    notices.log(LogLevel.INFO, "Included configuration file " + name);
  }

  private static String chainId(Settings settings) {
    try {
      return settings.chainId();
    } catch (StartException e) {
      throw new ChainException(String.valueOf(e.getMessage()));
    }
  }

  private void checkIgnoredConfig(Settings settings, Path firstBase, Optional<Path> firstConfig) {
    Path base = settings.dataDirectory().base();
    Path ignored = base.resolve(naming.configFile());
    if (!Files.exists(ignored)) {
      return;
    }
    String directory = quoted(base.toString());
    String file = quoted(naming.configFile());
    if (firstConfig.isEmpty()) {
      notices.log(
          LogLevel.INFO,
          "Data directory "
              + directory
              + " contains a "
              + file
              + " file which is explicitly ignored using -noconf.");
      return;
    }
    if (isSameFile(firstConfig.get(), ignored)) {
      return;
    }
    String given = settings.get(GeneralOptions.CONF);
    String source =
        given.isEmpty()
            ? "data directory " + quoted(firstBase.toString())
            : "command line argument " + quoted("-conf=" + given);
    String message =
        "Data directory "
            + directory
            + " contains a "
            + file
            + " file which is ignored, because a different configuration file "
            + quoted(firstConfig.get().toString())
            + " from "
            + source
            + " is being used instead. Possible ways to address this would be to:\n"
            + "- Delete or rename the "
            + file
            + " file in data directory "
            + directory
            + ".\n"
            + "- Change datadir= or conf= options to specify one configuration file, not two, and"
            + " use includeconf= to include any other configuration files.";
    if (!settings.get(GeneralOptions.ALLOWIGNOREDCONF)) {
      throw new StartException(
          message
              + "\n- Set allowignoredconf=1 option to treat this condition as a warning, not an"
              + " error.");
    }
    notices.log(LogLevel.WARNING, message);
  }

  private static boolean isSameFile(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      // The first does not exist, so it is another file than the one that does.
      return false;
    }
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static void readSettingsFile(Settings settings, SettingsFile file, Notices notices) {
    settings.sources().stored().putAll(file.read());
    for (String key : settings.sources().stored().keySet()) {
      String name = OptionText.key(key).name();
      if (settings.catalogue().find("-" + name).isEmpty()) {
        notices.log(LogLevel.WARNING, "Ignoring unknown rw_settings value " + key);
      }
    }
    file.write(settings.sources().stored());
  }

  /**
   * A wrong choice of chain while files are read: shown without the words about configuration
   * files.
   */
  private static final class ChainException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ChainException(String message) {
      super(message);
    }
  }
}
