// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.blockfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.moneyrocket.kernel.StorageException;

/** Keeps a reserve on the disk, since a full one damages more than our own files. */
public final class DiskSpace {
  /** Bytes that must stay free: 50 MiB, as in Core. */
  public static final long RESERVE_BYTES = 50L << 20;

  /** How a message about a lack of space begins. */
  public static final String TOO_LOW = "Disk space is too low!";

  private DiskSpace() {}

  /**
   * Checks that {@code bytes} can be written and the reserve stays.
   *
   * @throws StorageException of kind NO_SPACE if not
   */
  public static void require(Path directory, long bytes) {
    if (!has(directory, bytes)) {
      throw new StorageException(StorageException.Kind.NO_SPACE, TOO_LOW + " (" + directory + ")");
    }
  }

  /** Tells whether {@code bytes} can be written in {@code directory} and the reserve stays. */
  public static boolean has(Path directory, long bytes) {
    try {
      return Files.getFileStore(directory).getUsableSpace() >= RESERVE_BYTES + bytes;
    } catch (IOException e) {
      throw StorageException.of("free space of " + directory, e);
    }
  }
}
