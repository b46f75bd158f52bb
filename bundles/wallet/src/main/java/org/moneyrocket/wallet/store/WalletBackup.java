// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.primitives.Bytes;
import org.sqlite.SQLiteConnection;

/** Copies an open wallet to another file. */
final class WalletBackup {
  /** As many as a system follows, so that a circle ends. */
  private static final int MAX_LINKS = 40;

  private final SQLiteConnection source;
  private final Path file;
  private final SqliteWalletStore.Options options;

  WalletBackup(SQLiteConnection source, Path file, SqliteWalletStore.Options options) {
    this.source = source;
    this.file = file;
    this.options = options;
  }

  /** Writes the copy, which gets its name when it is complete and was read again. */
  void write(Path destination) throws SQLException, IOException {
    Path target = followed(destination.toAbsolutePath());
    refuse(target);
    Path copy = Unfinished.beside(target);
    try (Statement statement = source.createStatement()) {
      // Not page by page: what lies in unused parts of the file does not go along.
      statement.execute("VACUUM INTO '" + copy.toString().replace("'", "''") + "'");
      check(copy);
      SqliteWalletStore.removeStrayJournal(target);
      Unfinished.name(copy, target, !options.unsafeSync());
    } finally {
      Unfinished.discard(copy);
    }
  }

  /** Returns where links lead: it is not them that are replaced. */
  private static Path followed(Path path) throws IOException {
    Path at = path;
    for (int i = 0; Files.isSymbolicLink(at); i++) {
      if (i == MAX_LINKS) {
        throw new IOException("the destination is a link in a circle");
      }
      at = at.resolveSibling(Files.readSymbolicLink(at)).toAbsolutePath();
    }
    return at;
  }

  private void refuse(Path target) throws SQLException, IOException {
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (Files.isSameFile(target, file)) {
      throw new IOException("the destination is the wallet file itself");
    }
    if (!Files.isRegularFile(target)) {
      throw new IOException("the destination is a directory or not a file");
    }
    if (OpenFiles.contains(target)) {
      throw new IOException("the destination is the file of another wallet that is loaded");
    }
    // Fails if it is something else than a database, or open in another program.
    try (SQLiteConnection there = SqliteWalletStore.connect(target);
        Statement statement = there.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE TRANSACTION");
      try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM sqlite_master")) {
        rows.next();
      }
      statement.execute("COMMIT");
    } catch (WalletOpenException e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Opens the copy and compares it record for record. */
  private void check(Path copy) throws SQLException, IOException {
    try (SQLiteConnection there = SqliteWalletStore.connect(copy)) {
      SqliteWalletStore.verify(there, options.magic());
      if (!digest(there).equals(digest(source))) {
        throw new IOException("the copy differs from the wallet");
      }
    } catch (WalletOpenException e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Bytes digest(SQLiteConnection connection) throws SQLException {
    MessageDigest digest = Hashes.newSha256();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT key, value FROM main ORDER BY key")) {
      while (rows.next()) {
        for (int column = 1; column <= 2; column++) {
          byte[] bytes = rows.getBytes(column);
          int size = bytes == null ? 0 : bytes.length;
          digest.update(
              new byte[] {
                (byte) (size >> 24), (byte) (size >> 16), (byte) (size >> 8), (byte) size
              });
          if (bytes != null) {
            digest.update(bytes);
            PrivateKeyDer.wipe(bytes);
          }
        }
      }
    }
    return Bytes.wrap(digest.digest());
  }
}
