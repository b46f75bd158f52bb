// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.moneyrocket.settings.IoText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place of a wallet that is being made. Nobody sees it under its name before it is complete and
 * on the disk; unless it is kept, {@link #close} removes all of it.
 */
public final class NewWallet implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NewWallet.class);

  private final Path directory;
  private final boolean sync;

  /** Directories above the wallet's that were missing, the lowest first. */
  private final Deque<Path> parents = new ArrayDeque<>();

  /** A directory that is to become the wallet's, or a file in the one that is there. */
  private final Path unfinished;

  private final boolean newDirectory;
  private boolean named;
  private boolean kept;

  private NewWallet(Path directory, boolean sync) {
    this.directory = directory;
    this.sync = sync;
    this.newDirectory = !Files.exists(directory, LinkOption.NOFOLLOW_LINKS);
    this.unfinished = Unfinished.in(newDirectory ? parent() : directory);
  }

  /**
   * Prepares the place of a wallet.
   *
   * @param directory the directory of the wallet; it may be there already, without a wallet in it
   * @param sync whether to wait for the disk
   */
  static NewWallet prepare(Path directory, boolean sync) throws IOException {
    NewWallet made = new NewWallet(directory.toAbsolutePath(), sync);
    boolean done = false;
    try {
      made.makeDirectories();
      done = true;
      return made;
    } finally {
      if (!done) {
        made.close();
      }
    }
  }

  private Path parent() {
    Path parent = directory.getParent();
    return parent == null ? directory : parent;
  }

  private void makeDirectories() throws IOException {
    if (!newDirectory) {
      Files.createDirectories(directory); // Refuses what is no directory.
      Unfinished.sweep(directory);
      return;
    }
    Deque<Path> missing = new ArrayDeque<>();
    for (Path at = parent(); at != null && !Files.exists(at); at = at.getParent()) {
      missing.push(at);
    }
    for (Path each : missing) {
      if (!Files.isDirectory(each)) {
        Files.createDirectory(each);
        parents.push(each);
      }
    }
    Unfinished.sweep(parent());
    Files.createDirectory(unfinished);
  }

  /** Returns the directory that the wallet is to have. */
  Path directory() {
    return directory;
  }

  /** Returns the file to write. */
  public Path file() {
    return newDirectory ? WalletFiles.dataFile(unfinished) : unfinished;
  }

  /**
   * Gives the wallet its name. Its store must be closed.
   *
   * @throws IOException if that cannot be done, or somebody else has made a wallet there
   */
  public void name() throws IOException {
    Path data = WalletFiles.dataFile(directory);
    if (Files.exists(data, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(data.toString());
    }
    Files.deleteIfExists(SqliteWalletStore.journal(file()));
    SqliteWalletStore.removeStrayJournal(data);
    if (newDirectory) {
      if (sync) {
        Unfinished.sync(file());
      }
      Unfinished.name(unfinished, directory, sync);
    } else {
      Unfinished.name(unfinished, data, sync);
    }
    named = true;
    if (sync) {
      for (Path made : parents) {
        Unfinished.sync(made.resolveSibling("."));
      }
    }
  }

  /** Makes the wallet stay: it could be loaded under its name. */
  public void keep() {
    kept = true;
  }

  @Override
  public void close() {
    if (kept) {
      return;
    }
    if (named) {
      Path data = WalletFiles.dataFile(directory);
      Unfinished.discard(data);
      if (newDirectory) {
        removeDirectory(directory);
      }
    } else {
      Unfinished.discard(unfinished);
    }
    parents.forEach(NewWallet::removeDirectory);
  }

  /** Removes a directory that was made here, unless somebody else has put something into it. */
  private static void removeDirectory(Path made) {
    try {
      Files.deleteIfExists(made);
    } catch (IOException e) {
      log.warn("cannot remove {}, made for a wallet that is not: {}", made, IoText.of(e));
    }
  }
}
