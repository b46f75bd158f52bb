// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps other processes out of a directory: a lock on the file {@code .lock} in it, of the kind
 * that Bitcoin Core takes, so that both respect each other. Ends with {@link #close} or with the
 * process. The file stays, empty, but for a word that its holder is ending.
 */
public final class DirectoryLock implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DirectoryLock.class);

  private static final String FILE = ".lock";
  private static final String ENDING = "ending ";
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long RETRY_MILLIS = 50;

  // Nobody who could be interrupted reads or writes through this channel: an interrupt would close
  // it and with it the lock. Nothing else may open the file while it is locked, for closing it
  // would end the lock.
  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Locks a directory. Waits up to five seconds for a process that is ending to give it back.
   *
   * @throws StartException with the sentence for the user, when it is locked already or cannot be
   *     written to
   */
  public static DirectoryLock acquire(Path directory) {
    return acquire(directory, PATIENCE);
  }

  static DirectoryLock acquire(Path directory, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Optional<DirectoryLock> lock = tryAcquire(directory);
      if (lock.isPresent()) {
        return lock.get();
      }
      Optional<String> ending = ending(directory);
      if (ending.isEmpty()) {
        throw new StartException(taken(directory));
      }
      if (System.nanoTime() - deadline >= 0 || !pause()) {
        throw new StartException(
            "Cannot obtain a lock on directory "
                + directory
                + ". Process "
                + ending.get()
                + ", which was told to end, still runs.");
      }
    }
  }

  private static Optional<DirectoryLock> tryAcquire(Path directory) {
    FileChannel channel = open(directory);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        if (channel.size() > 0) {
          channel.truncate(0); // of one that was killed while it was ending
        }
        return Optional.of(new DirectoryLock(channel));
      }
    } catch (IOException | OverlappingFileLockException e) {
      log.error("Error while attempting to lock directory {}: {}", directory, IoText.reason(e));
    }
    close(channel);
    return Optional.empty();
  }

  // Other people's scripts compare the sentence, so under the other name the log alone says who.
  private static String taken(Path directory) {
    String sentence =
        "Cannot obtain a lock on directory "
            + directory
            + ". "
            + Product.NAME
            + " is probably already running.";
    OptionalLong holder = LockHolder.of(directory.resolve(FILE));
    if (holder.isEmpty()) {
      return sentence;
    }
    log.error("Process {} has locked directory {}", holder.getAsLong(), directory);
    return Naming.ofProcess() == Naming.BITCOIN
        ? sentence
        : sentence + " It is process " + holder.getAsLong() + ".";
  }

  /** Returns the id of the process that has said it is about to give the directory back. */
  private static Optional<String> ending(Path directory) {
    try {
      String said = Files.readString(directory.resolve(FILE), StandardCharsets.US_ASCII);
      return said.startsWith(ENDING)
          ? Optional.of(said.substring(ENDING.length()).strip())
          : Optional.empty();
    } catch (IOException e) {
      log.debug("the lock of {} says nothing: {}", directory, e.toString());
      return Optional.empty();
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(RETRY_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Says in the lock's file that this process is ending, so that the next one waits for it. Returns
   * at once.
   */
  public void announceEnd() {
    // On a thread that nobody interrupts: an interrupted write would close the channel.
    Thread.ofPlatform().daemon().name("settings-lock").start(this::writeEnd);
  }

  private void writeEnd() {
    String text = ENDING + ProcessHandle.current().pid() + "\n";
    try {
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
    } catch (IOException e) {
      // The disk is full, or the lock is given back already: nobody waits then.
      log.debug("the lock does not say that this process ends: {}", e.toString());
    }
  }

  private static FileChannel open(Path directory) {
    Path file = directory.resolve(FILE);
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
