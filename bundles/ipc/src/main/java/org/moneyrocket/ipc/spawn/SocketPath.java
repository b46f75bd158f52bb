// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.spawn;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Where the socket lies that {@code -ipcbind} and {@code -ipcconnect} speak of. */
public final class SocketPath {
  /** Longest path of a Unix socket in bytes, without the closing zero; macOS has 103. */
  static final int MAX_BYTES = System.getProperty("os.name", "").startsWith("Mac") ? 103 : 107;

  private static final String FILE = "node.sock";

  private SocketPath() {}

  /**
   * Resolves an address.
   *
   * @param option option it comes from, for the error
   * @param address {@code unix} for {@code node.sock} in the chain's directory, or {@code
   *     unix:PATH}, relative to the chain's directory
   * @param runtimeDirectory private folder of this chain; used when the chain's directory is too
   *     long a path for a socket
   * @throws IOException with one sentence for the user
   */
  public static Path resolve(
      String option, String address, Path chainDirectory, Path runtimeDirectory)
      throws IOException {
    if (address.equals("unix")) {
      Path usual = chainDirectory.resolve(FILE);
      return fits(usual) ? usual : runtimeDirectory.resolve(FILE);
    }
    if (!address.startsWith("unix:") || address.length() == "unix:".length()) {
      throw new IOException(option + "=" + address + ": the address must be unix or unix:<path>");
    }
    Path path = chainDirectory.resolve(address.substring("unix:".length())).normalize();
    if (!fits(path)) {
      throw new IOException(
          option
              + "="
              + address
              + ": the path of a socket may have at most "
              + MAX_BYTES
              + " bytes");
    }
    return path;
  }

  /**
   * Makes sure that the directory of a socket exists and that nobody else can exchange what is in
   * it.
   *
   * @throws IOException with one sentence for the user
   */
  static void prepareDirectory(Path directory) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Path real = directory.toRealPath();
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(real);
    boolean othersWrite =
        permissions.contains(PosixFilePermission.GROUP_WRITE)
            || permissions.contains(PosixFilePermission.OTHERS_WRITE);
    boolean sticky = ((int) Files.getAttribute(real, "unix:mode") & 01000) != 0;
    if (othersWrite && !sticky) {
      throw new IOException(
          "other users may write to " + directory + ", where the socket is to lie");
    }
  }

  private static boolean fits(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
  }
}
