// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a container keeps what can be made again: a directory of the user's cache, one per data
 * directory, chain and profile. It may be deleted at any time while no program runs. When several
 * processes share data directory, chain and profile, each takes the first slot that is free.
 */
final class CacheDirectory {
  private static final int SLOTS = 64;

  private final Path path;
  // Held for the life of the process; the operating system lets go of it however the process ends.
  private final FileLock lock;

  private CacheDirectory(Path path, FileLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Returns the directory; it belongs to this process alone. */
  Path path() {
    return path;
  }

  boolean isHeld() {
    return lock.isValid();
  }

  static CacheDirectory take(Path base, String dataDirectory, String chain, String profile)
      throws IOException {
    Path family = base.resolve(key(dataDirectory + '\0' + chain)).resolve(profile);
    if (base.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectories(
          family,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectories(family);
    }
    for (int slot = 0; slot < SLOTS; slot++) {
      FileLock lock = tryLock(family.resolve(slot + ".lock"));
      if (lock != null) {
        return new CacheDirectory(family.resolve(Integer.toString(slot)), lock);
      }
    }
    throw new IOException("more than " + SLOTS + " processes use " + family);
  }

  /** Returns the user's cache directory for our files. */
  static Path base(Map<String, String> environment, String userHome, String osName) {
    String chosen = environment.get("MONEYROCKET_CACHE");
    if (chosen != null && !chosen.isEmpty()) {
      return Path.of(chosen);
    }
    String xdg = environment.get("XDG_CACHE_HOME");
    if (xdg != null && xdg.startsWith("/")) {
      return Path.of(xdg, "moneyrocket");
    }
    if (osName.startsWith("Mac")) {
      return Path.of(userHome, "Library", "Caches", "Moneyrocket");
    }
    String local = environment.get("LOCALAPPDATA");
    if (osName.startsWith("Windows") && local != null) {
      return Path.of(local, "Moneyrocket", "Cache");
    }
    return Path.of(environment.getOrDefault("HOME", userHome), ".cache", "moneyrocket");
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
