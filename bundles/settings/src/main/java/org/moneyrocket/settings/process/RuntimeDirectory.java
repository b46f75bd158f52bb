// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/**
 * Where private sockets lie: below {@code XDG_RUNTIME_DIR}, else in a directory of this user below
 * the temporary one. Each chain of each data directory has its own folder with a short name, since
 * the path of a socket is limited to about 100 bytes.
 */
public final class RuntimeDirectory {
  private static final Set<PosixFilePermission> PRIVATE =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private RuntimeDirectory() {}

  /**
   * Returns the folder of one chain; it may not exist yet.
   *
   * @param chainDirectory directory of the chain inside the data directory
   */
  public static Path of(Map<String, String> environment, Path chainDirectory) {
    String xdg = environment.get("XDG_RUNTIME_DIR");
    Path base =
        xdg != null && xdg.startsWith("/")
            ? Path.of(xdg, "moneyrocket")
            : Path.of(
                System.getProperty("java.io.tmpdir"),
                "moneyrocket-" + System.getProperty("user.name"));
    return base.resolve(key(chainDirectory));
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
    createPrivate(base);
    createPrivate(folder);
  }

  private static void createPrivate(Path directory) throws IOException {
    try {
      Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PRIVATE));
    } catch (FileAlreadyExistsException e) {
      boolean ours =
          Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
              && Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS)
                  .getName()
                  .equals(System.getProperty("user.name"))
              && PRIVATE.containsAll(
                  Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS));
      if (!ours) {
        throw new IOException(directory + " is not a private directory of this user", e);
      }
    }
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
