// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The wallet files that SQLite has open in this process. Nobody else may open one of them here, not
 * even to read: on POSIX systems closing it again would give back the lock that keeps other
 * programs out. Safe for threads.
 */
final class OpenFiles {
  /** Identity of each file: device and number. */
  private static final Set<Object> OPEN = ConcurrentHashMap.newKeySet();

  private OpenFiles() {}

  /** Notes a file that was opened and returns what to give to {@link #closed}. */
  static Optional<Object> opened(Path file) {
    Object key = key(file);
    if (key != null) {
      OPEN.add(key);
    }
    return Optional.ofNullable(key);
  }

  static void closed(Object key) {
    OPEN.remove(key);
  }

  /** Tells whether {@code file}, by whatever name, is open. */
  static boolean contains(Path file) {
    Object key = OPEN.isEmpty() ? null : key(file);
    return key != null && OPEN.contains(key);
  }

  private static @Nullable Object key(Path file) {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      return null; // A file that cannot be looked at is not open either.
    }
  }
}
