// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.log;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.settings.PrivateFiles;

/**
 * The log file of one or several processes. Each line is one write to a file opened for appending,
 * so lines of different processes do not mix. A stream and not a channel: an interrupt during I/O
 * would close a channel for everybody.
 */
final class LogFile {
  private static final int KEPT_BYTES = 10_000_000;

  private final Path path;
  private FileOutputStream out;
  private @Nullable Object key;

  private LogFile(Path path) throws IOException {
    this.path = path;
    this.out = stream(path);
    this.key = key(path);
  }

  static LogFile open(Path path) throws IOException {
    return new LogFile(path);
  }

  private static FileOutputStream stream(Path path) throws IOException {
    PrivateFiles.createIfMissing(path);
    return new FileOutputStream(path.toFile(), true);
  }

  /** Returns what tells one file from another, or null if there is none at that path. */
  private static @Nullable Object key(Path path) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      return null;
    }
  }

  Path path() {
    return path;
  }

  void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Opens the path again, after somebody moved the old file away. Keeps the old file if that fails.
   */
  void reopen() throws IOException {
    FileOutputStream fresh = stream(path);
    out.close();
    out = fresh;
    key = key(path);
  }

  /** Opens the path again if another file lies there by now; none there is no reason to. */
  void follow() throws IOException {
    Object now = key(path);
    if (now != null && !now.equals(key)) {
      reopen();
    }
  }

  /** Cuts a file that has grown by more than a tenth over what is kept: its end stays. */
  static void shrink(Path path) throws IOException {
    if (!Files.isRegularFile(path) || Files.size(path) <= KEPT_BYTES / 10 * 11) {
      return;
    }
    byte[] end = new byte[KEPT_BYTES];
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(file.length() - KEPT_BYTES);
      file.readFully(end);
      file.setLength(0);
      file.write(end);
    }
  }
}
