// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out which other process holds a lock on a file, where the system tells (Linux does). */
public final class LockHolder {
  private static final Logger log = LoggerFactory.getLogger(LockHolder.class);

  private static final Path TABLE = Path.of("/proc/locks");

  // "1: POSIX  ADVISORY  WRITE 1234 fe:01:5678 0 EOF"
  private static final int KIND = 1;
  private static final int PID = 4;
  private static final int FILE = 5;

  private LockHolder() {}

  /** Returns the process id of the one other process that has locked {@code file}, if known. */
  public static OptionalLong of(Path file) {
    try {
      long inode = ((Number) Files.getAttribute(file, "unix:ino")).longValue();
      return find(Files.readAllLines(TABLE, StandardCharsets.UTF_8), inode);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      log.debug("nobody tells who has locked {}: {}", file, e.toString());
      return OptionalLong.empty();
    }
  }

  /** Finds the holder in the system's table; several with this number on other disks are none. */
  static OptionalLong find(List<String> table, long inode) {
    Set<Long> holders = new HashSet<>();
    for (String line : table) {
      String[] words = line.strip().split("\\s+");
      if (words.length > FILE
          && words[KIND].equals("POSIX")
          && words[FILE].endsWith(":" + inode)
          && words[PID].matches("[0-9]{1,18}")) {
        holders.add(Long.parseLong(words[PID]));
      }
    }
    holders.remove(ProcessHandle.current().pid());
    return holders.size() == 1 ? OptionalLong.of(holders.iterator().next()) : OptionalLong.empty();
  }
}
