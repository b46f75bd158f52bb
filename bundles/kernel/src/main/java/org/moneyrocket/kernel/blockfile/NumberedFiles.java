// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.blockfile;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.WriteObserver;
import org.moneyrocket.settings.IoText;

/**
 * Files of one kind: {@code blk00000.dat}, {@code blk00001.dat}, and so on.
 *
 * <p>Plain {@link RandomAccessFile}, since an interrupt of a thread that uses a channel would close
 * the file for everybody. Safe for several threads.
 */
public final class NumberedFiles implements AutoCloseable {
  private final Path directory;
  private final String prefix;
  private final int chunk;
  private final XorKey key;
  private final WriteObserver writes;

  private final IdleReaders readers = new IdleReaders(this::path);
  private int writerNumber = -1;
  private @Nullable RandomAccessFile writer;

  /**
   * Works on the files of a directory, which exists.
   *
   * @param prefix what the names begin with
   * @param chunk bytes that are reserved at once
   */
  public NumberedFiles(Path directory, String prefix, int chunk, XorKey key) {
    this(directory, prefix, chunk, key, WriteObserver.NONE);
  }

  NumberedFiles(Path directory, String prefix, int chunk, XorKey key, WriteObserver writes) {
    this.directory = directory;
    this.prefix = prefix;
    this.chunk = chunk;
    this.key = key;
    this.writes = writes;
  }

  XorKey key() {
    return key;
  }

  Path path(int number) {
    return directory.resolve(String.format(Locale.ROOT, "%s%05d.dat", prefix, number));
  }

  /**
   * Reads {@code target.length} bytes from {@code offset}.
   *
   * @throws EOFException if the file ends before
   */
  public void read(int number, long offset, byte[] target) throws IOException {
    try (IdleReaders.Lease lease = readers.take(number)) {
      lease.file().seek(offset);
      lease.file().readFully(target);
      lease.keep();
    }
    key.apply(target, 0, target.length, offset);
  }

  /** Returns the length of a file in bytes. */
  public long length(int number) throws IOException {
    try (IdleReaders.Lease lease = readers.take(number)) {
      long length = lease.file().length();
      lease.keep();
      return length;
    }
  }

  /** Writes {@code data}, which is changed by this call. */
  public synchronized void write(int number, long offset, byte[] data, int length)
      throws IOException {
    RandomAccessFile file = writer(number);
    writes.before(WriteObserver.Kind.WRITE, path(number));
    key.apply(data, 0, length, offset);
    file.seek(offset);
    file.write(data, 0, length);
  }

  private RandomAccessFile writer(int number) throws IOException {
    if (writerNumber == number && writer != null) {
      return writer;
    }
    closeWriter();
    RandomAccessFile opened = new RandomAccessFile(path(number).toFile(), "rw");
    writer = opened;
    writerNumber = number;
    return opened;
  }

  private void closeWriter() throws IOException {
    if (writer != null) {
      writer.close();
      writer = null;
      writerNumber = -1;
    }
  }

  /**
   * Extends the file so that {@code add} bytes from {@code offset} fit, in whole chunks.
   *
   * @return whether the file grew
   * @throws StorageException if the disk is nearly full
   */
  public synchronized boolean reserve(int number, int offset, int add) throws IOException {
    long oldChunks = ((long) offset + chunk - 1) / chunk;
    long newChunks = ((long) offset + add + chunk - 1) / chunk;
    if (newChunks <= oldChunks) {
      return false;
    }
    long length = newChunks * chunk;
    DiskSpace.require(directory, length - offset);
    writes.before(WriteObserver.Kind.WRITE, path(number));
    RandomAccessFile file = writer(number);
    if (file.length() < length) {
      file.setLength(length);
    }
    return true;
  }

  /**
   * Brings the file to disk.
   *
   * @param size bytes in use
   * @param trim cut what was reserved and not used
   */
  public synchronized void flush(int number, int size, boolean trim) throws IOException {
    RandomAccessFile file = writer(number);
    if (trim && file.length() > size) {
      file.setLength(size);
    }
    writes.before(WriteObserver.Kind.SYNC, path(number));
    file.getFD().sync();
    syncDirectory();
  }

  private void syncDirectory() {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Some file systems and Windows cannot do this; the file itself is safe.
      return;
    }
  }

  /** Removes the file; nothing happens if it does not exist. */
  synchronized boolean delete(int number) throws IOException {
    writes.before(WriteObserver.Kind.REMOVE, path(number));
    if (writerNumber == number) {
      closeWriter();
    }
    readers.forget(number);
    return Files.deleteIfExists(path(number));
  }

  boolean exists(int number) {
    return Files.exists(path(number));
  }

  /** Turns what the file system said into one line that names the file. */
  public StorageException failed(String action, int number, IOException e) {
    Path path = path(number);
    if (e instanceof EOFException) {
      return new StorageException(
          StorageException.Kind.DAMAGED, action + " " + path + ": the file is too short", e);
    }
    if (e instanceof FileNotFoundException) {
      return new StorageException(
          StorageException.Kind.FAILED, action + " " + path + ": " + IoText.reason(e), e);
    }
    return StorageException.of(action + " " + path, e);
  }

  @Override
  public synchronized void close() throws IOException {
    try {
      closeWriter();
    } finally {
      readers.close();
    }
  }
}
