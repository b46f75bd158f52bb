// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.settings.IoText;
import org.moneyrocket.settings.LockHolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConnection;

/** A wallet file as Bitcoin Core writes it: one SQLite table, locked for as long as it is open. */
public final class SqliteWalletStore implements WalletStore {
  /** The only layout there is so far. */
  private static final int SCHEMA_VERSION = 0;

  /** First bytes of a journal that is in use; zeros take their place when it is done. */
  private static final Bytes JOURNAL_MAGIC = Bytes.fromHex("d9d505f920a163d7");

  private static final Logger log = LoggerFactory.getLogger("walletdb");

  static {
    SqliteLibrary.locate();
  }

  private final Path file;
  private final SQLiteConnection connection;
  private final Prepared select = new Prepared("SELECT value FROM main WHERE key = ?");
  private final Prepared replace = new Prepared("INSERT OR REPLACE INTO main VALUES(?, ?)");
  private final Prepared remove = new Prepared("DELETE FROM main WHERE key = ?");
  private final Prepared range =
      new Prepared("SELECT key, value FROM main WHERE key >= ? AND key < ? ORDER BY key");

  /** Guards the connection and its statements; the last lock taken in the wallet. */
  private final ReentrantLock lock = new ReentrantLock();

  private int depth;

  /** Why the transaction under way cannot be committed any more. */
  private @Nullable StoreException broken;

  private boolean closed;

  private final Options options;
  private final boolean hadPlainKeys;
  private final Optional<Object> identity;

  private SqliteWalletStore(
      Path file, SQLiteConnection connection, Options options, boolean hadPlainKeys) {
    this.file = file;
    this.connection = connection;
    this.options = options;
    this.hadPlainKeys = hadPlainKeys;
    this.identity = OpenFiles.opened(file);
  }

  /**
   * A statement that is compiled when it is first needed, and again after it failed: the driver
   * closes a statement that met an error, such as a full disk, which may be over at the next call.
   */
  private final class Prepared {
    private final String sql;
    private @Nullable PreparedStatement statement;

    Prepared(String sql) {
      this.sql = sql;
    }

    PreparedStatement get() throws SQLException {
      PreparedStatement current = statement;
      if (current == null) {
        current = connection.prepareStatement(sql);
        statement = current;
      }
      return current;
    }

    void discard() {
      PreparedStatement old = statement;
      statement = null;
      if (old != null) {
        try {
          old.close();
        } catch (SQLException e) {
          log.debug("wallet file {}: closing a failed statement: {}", file, e.getMessage());
        }
      }
    }
  }

  /**
   * How to open a file.
   *
   * @param magic the four magic bytes of the network, which the file carries as application id
   * @param verify whether to check application id, schema and integrity of a file that exists
   * @param unsafeSync leaves out waiting for the disk
   * @param clientName name of this program in the message about a file in use
   */
  public record Options(Bytes magic, boolean verify, boolean unsafeSync, String clientName) {}

  /** Opens or creates {@code file}; its directory is made if it is missing. */
  public static SqliteWalletStore open(Path file, Options options) throws WalletOpenException {
    Path directory = file.toAbsolutePath().getParent();
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new WalletOpenException(
          WalletOpenException.Kind.BAD_PATH,
          "Failed to access database path '" + directory + "': " + IoText.reason(e));
    }
    if (!Files.isWritable(directory)) {
      throw verification(
          "SQLiteDatabase: Failed to open database in directory '"
              + directory
              + "': directory is not writable");
    }
    boolean hadPlainKeys = hasPlainKeys(file);
    SQLiteConnection connection = connect(file);
    boolean done = false;
    try {
      prepare(file, connection, options);
      if (options.verify()) {
        verify(connection, options.magic());
      }
      SqliteWalletStore store = new SqliteWalletStore(file, connection, options, hadPlainKeys);
      done = true;
      return store;
    } catch (SQLException e) {
      throw verification("SQLiteDatabase: Failed to open database: " + e.getMessage());
    } finally {
      if (!done) {
        closeQuietly(connection);
      }
    }
  }

  /** Returns where SQLite keeps the old pages of a transaction, in case it is undone. */
  static Path journal(Path file) {
    return file.resolveSibling(file.getFileName() + "-journal");
  }

  /**
   * Removes a journal whose database is gone, as SQLite would: it would be played back into the
   * file that gets the name next.
   */
  static void removeStrayJournal(Path file) throws IOException {
    Path journal = journal(file);
    if (Files.exists(file) || !Files.isRegularFile(journal)) {
      return;
    }
    byte[] head = new byte[JOURNAL_MAGIC.size()];
    try (InputStream in = Files.newInputStream(journal)) {
      in.readNBytes(head, 0, head.length);
    }
    if (Bytes.wrap(head).equals(JOURNAL_MAGIC)) {
      log.info("Removing {}, the journal of a file that does not exist", journal);
      Files.delete(journal);
    }
  }

  /** Looks through a file that nobody has open here; what was under way is undone before. */
  private static boolean hasPlainKeys(Path file) throws WalletOpenException {
    if (OpenFiles.contains(file)) {
      return false; // It will be refused as being in use.
    }
    try {
      Path journal = journal(file);
      if (Files.exists(journal) && Files.size(journal) > 0) {
        settle(file);
      }
      return PlainKeyScan.finds(file) || PlainKeyScan.finds(journal);
    } catch (IOException e) {
      throw verification("SQLiteDatabase: Failed to open database: " + IoText.of(e));
    }
  }

  private static void settle(Path file) throws WalletOpenException {
    try (SQLiteConnection connection = connect(file);
        Statement statement = connection.createStatement()) {
      protect(statement);
      statement.execute("BEGIN EXCLUSIVE TRANSACTION");
      statement.execute("COMMIT");
    } catch (SQLException e) {
      // Whoever opens it next meets the same and says so.
      log.debug("wallet file {}: undoing what was under way: {}", file, e.getMessage());
    }
  }

  /** Lets nothing that is deleted stay in the file, nor go into temporary ones. */
  private static void protect(Statement statement) throws SQLException {
    statement.execute("PRAGMA secure_delete = ON");
    statement.execute("PRAGMA temp_store = MEMORY");
  }

  static SQLiteConnection connect(Path file) throws WalletOpenException {
    Properties properties = new Properties();
    // A locked file must be reported at once; who starts the wallet decides about trying again.
    properties.setProperty("busy_timeout", "0");
    // Looking up row ids after each insert would leave a query open, and VACUUM refuses then.
    properties.setProperty("jdbc.get_generated_keys", "false");
    URI uri = file.toAbsolutePath().toUri();
    try {
      // The URI form keeps characters such as '?' in directory names from being read as options.
      return JDBC.createConnection("jdbc:sqlite:file:" + uri.getRawPath(), properties);
    } catch (SQLException e) {
      throw verification("SQLiteDatabase: Failed to open database: " + e.getMessage());
    }
  }

  private static String holder(Path file) {
    OptionalLong holder = LockHolder.of(file);
    return holder.isPresent() ? "Process " + holder.getAsLong() + " has it open.\n" : "";
  }

  private static void prepare(Path file, SQLiteConnection connection, Options options)
      throws SQLException, WalletOpenException {
    try (Statement statement = connection.createStatement()) {
      protect(statement);
      statement.execute("PRAGMA locking_mode = exclusive");
      try {
        statement.execute("BEGIN EXCLUSIVE TRANSACTION");
      } catch (SQLException e) {
        log.debug("exclusive lock refused: {}", e.getMessage());
        throw new WalletOpenException(
            WalletOpenException.Kind.IN_USE,
            "SQLiteDatabase: Unable to obtain an exclusive lock on the database, is it being used"
                + " by another instance of "
                + options.clientName()
                + "?\n"
                + holder(file));
      }
      statement.execute("COMMIT");
      // What was acknowledged survives a power loss: journal and file are waited for.
      statement.execute("PRAGMA journal_mode = DELETE");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute("PRAGMA fullfsync = true");
      if (options.unsafeSync()) {
        log.warn(
            "SQLite is configured to not wait for data to be flushed to disk."
                + " Data loss and corruption may occur.");
        statement.execute("PRAGMA synchronous = OFF");
      }
      if (!hasTable(statement)) {
        statement.execute("CREATE TABLE main(key BLOB PRIMARY KEY NOT NULL, value BLOB NOT NULL)");
        statement.execute("PRAGMA application_id = " + applicationId(options.magic()));
        statement.execute("PRAGMA user_version = " + SCHEMA_VERSION);
      }
    }
  }

  private static boolean hasTable(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT name FROM sqlite_master WHERE type='table' AND name='main'")) {
      return rows.next();
    }
  }

  private static int applicationId(Bytes magic) {
    return magic.unsigned(0) << 24
        | magic.unsigned(1) << 16
        | magic.unsigned(2) << 8
        | magic.unsigned(3);
  }

  static void verify(SQLiteConnection connection, Bytes magic)
      throws SQLException, WalletOpenException {
    int found = pragma(connection, "application_id");
    int expected = applicationId(magic);
    if (found != expected) {
      throw verification(
          "SQLiteDatabase: Unexpected application id. Expected "
              + Integer.toUnsignedString(expected)
              + ", got "
              + Integer.toUnsignedString(found));
    }
    int version = pragma(connection, "user_version");
    if (version != SCHEMA_VERSION) {
      throw verification(
          "SQLiteDatabase: Unknown sqlite wallet schema version "
              + version
              + ". Only version "
              + SCHEMA_VERSION
              + " is supported");
    }
    StringBuilder findings = new StringBuilder();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA integrity_check")) {
      while (rows.next()) {
        String finding = rows.getString(1);
        if (!"ok".equals(finding)) {
          findings.append(finding).append('\n');
        }
      }
    }
    if (!findings.isEmpty()) {
      throw verification("Failed to verify database\n" + findings);
    }
  }

  private static int pragma(SQLiteConnection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA " + name)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static WalletOpenException verification(String message) {
    return new WalletOpenException(WalletOpenException.Kind.VERIFY, message);
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      log.warn("closing a wallet file failed: {}", e.getMessage());
    }
  }

  @Override
  public Optional<Bytes> get(Bytes key) {
    lock.lock();
    try {
      PreparedStatement statement = select.get();
      statement.setBytes(1, key.unsafeArray());
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(Bytes.wrap(rows.getBytes(1))) : Optional.empty();
      }
    } catch (SQLException e) {
      select.discard();
      throw failed("reading", e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void put(Bytes key, Bytes value) {
    lock.lock();
    try {
      requireWhole();
      PreparedStatement statement = replace.get();
      statement.setBytes(1, key.unsafeArray());
      statement.setBytes(2, value.unsafeArray());
      statement.executeUpdate();
      // The driver would keep the value until the next one, and SQLite a copy of it.
      statement.clearParameters();
    } catch (SQLException e) {
      replace.discard();
      throw broken(failed("writing", e));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void delete(Bytes key) {
    lock.lock();
    try {
      requireWhole();
      PreparedStatement statement = remove.get();
      statement.setBytes(1, key.unsafeArray());
      statement.executeUpdate();
    } catch (SQLException e) {
      remove.discard();
      throw broken(failed("deleting", e));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void forEach(Bytes prefix, RecordVisitor visitor) {
    lock.lock();
    try {
      PreparedStatement statement = range.get();
      statement.setBytes(1, prefix.unsafeArray());
      statement.setBytes(2, after(prefix));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          byte[] value = rows.getBytes(2);
          visitor.visit(
              Bytes.wrap(rows.getBytes(1)), value == null ? Bytes.EMPTY : Bytes.wrap(value));
        }
      }
    } catch (SQLException e) {
      range.discard();
      throw failed("reading", e);
    } finally {
      lock.unlock();
    }
  }

  /** Returns the smallest key behind all keys that begin with {@code prefix}. */
  private static byte[] after(Bytes prefix) {
    byte[] end = prefix.toArray();
    for (int i = end.length - 1; i >= 0; i--) {
      if (end[i] != (byte) 0xff) {
        end[i]++;
        return Arrays.copyOf(end, i + 1);
      }
    }
    byte[] last = new byte[1024];
    Arrays.fill(last, (byte) 0xff);
    return last;
  }

  @Override
  public void atomically(Runnable work) {
    lock.lock();
    try {
      if (depth > 0) {
        work.run();
        return;
      }
      execute("BEGIN TRANSACTION");
      depth++;
      broken = null;
      boolean done = false;
      try {
        work.run();
        requireWhole();
        execute("COMMIT");
        done = true;
      } finally {
        depth--;
        broken = null;
        if (!done) {
          rollBack();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** SQLite ends a transaction by itself when a disk is full: what came after would stand alone. */
  private void requireWhole() {
    StoreException failure = broken;
    if (failure != null) {
      throw new StoreException(String.valueOf(failure.getMessage()), failure);
    }
  }

  /**
   * Ends a failed transaction, unless SQLite has done so already, as it does when a disk is full.
   */
  private void rollBack() {
    try (Statement statement = connection.createStatement()) {
      statement.execute("ROLLBACK");
    } catch (SQLException e) {
      log.debug("wallet file {}: rolling back: {}", file, e.getMessage());
    }
  }

  private void execute(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  @Override
  public void backup(Path destination) {
    lock.lock();
    try {
      new WalletBackup(connection, file, options).write(destination);
    } catch (SQLException | IOException e) {
      throw failed("copying to " + destination, e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean hadPlainKeys() {
    return hadPlainKeys;
  }

  @Override
  public void compact() {
    lock.lock();
    try {
      // Large wallets do not fit into memory twice; what is written there is encrypted by now.
      execute("PRAGMA temp_store = DEFAULT");
      try {
        execute("VACUUM");
      } finally {
        execute("PRAGMA temp_store = MEMORY");
      }
      overwriteJournal();
    } catch (IOException e) {
      throw failed("overwriting the journal", e);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Overwrites the journal, which stays while the file is open and holds pages as they were before
   * the last transactions. SQLite has ended those and reads none of it again.
   */
  private void overwriteJournal() throws IOException {
    Path journal = journal(file);
    if (!Files.exists(journal)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(journal, StandardOpenOption.WRITE)) {
      ByteBuffer zeros = ByteBuffer.allocate(1 << 16);
      long size = channel.size();
      for (long at = 0; at < size; at += zeros.capacity()) {
        zeros.clear().limit((int) Math.min(zeros.capacity(), size - at));
        while (zeros.hasRemaining()) {
          channel.write(zeros, at + zeros.position());
        }
      }
      if (!options.unsafeSync()) {
        channel.force(true);
      }
    }
  }

  @Override
  public String fileName() {
    return file.toString();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        try {
          connection.close();
        } finally {
          identity.ifPresent(OpenFiles::closed);
        }
      }
    } catch (SQLException e) {
      throw failed("closing", e);
    } finally {
      lock.unlock();
    }
  }

  private StoreException broken(StoreException failure) {
    if (depth > 0) {
      broken = failure;
    }
    return failure;
  }

  private StoreException failed(String what, Exception cause) {
    return new StoreException(
        "wallet file " + file + ": " + what + " failed: " + cause.getMessage(), cause);
  }
}
