// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.moneyrocket.settings.IoText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many files and sockets the system lets this process open. */
final class OpenFiles {
  private static final Logger log = LoggerFactory.getLogger("http");
  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final String NAME = "Max open files";

  private OpenFiles() {}

  /** Returns half of the system's limit, at least 1 and at most {@code wanted}. */
  static int share(int wanted) {
    if (!Files.isReadable(LIMITS)) {
      return wanted;
    }
    try {
      return share(wanted, Files.readAllLines(LIMITS));
    } catch (IOException e) {
      log.debug("{} cannot be read: {}", LIMITS, IoText.reason(e));
      return wanted;
    }
  }

  static int share(int wanted, List<String> limits) {
    for (String line : limits) {
      if (line.startsWith(NAME)) {
        String soft = line.substring(NAME.length()).strip().split(" ", 2)[0];
        return soft.equals("unlimited") ? wanted : Math.clamp(Long.parseLong(soft) / 2, 1, wanted);
      }
    }
    return wanted;
  }
}
