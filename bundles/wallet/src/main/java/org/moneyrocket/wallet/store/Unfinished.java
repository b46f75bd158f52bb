// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.moneyrocket.settings.IoText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files and directories that get their name when they are complete and on the disk. Until then they
 * lie beside it under a name that says which process makes them, so that those of a process that
 * was killed are found and removed, and those of another that is still at work are not.
 */
public final class Unfinished {
  private static final Logger log = LoggerFactory.getLogger(Unfinished.class);

  private static final String PREFIX = ".moneyrocket-new-";

  /** Process id, start of the process in milliseconds since 1970, number; then SQLite's endings. */
  private static final Pattern NAME =
      Pattern.compile(Pattern.quote(PREFIX) + "([0-9]{1,18})-([0-9]{1,18})-[0-9]{1,18}(-journal)?");

  /** When a process began is computed from the clock, which may have been set since. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(10);

  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private static final AtomicLong COUNTER = new AtomicLong();

  private Unfinished() {}

  /** Returns a name in {@code directory} that nobody uses; nothing is made. */
  static Path in(Path directory) {
    ProcessHandle self = ProcessHandle.current();
    long began = self.info().startInstant().orElse(Instant.EPOCH).toEpochMilli();
    return directory.resolve(PREFIX + self.pid() + "-" + began + "-" + COUNTER.incrementAndGet());
  }

  /**
   * Returns a name for what is to become {@code target}, in its directory, where it removes what
   * was left unfinished.
   */
  public static Path beside(Path target) {
    Path directory = target.toAbsolutePath().getParent();
    if (directory == null) {
      throw new IllegalArgumentException("the root directory is no file");
    }
    sweep(directory);
    return in(directory);
  }

  /** Tells whether a file or directory has such a name. */
  static boolean isOne(Path path) {
    Path name = path.getFileName();
    return name != null && NAME.matcher(name.toString()).matches();
  }

  /** Gives a complete file or directory its name, replacing a file that has it. */
  public static void name(Path complete, Path target, boolean sync) throws IOException {
    if (sync) {
      sync(complete);
    }
    Files.move(complete, target, StandardCopyOption.ATOMIC_MOVE);
    Path directory = target.toAbsolutePath().getParent();
    if (sync && directory != null) {
      sync(directory);
    }
  }

  /** Waits until the disk has what was written to a file or directory. */
  static void sync(Path path) throws IOException {
    boolean directory = Files.isDirectory(path);
    if (directory && !POSIX) {
      return; // Directories cannot be opened there, and need not be.
    }
    try (FileChannel channel =
        FileChannel.open(path, directory ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
      channel.force(true);
    } catch (IOException e) {
      if (!directory) {
        throw e;
      }
      // Some file systems cannot do this, and then nobody can do better.
      log.debug("cannot wait for the disk to have {}: {}", path, IoText.of(e));
    }
  }

  /** Removes what processes that have ended left unfinished in {@code directory}. */
  static void sweep(Path directory) {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, PREFIX + "*")) {
      for (Path entry : entries) {
        if (isAbandoned(entry)) {
          log.info("Removing {}, which a process that was interrupted left unfinished", entry);
          remove(entry);
        }
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      log.warn("cannot look for unfinished files in {}: {}", directory, e.getMessage());
    }
  }

  /** As {@link #sweep}, for a directory and all below it. */
  static void sweepBelow(Path root) {
    if (!Files.isDirectory(root)) {
      return;
    }
    try {
      Files.walkFileTree(root, new Sweep());
    } catch (IOException e) {
      log.warn("cannot look for unfinished files below {}: {}", root, IoText.of(e));
    }
  }

  private static final class Sweep extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      sweep(directory);
      return isOne(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      log.debug("not looked at while looking for unfinished files: {}", IoText.of(e));
      return FileVisitResult.CONTINUE;
    }
  }

  private static boolean isAbandoned(Path entry) {
    Matcher name = NAME.matcher(entry.getFileName().toString());
    return name.matches()
        && !isRunning(
            Long.parseLong(name.group(1)), Instant.ofEpochMilli(Long.parseLong(name.group(2))));
  }

  private static boolean isRunning(long pid, Instant began) {
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    if (process.isEmpty()) {
      return false;
    }
    Optional<Instant> start = process.get().info().startInstant();
    return start.isEmpty()
        || Duration.between(start.get(), began).abs().compareTo(CLOCK_TOLERANCE) <= 0;
  }

  /** Removes a database that was not given its name, if it is there, and its journal. */
  public static void discard(Path database) {
    remove(SqliteWalletStore.journal(database));
    remove(database);
  }

  /** Removes a file or a directory with what is in it; says so if that fails. */
  static void remove(Path path) {
    try {
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
          entries.forEach(Unfinished::remove);
        }
      }
      Files.deleteIfExists(path);
    } catch (IOException e) {
      log.warn("cannot remove {}, which is not complete: {}", path, IoText.of(e));
    }
  }
}
