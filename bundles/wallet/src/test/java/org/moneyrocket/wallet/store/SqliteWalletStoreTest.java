// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.wallet.store.WalletOpenException.Kind;

public class SqliteWalletStoreTest {
  private static final Bytes REGTEST = Bytes.fromHex("fabfb5da");
  private static final Bytes MAIN = Bytes.fromHex("f9beb4d9");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private static SqliteWalletStore.Options options(Bytes magic) {
    return new SqliteWalletStore.Options(magic, true, true, "Moneyrocket");
  }

  private WalletFiles files(Bytes magic) {
    return new WalletFiles(folder.getRoot().toPath(), options(magic));
  }

  private static Bytes hex(String digits) {
    return Bytes.fromHex(digits);
  }

  @Test
  public void keepsRecordsAcrossReopening() throws Exception {
    try (WalletStore store = Stores.create(files(REGTEST), "w")) {
      store.put(hex("01"), hex("aa"));
      store.put(hex("02"), hex("bb"));
      store.put(hex("01"), hex("cc"));
      store.delete(hex("02"));
    }
    try (WalletStore store = files(REGTEST).openExisting("w")) {
      assertThat(store.get(hex("01"))).contains(hex("cc"));
      assertThat(store.get(hex("02"))).isEmpty();
    }
  }

  @Test
  public void visitsExactlyTheKeysWithThePrefixInOrder() throws Exception {
    try (WalletStore store = Stores.create(files(REGTEST), "w")) {
      for (String key : List.of("02ff", "02", "0201", "01ff", "03")) {
        store.put(hex(key), hex("00"));
      }
      List<Bytes> seen = new ArrayList<>();
      store.forEach(hex("02"), (key, value) -> seen.add(key));
      assertThat(seen).containsExactly(hex("02"), hex("0201"), hex("02ff"));
    }
  }

  @Test
  public void rollsBackAllWritesOfAFailedBatch() throws Exception {
    try (WalletStore store = Stores.create(files(REGTEST), "w")) {
      store.put(hex("01"), hex("aa"));
      assertThatThrownBy(
              () ->
                  store.atomically(
                      () -> {
                        store.put(hex("01"), hex("bb"));
                        store.atomically(() -> store.put(hex("02"), hex("cc")));
                        throw new IllegalStateException("on purpose");
                      }))
          .hasMessage("on purpose");
      assertThat(store.get(hex("01"))).contains(hex("aa"));
      assertThat(store.get(hex("02"))).isEmpty();
    }
  }

  @Test
  public void carriesTheNetworkMagicAndSchemaOfBitcoinCore() throws Exception {
    Stores.create(files(REGTEST), "w").close();

    byte[] head = new byte[72];
    Path file = folder.getRoot().toPath().resolve("w/wallet.dat");
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.readFully(head);
    }
    assertThat(Bytes.of(head, 68, 4)).isEqualTo(REGTEST);
    assertThat(Bytes.of(head, 60, 4)).isEqualTo(hex("00000000"));
    assertThat(new String(head, 0, 15, java.nio.charset.StandardCharsets.US_ASCII))
        .isEqualTo("SQLite format 3");
  }

  @Test
  public void refusesAFileThatIsOpenElsewhereAtOnce() throws Exception {
    try (WalletStore store = Stores.create(files(REGTEST), "w")) {
      store.put(hex("01"), hex("aa"));
      assertThatThrownBy(() -> files(REGTEST).openExisting("w"))
          .isInstanceOf(WalletOpenException.class)
          .hasMessage(
              "SQLiteDatabase: Unable to obtain an exclusive lock on the database, is it being"
                  + " used by another instance of Moneyrocket?\n")
          .extracting(e -> ((WalletOpenException) e).kind())
          .isEqualTo(Kind.IN_USE);
    }
    files(REGTEST).openExisting("w").close();
  }

  @Test
  public void doesNotRecogniseAWalletOfAnotherChain() throws Exception {
    Stores.create(files(MAIN), "w").close();

    assertThatThrownBy(() -> files(REGTEST).openExisting("w"))
        .hasMessageEndingWith("Data is not in recognized format.");
  }

  @Test
  public void tellsMissingFromExisting() throws Exception {
    assertThatThrownBy(() -> files(REGTEST).openExisting("w"))
        .hasMessageEndingWith("Path does not exist.");
    Stores.create(files(REGTEST), "w").close();
    assertThatThrownBy(() -> Stores.create(files(REGTEST), "w"))
        .hasMessageEndingWith("Database already exists.");
  }

  @Test
  public void opensDirectoriesWithUnusualNames() throws Exception {
    for (String name : List.of("a b", "what?mode=ro", "per%20cent", "sub/inner", "ünï", "it's")) {
      Stores.create(files(REGTEST), name).close();
      assertThat(folder.getRoot().toPath().resolve(name).resolve("wallet.dat")).exists();
      files(REGTEST).openExisting(name).close();
    }
    assertThat(files(REGTEST).list())
        .extracting(WalletFiles.Found::name)
        .containsExactlyInAnyOrder("a b", "what?mode=ro", "per%20cent", "sub/inner", "ünï", "it's");
  }

  @Test
  public void refusesNamesThatLeaveTheDirectory() throws Exception {
    String normal = "Wallet name given as a path must be normalized";
    String dots =
        "Wallet name given as a relative path cannot begin with ./ or ../, for wallets not in the"
            + " walletdir, please use an absolute path.";
    for (String name : List.of("a/./b", "a/../b", "./a", "/..", "../")) {
      assertThatThrownBy(() -> files(REGTEST).path(name)).as(name).hasMessage(normal);
    }
    for (String name : List.of(".", "..", "../a", "../../a")) {
      assertThatThrownBy(() -> files(REGTEST).path(name)).as(name).hasMessage(dots);
    }
    assertThatThrownBy(() -> files(REGTEST).path("/"))
        .hasMessage("Wallet name cannot be the root path");
    assertThat(files(REGTEST).path("a//b")).isEqualTo(folder.getRoot().toPath().resolve("a/b"));
  }

  @Test
  public void copiesItselfToAnotherFile() throws Exception {
    Path copy = folder.getRoot().toPath().resolve("copy/wallet.dat");
    Files.createDirectories(copy.getParent());
    try (WalletStore store = Stores.create(files(REGTEST), "w")) {
      store.put(hex("01"), hex("aa"));
      store.backup(copy);
      assertThatThrownBy(() -> store.backup(folder.getRoot().toPath()))
          .isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> store.backup(folder.getRoot().toPath().resolve("none/x")))
          .isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> store.backup(Path.of(store.fileName())))
          .isInstanceOf(StoreException.class);
    }
    try (WalletStore store = files(REGTEST).openExisting("copy")) {
      assertThat(store.get(hex("01"))).contains(hex("aa"));
    }
  }

  @Test
  public void reportsADamagedFile() throws Exception {
    Stores.create(files(REGTEST), "w").close();
    Path file = folder.getRoot().toPath().resolve("w/wallet.dat");
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.seek(100);
      out.write(new byte[4000]);
    }
    assertThatThrownBy(() -> files(REGTEST).openExisting("w"))
        .isInstanceOf(WalletOpenException.class);
  }

  private static void limitPages(SqliteWalletStore store, int pages) throws Exception {
    Field field = SqliteWalletStore.class.getDeclaredField("connection");
    field.setAccessible(true);
    try (Statement statement = ((Connection) field.get(store)).createStatement()) {
      statement.execute("PRAGMA max_page_count = " + pages);
    }
  }

  private static String pragma(WalletStore store, String name) throws Exception {
    Field field = SqliteWalletStore.class.getDeclaredField("connection");
    field.setAccessible(true);
    try (Statement statement = ((Connection) field.get(store)).createStatement();
        var rows = statement.executeQuery("PRAGMA " + name)) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Test
  public void whatIsStoredIsWaitedForAndWhatIsDeletedIsOverwritten() throws Exception {
    WalletFiles synced =
        new WalletFiles(
            folder.getRoot().toPath(),
            new SqliteWalletStore.Options(REGTEST, true, false, "Moneyrocket"));
    try (WalletStore store = Stores.create(synced, "w")) {
      store.compact();
      // 2 is FULL: the journal is on the disk before the file is changed, the file before the
      // journal is ended, and that before the call returns, for the journal stays while we lock.
      assertThat(pragma(store, "synchronous")).isEqualTo("2");
      assertThat(pragma(store, "journal_mode")).isEqualTo("delete");
      assertThat(pragma(store, "locking_mode")).isEqualTo("exclusive");
      assertThat(pragma(store, "secure_delete")).isEqualTo("1");
      assertThat(pragma(store, "temp_store")).isEqualTo("2");
    }
  }

  @Test
  public void deletedRecordsAreNoLongerInTheFile() throws Exception {
    Path file = folder.getRoot().toPath().resolve("w/wallet.dat");
    try (WalletStore store = Stores.create(files(REGTEST), "w")) {
      store.put(hex("01"), Bytes.wrap("a secret of somebody's".getBytes(StandardCharsets.UTF_8)));
      store.delete(hex("01"));
    }
    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
        .doesNotContain("secret");
  }

  @Test
  public void aFullDiskFailsOneCallAndTheNextOneWorks() throws Exception {
    Bytes large = Bytes.wrap(new byte[100_000]);
    try (SqliteWalletStore store = (SqliteWalletStore) Stores.create(files(REGTEST), "w")) {
      store.put(hex("01"), hex("aa"));
      limitPages(store, 3);

      assertThatThrownBy(() -> store.put(hex("02"), large))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(store.fileName())
          .hasMessageContaining("full");
      assertThatThrownBy(
              () ->
                  store.atomically(
                      () -> {
                        store.put(hex("01"), hex("bb"));
                        store.put(hex("02"), large);
                      }))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("full");
      assertThat(store.get(hex("01"))).contains(hex("aa"));
      assertThat(store.get(hex("02"))).isEmpty();

      limitPages(store, 1_000_000);
      store.put(hex("02"), large);
      store.atomically(() -> store.put(hex("01"), hex("cc")));
      store.delete(hex("02"));
      assertThat(store.get(hex("01"))).contains(hex("cc"));
      store.compact();
    }
    try (WalletStore store = files(REGTEST).openExisting("w")) {
      assertThat(store.get(hex("01"))).contains(hex("cc"));
    }
  }
}
