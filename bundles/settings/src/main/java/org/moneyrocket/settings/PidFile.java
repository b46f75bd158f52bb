// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file that tells scripts the id of this process. Whoever wrote it deletes it. */
public final class PidFile implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PidFile.class);

  private final Optional<Path> path;

  private PidFile(Optional<Path> path) {
    this.path = path;
  }

  /**
   * Writes the file, unless {@code -nopid} is given.
   *
   * @throws StartException when it cannot be written
   */
  public static PidFile create(Settings settings) {
    Optional<Path> path = settings.dataDirectory().pidFile();
    if (path.isPresent()) {
      String text = ProcessHandle.current().pid() + "\n";
      try {
        PrivateFiles.write(path.get(), text.getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        throw new StartException(
            "Unable to create the PID file '" + path.get() + "': " + IoText.reason(e));
      }
    }
    return new PidFile(path);
  }

  @Override
  public void close() {
    if (path.isPresent()) {
      try {
        Files.deleteIfExists(path.get());
      } catch (IOException e) {
        log.warn("Unable to remove PID file ({}): {}", path.get(), IoText.reason(e));
      }
    }
  }
}
