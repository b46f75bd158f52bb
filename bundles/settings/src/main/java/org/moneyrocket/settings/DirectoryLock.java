// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps other processes out of a directory: a lock on the file {@code .lock} in it, of the kind
 * that Bitcoin Core takes, so that both respect each other. Ends with {@link #close} or with the
 * process. The file stays.
 */
public final class DirectoryLock implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DirectoryLock.class);

  // Nobody reads or writes through this channel, so an interrupt cannot close it and with it the
  // lock.
  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Locks a directory.
   *
   * @throws StartException with the sentence for the user, when it is locked already or cannot be
   *     written to
   */
  public static DirectoryLock acquire(Path directory) {
    FileChannel channel = open(directory);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new DirectoryLock(channel);
      }
      close(channel);
    } catch (IOException | OverlappingFileLockException e) {
      log.error("Error while attempting to lock directory {}: {}", directory, IoText.reason(e));
      close(channel);
    }
    throw new StartException(
        "Cannot obtain a lock on directory "
            + directory
            + ". "
            + Product.NAME
            + " is probably already running.");
  }

  private static FileChannel open(Path directory) {
    Path file = directory.resolve(".lock");
    try {
      PrivateFiles.createIfMissing(file);
      return FileChannel.open(file, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new StartException("Cannot write to directory '" + directory + "'; check permissions.");
    }
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // The descriptor is gone either way, and with it the lock.
      log.debug("closing a lock file failed", e);
    }
  }

  @Override
  public void close() {
    close(channel);
  }
}
