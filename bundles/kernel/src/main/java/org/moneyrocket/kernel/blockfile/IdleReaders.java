// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.blockfile;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.IntFunction;

/**
 * Files that are open for reading and in nobody's use. Whoever reads takes one for itself, so that
 * readers never wait for each other; a few are kept for the next ones. Safe for several threads.
 */
final class IdleReaders implements AutoCloseable {
  private static final int MOST = 8;

  private final IntFunction<Path> paths;
  // Guarded by this. Nothing is read or opened while the lock is held.
  private final ArrayDeque<Idle> idle = new ArrayDeque<>();
  private long removals;
  private boolean closed;

  private record Idle(int number, RandomAccessFile file) {}

  IdleReaders(IntFunction<Path> paths) {
    this.paths = paths;
  }

  /** A file in the use of one reader. */
  final class Lease implements AutoCloseable {
    private final int number;
    private final RandomAccessFile file;
    private final long removalsBefore;
    private boolean kept;

    private Lease(int number, RandomAccessFile file, long removalsBefore) {
      this.number = number;
      this.file = file;
      this.removalsBefore = removalsBefore;
    }

    RandomAccessFile file() {
      return file;
    }

    /** Says that all went well: the next reader may have it. */
    void keep() {
      kept = true;
    }

    @Override
    public void close() throws IOException {
      RandomAccessFile surplus = kept ? giveBack(this) : file;
      if (surplus != null) {
        surplus.close();
      }
    }
  }

  /**
   * Takes an open file, or opens one.
   *
   * @throws IOException if it is not there (any more)
   */
  Lease take(int number) throws IOException {
    RandomAccessFile file = null;
    long removalsBefore;
    synchronized (this) {
      removalsBefore = removals;
      Iterator<Idle> all = idle.iterator();
      while (file == null && all.hasNext()) {
        Idle next = all.next();
        if (next.number() == number) {
          file = next.file();
          all.remove();
        }
      }
    }
    if (file != null && !Files.exists(paths.apply(number))) {
      // Somebody took the file away; its bytes could still be read, but they are not there any
      // more.
      file.close();
      forget(number);
      file = null;
    }
    return new Lease(
        number,
        file == null ? new RandomAccessFile(paths.apply(number).toFile(), "r") : file,
        removalsBefore);
  }

  /** Returns the file to close instead, null for none. */
  private synchronized @org.jspecify.annotations.Nullable RandomAccessFile giveBack(Lease lease) {
    if (closed || removals != lease.removalsBefore) {
      return lease.file;
    }
    idle.addFirst(new Idle(lease.number, lease.file));
    return idle.size() > MOST ? idle.removeLast().file() : null;
  }

  /** Closes what is open of a file that is removed. */
  synchronized void forget(int number) throws IOException {
    removals++;
    Iterator<Idle> all = idle.iterator();
    while (all.hasNext()) {
      Idle next = all.next();
      if (next.number() == number) {
        all.remove();
        next.file().close();
      }
    }
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    while (!idle.isEmpty()) {
      idle.removeLast().file().close();
    }
  }
}
