// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.WriteObserver;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.Env;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.Range;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.RocksMemEnv;
import org.rocksdb.SizeApproximationFlag;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;
import org.rocksdb.Status;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sorted map from byte strings to byte strings in a directory of its own. Keys are ordered as
 * unsigned bytes. Safe for several threads.
 *
 * <p>Every failure is a {@link StorageException} that names the directory.
 */
public final class Database implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Database.class);

  /** What {@link #get(byte[], byte[])} returns for a key without value. */
  public static final int NOT_FOUND = -1;

  /**
   * Lies in the directory from the beginning of its wiping until the owner has written what must
   * not be forgotten.
   */
  private static final String WIPING = "WIPING";

  private static final int FILTER_BITS_PER_KEY = 10;
  private static final long TABLE_BYTES = 32L << 20;

  private final Path directory;
  private final RocksDB rocks;
  private final Options options;
  private final Cache cache;
  private final BloomFilter filter;
  private final @Nullable Env memory;
  private final WriteObserver writes;
  private final WriteOptions lazily = new WriteOptions();
  private final WriteOptions synced = new WriteOptions().setSync(true);
  private final WriteOptions unlogged =
      new WriteOptions().setDisableWAL(true).setMemtableInsertHintPerBatch(true);
  private final ReadOptions point = new ReadOptions().setVerifyChecksums(true);

  private boolean wiped;

  private Database(
      Path directory,
      RocksDB rocks,
      Options options,
      Cache cache,
      BloomFilter filter,
      @Nullable Env memory,
      WriteObserver writes) {
    this.directory = directory;
    this.rocks = rocks;
    this.options = options;
    this.cache = cache;
    this.filter = filter;
    this.memory = memory;
    this.writes = writes;
  }

  /**
   * Opens or creates a database. Its lock keeps other processes out. A wiping that a crash cut off
   * is completed.
   *
   * @throws StorageException if it is damaged, in use, made by another program, or not accessible
   */
  public static Database open(DatabaseOptions wanted) {
    Database database = openMarked(wanted);
    database.endWiping();
    return database;
  }

  /**
   * As {@link #open}; but if it was wiped, each start wipes it again until {@link #endWiping}: for
   * an owner who has something to write first, without which an empty database means something
   * else.
   */
  public static Database openMarked(DatabaseOptions wanted) {
    RocksDB.loadLibrary();
    Path directory = wanted.directory();
    boolean wipe = !wanted.inMemory() && prepare(directory, wanted.wipe());
    log.info("Opening LevelDB in {}", wanted.inMemory() ? "memory" : directory);
    Cache cache = new LRUCache(wanted.cacheBytes());
    BloomFilter filter = new BloomFilter(FILTER_BITS_PER_KEY);
    BlockBasedTableConfig table =
        new BlockBasedTableConfig()
            .setBlockCache(cache)
            .setFilterPolicy(filter)
            .setFormatVersion(5);
    Options options =
        new Options()
            .setCreateIfMissing(true)
            .setParanoidChecks(true)
            // A write that a crash cut off is dropped; damage before the end is an error.
            .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
            .setCompressionType(CompressionType.NO_COMPRESSION)
            .setWriteBufferSize(wanted.writeBufferBytes())
            .setMaxWriteBufferNumber(2)
            .setTargetFileSizeBase(TABLE_BYTES)
            .setMaxOpenFiles(500)
            .setLevelZeroFileNumCompactionTrigger(8)
            .setLevelZeroSlowdownWritesTrigger(30)
            .setLevelZeroStopWritesTrigger(50)
            .setKeepLogFileNum(1)
            .setMaxLogFileSize(1 << 20)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            .setStatsDumpPeriodSec(0)
            .setStatsPersistPeriodSec(0)
            .setSkipStatsUpdateOnDbOpen(true)
            .setTableFormatConfig(table);
    Env memory = wanted.inMemory() ? new RocksMemEnv(Env.getDefault()) : null;
    if (memory != null) {
      options.setEnv(memory);
    }
    try {
      RocksDB rocks = RocksDB.open(options, directory.toString());
      log.info("Opened LevelDB successfully");
      Database database =
          new Database(directory, rocks, options, cache, filter, memory, wanted.writes());
      database.wiped = wipe;
      return database;
    } catch (RocksDBException e) {
      options.close();
      filter.close();
      cache.close();
      if (memory != null) {
        memory.close();
      }
      throw failed(directory, e);
    }
  }

  /** Makes the directory ready, and returns whether what was there is gone. */
  private static boolean prepare(Path directory, boolean wanted) {
    boolean wipe;
    try {
      wipe = wanted || Files.exists(directory.resolve(WIPING));
      if (wipe) {
        log.info("Wiping LevelDB in {}", directory);
        wipe(directory);
      }
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw StorageException.of("database " + directory, e);
    }
    refuseForeign(directory);
    return wipe;
  }

  // The other format has the same file names, and opening it could damage it.
  private static void refuseForeign(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      List<String> names = files.map(p -> p.getFileName().toString()).toList();
      if (names.contains("CURRENT")
          && names.stream().noneMatch(n -> n.startsWith("OPTIONS-") || n.equals("IDENTITY"))) {
        throw new StorageException(
            StorageException.Kind.FOREIGN,
            directory + " holds a database that another program made");
      }
    } catch (IOException e) {
      throw StorageException.of("database " + directory, e);
    }
  }

  private static void wipe(Path directory) throws IOException {
    Files.createDirectories(directory);
    Path mark = directory.resolve(WIPING);
    if (!Files.exists(mark)) {
      Files.createFile(mark);
    }
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        if (Files.isRegularFile(file) && !file.equals(mark)) {
          Files.delete(file);
        }
      }
    }
  }

  /** Tells whether everything was removed when it was opened. */
  public boolean wasWiped() {
    return wiped;
  }

  /**
   * Says that the database knows now all that must not be forgotten after a wiping. Until then the
   * next start wipes it again.
   */
  public void endWiping() {
    try {
      Files.deleteIfExists(directory.resolve(WIPING));
    } catch (IOException e) {
      throw StorageException.of("database " + directory, e);
    }
  }

  private static StorageException failed(Path directory, RocksDBException e) {
    Status status = e.getStatus();
    StorageException.Kind kind = StorageException.Kind.FAILED;
    if (status != null && status.getCode() == Status.Code.Corruption) {
      kind = StorageException.Kind.DAMAGED;
    } else if (status != null && status.getSubCode() == Status.SubCode.NoSpace) {
      kind = StorageException.Kind.NO_SPACE;
    }
    String message = "database " + directory + ": " + e.getMessage();
    log.error("LevelDB error: {}", e.getMessage());
    return new StorageException(kind, message, e);
  }

  public Path directory() {
    return directory;
  }

  /** Returns the value of {@code key}, or null. */
  public byte @Nullable [] get(byte[] key) {
    try {
      return rocks.get(point, key);
    } catch (RocksDBException e) {
      throw failed(directory, e);
    }
  }

  /**
   * Reads the value of {@code key} into {@code target} without making an array.
   *
   * @return the length of the value, which may be more than {@code target} holds, or {@link
   *     #NOT_FOUND}
   */
  public int get(byte[] key, byte[] target) {
    try {
      return rocks.get(point, key, target);
    } catch (RocksDBException e) {
      throw failed(directory, e);
    }
  }

  public boolean has(byte[] key) {
    return get(key, new byte[0]) != NOT_FOUND;
  }

  /**
   * Applies {@code batch}.
   *
   * @param sync whether it must be on disk when this returns; otherwise it survives the end of the
   *     process, but perhaps not of the machine
   */
  public void write(Batch batch, boolean sync) {
    write(batch, sync ? synced : lazily);
  }

  /**
   * Applies {@code batch} without a log. It is lost with the process until {@link #flush}; whatever
   * is lost is the end of what was written, never something in between.
   */
  public void writeUnlogged(Batch batch) {
    write(batch, unlogged);
  }

  private void write(Batch batch, WriteOptions how) {
    if (batch.count() == 0) {
      return;
    }
    tell(how == synced ? WriteObserver.Kind.SYNC : WriteObserver.Kind.WRITE);
    try (WriteBatch nativeBatch = new WriteBatch(batch.toNative())) {
      rocks.write(how, nativeBatch);
    } catch (RocksDBException e) {
      throw failed(directory, e);
    }
  }

  private void tell(WriteObserver.Kind kind) {
    try {
      writes.before(kind, directory);
    } catch (IOException e) {
      throw StorageException.of("database " + directory, e);
    }
  }

  /** Brings everything written so far to disk. */
  public void flush() {
    tell(WriteObserver.Kind.SYNC);
    try (FlushOptions wait = new FlushOptions().setWaitForFlush(true)) {
      rocks.flush(wait);
    } catch (RocksDBException e) {
      throw failed(directory, e);
    }
  }

  /** Rewrites all files in good order. Takes long. */
  public void compact() {
    try {
      rocks.compactRange();
    } catch (RocksDBException e) {
      throw failed(directory, e);
    }
  }

  /** Estimates the bytes on disk of the keys from {@code from} to before {@code to}. */
  public long approximateSize(byte[] from, byte[] to) {
    try (Slice start = new Slice(from);
        Slice limit = new Slice(to)) {
      return rocks
          .getApproximateSizes(
              List.of(new Range(start, limit)),
              SizeApproximationFlag.INCLUDE_FILES,
              SizeApproximationFlag.INCLUDE_MEMTABLES)[0];
    }
  }

  /** Tells whether there is no key at all. */
  public boolean isEmpty() {
    try (Cursor cursor = cursor()) {
      return !cursor.seek(new byte[0]);
    }
  }

  /** Opens a view of the database as it is now. Close it soon: it keeps old files alive. */
  public Cursor cursor() {
    return new Cursor();
  }

  @Override
  public void close() {
    rocks.close();
    point.close();
    unlogged.close();
    synced.close();
    lazily.close();
    options.close();
    filter.close();
    cache.close();
    if (memory != null) {
      memory.close();
    }
  }

  /** Walks over keys in order, or backwards. One thread at a time. */
  public final class Cursor implements AutoCloseable {
    private final Snapshot snapshot = rocks.getSnapshot();
    private final ReadOptions reading =
        new ReadOptions().setSnapshot(snapshot).setVerifyChecksums(true).setFillCache(false);
    private final RocksIterator iterator = rocks.newIterator(reading);

    private Cursor() {}

    private boolean valid() {
      if (iterator.isValid()) {
        return true;
      }
      try {
        iterator.status();
      } catch (RocksDBException e) {
        throw failed(directory, e);
      }
      return false;
    }

    /** Goes to the first key that is not before {@code key}. False if there is none. */
    public boolean seek(byte[] key) {
      iterator.seek(key);
      return valid();
    }

    /** Goes to the last key that is not after {@code key}. False if there is none. */
    public boolean seekBack(byte[] key) {
      iterator.seekForPrev(key);
      return valid();
    }

    /** Goes to the next key. False after the last. */
    public boolean next() {
      iterator.next();
      return valid();
    }

    /** Goes to the key before. False before the first. */
    public boolean previous() {
      iterator.prev();
      return valid();
    }

    public byte[] key() {
      return iterator.key();
    }

    public byte[] value() {
      return iterator.value();
    }

    /** Reads a value as of this view. */
    public byte @Nullable [] get(byte[] key) {
      try {
        return rocks.get(reading, key);
      } catch (RocksDBException e) {
        throw failed(directory, e);
      }
    }

    @Override
    public void close() {
      iterator.close();
      reading.close();
      rocks.releaseSnapshot(snapshot);
      snapshot.close();
    }
  }
}
