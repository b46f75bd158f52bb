// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and directories that only their owner may see, whatever the umask says. */
public final class PrivateFiles {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

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

  private static FileAttribute<?>[] attributes(String mode) {
    if (!POSIX) {
      return new FileAttribute<?>[0];
    }
    Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(mode);
    return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
  }
}
