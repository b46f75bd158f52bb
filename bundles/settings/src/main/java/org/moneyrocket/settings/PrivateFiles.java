// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/** Files and directories that only their owner may see, whatever the umask says. */
public final class PrivateFiles {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  /** On Linux the process itself, as a directory that belongs to its user. */
  private static final Path SELF = Path.of("/proc/self");

  private PrivateFiles() {}

  /**
   * Creates a directory with mode 0700, and its parents where they are missing. An existing one, or
   * a link to one, is left as it is.
   */
  public static void createDirectories(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Files.createDirectories(directory, attributes("rwx------"));
  }

  /** Writes a file with mode 0600, replacing its content if it exists. */
  public static void write(Path file, byte[] content) throws IOException {
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE),
            attributes("rw-------"))) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    }
  }

  /** Creates a file with mode 0600 if it does not exist. */
  public static void createIfMissing(Path file) throws IOException {
    if (!Files.exists(file)) {
      Files.newByteChannel(
              file,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              attributes("rw-------"))
          .close();
    }
  }

  /**
   * Sets the mode of a file, for example {@code rw-r-----}; does nothing where there are no modes.
   */
  public static void setMode(Path file, String mode) throws IOException {
    if (POSIX) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
  }

  /**
   * Creates a directory with mode 0700, and its parents where they are missing. An existing one is
   * left as it is, unless it lies where others may make directories too: there it must be ours.
   *
   * @throws IOException if somebody else could exchange what is in it; the message is for the user
   */
  public static void createOwn(Path directory) throws IOException {
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      createDirectories(parent);
    }
    try {
      Files.createDirectory(directory, attributes("rwx------"));
    } catch (FileAlreadyExistsException e) {
      boolean shared = parent != null && isOpenToAll(parent);
      if (shared ? !isPrivate(directory) : !Files.isDirectory(directory)) {
        throw new IOException(directory + " is not a private directory of this user", e);
      }
    }
  }

  private static boolean isOpenToAll(Path directory) throws IOException {
    return POSIX
        && Files.getPosixFilePermissions(directory).contains(PosixFilePermission.OTHERS_WRITE);
  }

  private static boolean isPrivate(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    return !POSIX
        || Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).equals(us())
            && PosixFilePermissions.fromString("rwx------")
                .containsAll(Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS));
  }

  // By a file of ours where there is one: not every user has a name.
  private static UserPrincipal us() throws IOException {
    return Files.exists(SELF)
        ? Files.getOwner(SELF)
        : FileSystems.getDefault()
            .getUserPrincipalLookupService()
            .lookupPrincipalByName(System.getProperty("user.name"));
  }

  /** Returns the name of the user who runs this process; a number if there is no name. */
  public static String userName() {
    String name = System.getProperty("user.name", "?");
    if (!name.equals("?")) {
      return name;
    }
    try {
      return Files.getOwner(SELF).getName();
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static FileAttribute<?>[] attributes(String mode) {
    if (!POSIX) {
      return new FileAttribute<?>[0];
    }
    Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(mode);
    return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
  }
}
