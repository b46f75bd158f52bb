// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moneyrocket.settings.HelpText;
import org.moneyrocket.settings.IoText;
import org.moneyrocket.settings.Notices;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.SettingsLoader;
import org.moneyrocket.settings.StartException;
import org.moneyrocket.settings.catalogue.GeneralOptions;
import org.moneyrocket.settings.catalogue.IpcOptions;
import org.moneyrocket.settings.log.LogLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the user of a window once where the data should lie, and remembers the answer in the user's
 * configuration directory. Who gives {@code -datadir}, or has the default directory already, is not
 * asked.
 */
final class FirstRun {
  private static final Logger log = LoggerFactory.getLogger(FirstRun.class);
  private static final String FILE = "datadir";

  private static final Notices SILENT =
      new Notices() {
        @Override
        public void log(LogLevel level, String text) {
          // Said again when the program reads its options for good.
        }

        @Override
        public void show(String line) {
          // The same.
        }
      };

  private FirstRun() {}

  /**
   * Adds {@code -datadir} to the arguments if a place was chosen.
   *
   * @return empty if the user does not want to start
   */
  static Optional<List<String>> arguments(ProgramKind kind, List<String> arguments) {
    Settings asked;
    try {
      asked = new SettingsLoader(kind.program(), SILENT).commandLine(arguments);
    } catch (StartException e) {
      return Optional.of(arguments); // Reported by the program itself.
    }
    if (asked.isSet(GeneralOptions.DATADIR)
        || asked.isSet(IpcOptions.IPCCONNECT)
        || new HelpText(asked).requested().isPresent()) {
      return Optional.of(arguments);
    }
    Path file = file(System.getenv(), System.getProperty("user.home", ""));
    Path standard = asked.dataDirectory().base();
    Optional<Path> remembered = remembered(file);
    if (remembered.isPresent()) {
      return Optional.of(with(arguments, standard, remembered.get()));
    }
    if (Files.exists(standard)) {
      return Optional.of(arguments);
    }
    Optional<Optional<Path>> answer = Display.ask(() -> DataDirectoryChooser.ask(standard));
    if (answer.isEmpty()) {
      return Optional.of(arguments); // No display after all: as without one.
    }
    Optional<Path> chosen = answer.get();
    chosen.ifPresent(path -> remember(file, path));
    return chosen.map(path -> with(arguments, standard, path));
  }

  static Path file(Map<String, String> environment, String home) {
    String xdg = environment.getOrDefault("XDG_CONFIG_HOME", "");
    // Without a home, as with the data directory itself, it is the root.
    Path start = Path.of(home).isAbsolute() ? Path.of(home) : Path.of("/");
    Path base = xdg.isEmpty() ? start.resolve(".config") : Path.of(xdg);
    return base.resolve("moneyrocket").resolve(FILE);
  }

  private static List<String> with(List<String> arguments, Path standard, Path chosen) {
    if (chosen.equals(standard)) {
      return arguments;
    }
    List<String> more = new ArrayList<>(List.of("-datadir=" + chosen));
    more.addAll(arguments);
    return more;
  }

  static Optional<Path> remembered(Path file) {
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      Path path = Path.of(Files.readString(file).strip());
      // A disk that is not there, or a directory that was removed: ask again.
      return path.isAbsolute() && Files.isDirectory(path) ? Optional.of(path) : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      log.warn("The remembered data directory in {} cannot be read: {}", file, IoText.reason(e));
      return Optional.empty();
    }
  }

  private static void remember(Path file, Path chosen) {
    try {
      Files.createDirectories(chosen);
      Files.createDirectories(file.getParent());
      Files.writeString(file, chosen + "\n");
    } catch (IOException e) {
      log.warn("The data directory {} cannot be remembered: {}", chosen, IoText.reason(e));
    }
  }
}
