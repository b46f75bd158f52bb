// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.moneyrocket.settings.catalogue.GeneralOptions;
import org.moneyrocket.settings.catalogue.RpcOptions;
import org.moneyrocket.settings.catalogue.WalletOptions;

/** Where the files of a program lie. All paths are absolute. */
public final class DataDirectory {
  private final Settings settings;

  DataDirectory(Settings settings) {
    this.settings = settings;
  }

  /** Returns the data directory itself: {@code -datadir}, or the default below the user's home. */
  public Path base() {
    return settings
        .path(GeneralOptions.DATADIR, "")
        .map(Path::toAbsolutePath)
        .orElseGet(
            () ->
                defaultBase(
                    settings.naming(), settings.environment(), System.getProperty("os.name", "")));
  }

  /** Returns the directory of the chosen chain; on the main chain it is {@link #base()}. */
  public Path chain() {
    String name = settings.chain().directory();
    return name.isEmpty() ? base() : base().resolve(name);
  }

  /**
   * Returns the directory of block files: below {@code -blocksdir} if that is set. It is created if
   * it is missing.
   */
  public Path blocks() {
    Path directory = blocksBase().resolve(settings.chain().directory()).resolve("blocks");
    create(directory);
    return directory;
  }

  /**
   * Returns the directory that holds the chains' block directories.
   *
   * @throws StartException when {@code -blocksdir} names a directory that does not exist
   */
  private Path blocksBase() {
    if (!settings.isSet(GeneralOptions.BLOCKSDIR)) {
      return base();
    }
    Path base =
        settings.path(GeneralOptions.BLOCKSDIR, "").orElseGet(() -> Path.of("")).toAbsolutePath();
    if (!Files.isDirectory(base)) {
      throw new StartException(
          "Specified blocks directory \""
              + settings.getString("-blocksdir")
              + "\" does not exist.");
    }
    return base;
  }

  /**
   * Returns the directory of wallets: {@code -walletdir}, else {@code wallets} in the chain's
   * directory if that exists, else the chain's directory.
   *
   * @throws StartException when {@code -walletdir} is relative, does not exist or is no directory
   */
  public Path wallets() {
    if (!settings.isSet(WalletOptions.WALLETDIR)) {
      Path usual = chain().resolve("wallets");
      return Files.isDirectory(usual) ? usual : chain();
    }
    String given = settings.getString("-walletdir");
    Path directory = Path.of(given);
    try {
      Path real = directory.toRealPath();
      if (!Files.isDirectory(real)) {
        throw new StartException("Specified -walletdir \"" + given + "\" is not a directory");
      }
      if (!directory.isAbsolute()) {
        throw new StartException("Specified -walletdir \"" + given + "\" is a relative path");
      }
      return real;
    } catch (IOException e) {
      throw new StartException("Specified -walletdir \"" + given + "\" does not exist");
    }
  }

  /** Returns the file with the process id, or empty after {@code -nopid}. */
  public Optional<Path> pidFile() {
    return settings
        .path(GeneralOptions.PID, settings.naming().pidFile())
        .map(path -> chain().resolve(path));
  }

  /** Returns the cookie file of the RPC server, or empty after {@code -norpccookiefile}. */
  public Optional<Path> cookieFile() {
    return settings
        .path(RpcOptions.RPCCOOKIEFILE, RpcOptions.RPCCOOKIEFILE.defaultValue())
        .map(path -> chain().resolve(path));
  }

  /**
   * Creates data directory and chain directory where they are missing; new ones get a {@code
   * wallets} directory.
   */
  public void createMissing() {
    if (!Files.exists(base())) {
      create(base().resolve("wallets"));
    }
    if (!Files.exists(chain())) {
      create(chain().resolve("wallets"));
    }
  }

  private static void create(Path directory) {
    try {
      PrivateFiles.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create directory " + directory, e);
    }
  }

  /** Returns the data directory that is used without {@code -datadir}. */
  public static Path defaultBase(Naming naming, Map<String, String> environment, String system) {
    String os = system.toLowerCase(Locale.ROOT);
    if (os.startsWith("windows")) {
      Path roaming = Path.of(environment.getOrDefault("APPDATA", "/"), naming.appDirectory());
      return Files.exists(roaming)
          ? roaming
          : Path.of(environment.getOrDefault("LOCALAPPDATA", "/"), naming.appDirectory());
    }
    String home = environment.getOrDefault("HOME", "");
    Path start = Path.of(home.isEmpty() ? "/" : home);
    return os.startsWith("mac")
        ? start.resolve("Library/Application Support").resolve(naming.appDirectory())
        : start.resolve(naming.unixDirectory());
  }
}
