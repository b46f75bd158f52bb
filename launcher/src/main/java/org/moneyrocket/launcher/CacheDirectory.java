// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.settings.IoText;
import org.moneyrocket.settings.PrivateFiles;
import org.moneyrocket.settings.StartException;
import org.moneyrocket.settings.process.RuntimeDirectory;

/**
 * Where a container keeps what can be made again: a directory of the user's cache, one per data
 * directory, chain and profile. It may be deleted at any time while no program runs. When several
 * processes share data directory, chain and profile, each takes the first slot that is free.
 */
final class CacheDirectory {
  /** Names the directory to use and no other. */
  static final String VARIABLE = "MONEYROCKET_CACHE";

  private static final int SLOTS = 64;

  private final Path path;
  // Held for the life of the process; the operating system lets go of it however the process ends.
  private final FileLock lock;
  private final List<String> refused;

  private CacheDirectory(Path path, FileLock lock, List<String> refused) {
    this.path = path;
    this.lock = lock;
    this.refused = List.copyOf(refused);
  }

  /** Returns the directory; it belongs to this process alone. */
  Path path() {
    return path;
  }

  /** Returns the places that come before it and cannot be used, each with the reason. */
  List<String> refused() {
    return refused;
  }

  boolean isHeld() {
    return lock.isValid();
  }

  /**
   * Takes a directory in the first place that can be used.
   *
   * @throws StartException if none can; the message is for the user
   */
  static CacheDirectory take(
      List<Path> places, String dataDirectory, String chain, String profile) {
    List<String> refused = new ArrayList<>();
    for (Path place : places) {
      try {
        Path family = place.resolve(key(dataDirectory + '\0' + chain)).resolve(profile);
        PrivateFiles.createOwn(place);
        PrivateFiles.createDirectories(family);
        for (int slot = 0; slot < SLOTS; slot++) {
          FileLock lock = tryLock(family.resolve(slot + ".lock"));
          if (lock != null) {
            return new CacheDirectory(family.resolve(Integer.toString(slot)), lock, refused);
          }
        }
        refused.add(place + " (more than " + SLOTS + " processes use it)");
      } catch (IOException e) {
        refused.add(IoText.of(e));
      }
    }
    throw new StartException(
        "There is no place for the program's cache: "
            + String.join(", ", refused)
            + ". Set "
            + VARIABLE
            + " to a directory that can be written.");
  }

  /**
   * Returns where the cache may lie, the best place first: what the user or the service manager has
   * chosen, the user's cache, places that do not outlive the session, and at last the data
   * directory, which can be written if anything can.
   */
  static List<Path> places(
      Map<String, String> environment, String userHome, String osName, Path dataDirectory) {
    Optional<Path> chosen = variable(environment, VARIABLE);
    if (chosen.isPresent()) {
      return List.of(chosen.get());
    }
    List<Path> places = new ArrayList<>();
    variable(environment, "CACHE_DIRECTORY").map(CacheDirectory::ours).ifPresent(places::add);
    variable(environment, "XDG_CACHE_HOME").map(CacheDirectory::ours).ifPresent(places::add);
    String home = environment.getOrDefault("HOME", userHome);
    if (osName.startsWith("Windows")) {
      variable(environment, "LOCALAPPDATA")
          .ifPresent(local -> places.add(local.resolve("Moneyrocket").resolve("Cache")));
    } else if (home.startsWith("/") && Files.isDirectory(Path.of(home))) {
      places.add(
          osName.startsWith("Mac")
              ? Path.of(home, "Library", "Caches", "Moneyrocket")
              : Path.of(home, ".cache", "moneyrocket"));
    }
    variable(environment, "RUNTIME_DIRECTORY").map(CacheDirectory::ours).ifPresent(places::add);
    variable(environment, "XDG_RUNTIME_DIR")
        .ifPresent(runtime -> places.add(ours(runtime).resolve("cache")));
    places.add(RuntimeDirectory.temporary(environment));
    places.add(dataDirectory.resolve(".cache"));
    return places;
  }

  private static Path ours(Path shared) {
    return shared.resolve("moneyrocket");
  }

  /** Reads a variable with an absolute path; of several, as a service manager gives, the first. */
  private static Optional<Path> variable(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "");
    Path path = Path.of(value.split(File.pathSeparator, 2)[0]);
    return path.isAbsolute() ? Optional.of(path) : Optional.empty();
  }

  private static @Nullable FileLock tryLock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
    }
    return lock;
  }

  private static String key(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
