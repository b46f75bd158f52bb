// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.moneyrocket.settings.PrivateFiles;

/**
 * Where private sockets lie: below {@code XDG_RUNTIME_DIR}, else in a directory of this user below
 * the temporary one, else in the chain's directory. Each chain of each data directory has its own
 * folder with a short name, since the path of a socket is limited to about 100 bytes.
 */
public final class RuntimeDirectory {
  private RuntimeDirectory() {}

  /**
   * Returns the folder of one chain; it may not exist yet.
   *
   * @param chainDirectory directory of the chain inside the data directory
   */
  public static Path of(Map<String, String> environment, Path chainDirectory) {
    String xdg = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    Path base = chainDirectory.resolve(".sockets");
    // A variable that another user's session has left behind names a place we may not use.
    if (xdg.startsWith("/") && Files.isWritable(Path.of(xdg))) {
      base = Path.of(xdg, "moneyrocket");
    } else if (Files.isWritable(temporaryPlace(environment))) {
      base = temporary(environment);
    }
    return base.resolve(key(chainDirectory));
  }

  /** Returns this user's directory below the temporary one; it may not exist yet. */
  public static Path temporary(Map<String, String> environment) {
    return temporaryPlace(environment).resolve("moneyrocket-" + PrivateFiles.userName());
  }

  private static Path temporaryPlace(Map<String, String> environment) {
    String chosen = environment.getOrDefault("TMPDIR", "");
    return chosen.startsWith("/") && Files.isDirectory(Path.of(chosen))
        ? Path.of(chosen)
        : Path.of(System.getProperty("java.io.tmpdir"));
  }

  /**
   * Creates the folder with access for this user only.
   *
   * @throws IOException if somebody else could exchange what is in it; the message is for the user
   */
  public static void create(Path folder) throws IOException {
    Path base = folder.getParent();
    if (base == null) {
      throw new IOException("no place for sockets: " + folder);
    }
    PrivateFiles.createOwn(base);
    PrivateFiles.createOwn(folder);
  }

  private static String key(Path directory) {
    try {
      String name = directory.toAbsolutePath().normalize().toString();
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
