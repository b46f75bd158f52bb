// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.moneyrocket.node.core.NodeCore;

/** Where users keep snapshots of the coins. */
final class SnapshotPath {
  private static final int FILE_TYPE = 0170000;
  private static final int FIFO = 0010000;

  private SnapshotPath() {}

  /** Returns the absolute path; relative ones begin in the directory of the chain. */
  static Path of(NodeCore core, String given) {
    return core.settings().dataDirectory().chain().toAbsolutePath().resolve(given);
  }

  /** Tells whether a named pipe is there. */
  static boolean isPipe(Path path) {
    try {
      return Files.exists(path)
          && ((int) Files.getAttribute(path, "unix:mode") & FILE_TYPE) == FIFO;
    } catch (IOException | UnsupportedOperationException e) {
      // Windows has no pipes in its file system.
      return false;
    }
  }
}
