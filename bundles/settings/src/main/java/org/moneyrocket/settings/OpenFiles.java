// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many files this process may have open; the virtual machine has raised it as far as it may.
 */
public final class OpenFiles {
  private static final Logger log = LoggerFactory.getLogger(OpenFiles.class);
  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final String NAME = "Max open files";

  private OpenFiles() {}

  /** Returns the limit, the largest number if there is none or it cannot be told. */
  public static long limit() {
    if (!Files.isReadable(LIMITS)) {
      return Long.MAX_VALUE; // Not Linux.
    }
    try {
      return limit(Files.readAllLines(LIMITS));
    } catch (IOException e) {
      log.debug("cannot read {}", LIMITS, e);
      return Long.MAX_VALUE;
    }
  }

  /** Reads the form of Linux: name, soft limit, hard limit, unit. */
  static long limit(List<String> lines) {
    for (String line : lines) {
      if (line.startsWith(NAME)) {
        String soft = line.substring(NAME.length()).strip().split("\\s+")[0];
        return soft.matches("[0-9]{1,18}") ? Long.parseLong(soft) : Long.MAX_VALUE;
      }
    }
    return Long.MAX_VALUE;
  }
}
