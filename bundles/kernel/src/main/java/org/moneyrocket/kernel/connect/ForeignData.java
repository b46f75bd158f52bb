// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.moneyrocket.kernel.KernelOptions;
import org.moneyrocket.kernel.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what to do about a data directory whose databases another program made. */
final class ForeignData {
  private static final Logger log = LoggerFactory.getLogger(ForeignData.class);

  private ForeignData() {}

  /** Returns one line: what it is, the way out, and what that costs. */
  static String advice(StorageException e, KernelOptions options) {
    Path blocks = options.blocksDirectory();
    boolean whole = Files.exists(blocks.resolve("blk00000.dat"));
    return e.getMessage()
        + ", as Bitcoin Core does (LevelDB), which this one cannot read yet. Start once with"
        + " -reindex to replace it by one of this program: that reads "
        + size(blocks)
        + " of block files in "
        + blocks
        + " again and checks every block"
        + (whole ? "" : ", downloads the blocks that are pruned there,")
        + " and the other program will need its own -reindex to use this directory afterwards.";
  }

  private static String size(Path blocks) {
    long bytes = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(blocks, "blk*.dat")) {
      for (Path file : files) {
        bytes += Files.size(file);
      }
    } catch (IOException e) {
      log.debug("cannot measure {}", blocks, e);
      return "an unknown amount";
    }
    return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
