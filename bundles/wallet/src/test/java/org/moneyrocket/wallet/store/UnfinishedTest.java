// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.primitives.Bytes;

/** Files appear under their names when they are complete, and what was not completed goes away. */
public class UnfinishedTest {
  /** No system has a process of this number. */
  private static final String DEAD = ".moneyrocket-new-999999999999-1700000000000-1";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path root;
  private WalletFiles files;

  @Before
  public void prepare() {
    root = folder.getRoot().toPath();
    files =
        new WalletFiles(
            root,
            new SqliteWalletStore.Options(Bytes.fromHex("fabfb5da"), true, false, "Moneyrocket"));
  }

  private List<String> names(Path directory) throws Exception {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  public void aWalletHasItsNameOnlyWhenItIsComplete() throws Exception {
    try (NewWallet place = files.prepare("a/b")) {
      try (WalletStore store = files.create(place)) {
        store.put(Bytes.fromHex("01"), Bytes.fromHex("02"));
        assertThat(root.resolve("a/b")).doesNotExist();
        assertThat(files.list()).isEmpty();
      }
      place.name();
      place.keep();
    }
    assertThat(names(root.resolve("a"))).containsExactly("b");
    assertThat(names(root.resolve("a/b"))).containsExactly("wallet.dat");
    assertThat(files.list()).extracting(WalletFiles.Found::name).containsExactly("a/b");
  }

  @Test
  public void aWalletThatIsNotKeptLeavesNothing() throws Exception {
    for (boolean named : new boolean[] {false, true}) {
      try (NewWallet place = files.prepare("a/b")) {
        files.create(place).close();
        if (named) {
          place.name();
        }
      }
      assertThat(names(root)).as("named %s", named).isEmpty();
    }
  }

  @Test
  public void whatLiesInTheDirectoryOfANewWalletStays() throws Exception {
    Files.createDirectory(root.resolve("w"));
    Files.writeString(root.resolve("w/notes.txt"), "mine");
    for (boolean kept : new boolean[] {false, true}) {
      try (NewWallet place = files.prepare("w")) {
        files.create(place).close();
        assertThat(root.resolve("w/wallet.dat")).doesNotExist();
        place.name();
        if (kept) {
          place.keep();
        }
      }
      assertThat(root.resolve("w/wallet.dat").toFile().exists()).isEqualTo(kept);
      assertThat(root.resolve("w/notes.txt")).hasContent("mine");
    }
  }

  @Test
  public void aWalletThatSomebodyElseMadeMeanwhileIsNotReplaced() throws Exception {
    Files.createDirectory(root.resolve("w"));
    try (NewWallet place = files.prepare("w")) {
      files.create(place).close();
      Files.writeString(root.resolve("w/wallet.dat"), "theirs");
      assertThatThrownBy(place::name).isInstanceOf(java.nio.file.FileAlreadyExistsException.class);
    }
    assertThat(root.resolve("w/wallet.dat")).hasContent("theirs");
    assertThat(names(root.resolve("w"))).containsExactly("wallet.dat");
  }

  @Test
  public void whatKilledProcessesLeftIsRemovedAtTheStartAndNothingElse() throws Exception {
    Path living = Unfinished.in(root);
    Files.createDirectories(root.resolve("sub").resolve(DEAD));
    Files.writeString(root.resolve("sub").resolve(DEAD).resolve("wallet.dat"), "half");
    Files.writeString(root.resolve(DEAD), "half");
    Files.writeString(root.resolve(DEAD + "-journal"), "half");
    Files.writeString(living, "at work");
    Files.writeString(root.resolve(".moneyrocket-new-mine"), "theirs");

    files.sweep();

    assertThat(names(root))
        .containsExactlyInAnyOrder(living.getFileName().toString(), ".moneyrocket-new-mine", "sub");
    assertThat(names(root.resolve("sub"))).isEmpty();
  }

  @Test
  public void aProcessIdThatAnotherProcessHasNowIsNoReasonToKeepFiles() throws Exception {
    long pid = ProcessHandle.current().pid();
    Path old = root.resolve(".moneyrocket-new-" + pid + "-1000000000000-1");
    Files.writeString(old, "half");

    Unfinished.sweep(root);

    assertThat(old).doesNotExist();
  }

  @Test
  public void aBackupHasItsNameOnlyWhenItIsCompleteAndLeavesNothingBeside() throws Exception {
    Path target = Files.createDirectory(root.resolve("backups")).resolve("it's mine");
    Files.writeString(target.resolveSibling(DEAD), "half");
    try (WalletStore store = Stores.create(files, "w")) {
      store.put(Bytes.fromHex("01"), Bytes.fromHex("02"));
      store.backup(target);
      store.put(Bytes.fromHex("01"), Bytes.fromHex("03"));
      store.backup(target);
      assertThat(names(target.getParent())).containsExactly("it's mine");
    }
    try (WalletStore copy = files.createAt(target)) {
      assertThat(copy.get(Bytes.fromHex("01"))).contains(Bytes.fromHex("03"));
    }
  }

  @Test
  public void aBackupReplacesNothingButADatabaseThatNobodyUses() throws Exception {
    Path text = Files.writeString(root.resolve("letter.txt"), "Dear all, ".repeat(100));
    try (WalletStore store = Stores.create(files, "w");
        WalletStore other = Stores.create(files, "other")) {
      assertThatThrownBy(() -> store.backup(text)).isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> store.backup(Path.of(other.fileName())))
          .isInstanceOf(StoreException.class);
      assertThat(text).hasContent("Dear all, ".repeat(100));
      assertThat(names(root)).containsExactlyInAnyOrder("letter.txt", "other", "w");
    }
  }

  @Test
  public void aBackupFollowsALinkInsteadOfReplacingIt() throws Exception {
    Path elsewhere = Files.createDirectory(root.resolve("elsewhere")).resolve("copy");
    Path link = Files.createSymbolicLink(root.resolve("link"), elsewhere);
    try (WalletStore store = Stores.create(files, "w")) {
      store.backup(link);
    }
    assertThat(link).isSymbolicLink();
    assertThat(elsewhere).isRegularFile();
  }

  @Test
  public void aJournalOfAFileThatIsGoneIsNotPlayedBackIntoTheNewOne() throws Exception {
    Path target = root.resolve("backup");
    byte[] journal = new byte[8192];
    System.arraycopy(Bytes.fromHex("d9d505f920a163d7").toArray(), 0, journal, 0, 8);
    Files.write(root.resolve("backup-journal"), journal);
    try (WalletStore store = Stores.create(files, "w")) {
      store.put(Bytes.fromHex("01"), Bytes.fromHex("02"));
      store.backup(target);
    }
    assertThat(root.resolve("backup-journal")).doesNotExist();
    try (WalletStore copy = files.createAt(target)) {
      assertThat(copy.get(Bytes.fromHex("01"))).contains(Bytes.fromHex("02"));
    }
  }

  @Test
  public void lookingForWalletsLeavesTheLockOnThoseThatAreOpen() throws Exception {
    org.junit.Assume.assumeTrue(Files.exists(Path.of("/proc/locks")));
    try (WalletStore store = Stores.create(files, "w")) {
      store.put(Bytes.fromHex("01"), Bytes.fromHex("02"));
      assertThat(locks(Path.of(store.fileName()))).isPositive();

      assertThat(files.list()).hasSize(1);
      assertThat(files.format(root.resolve("w"))).contains(WalletFiles.Format.SQLITE);
      assertThatThrownBy(() -> files.openExisting("w")).isInstanceOf(WalletOpenException.class);
      store.backup(root.resolve("backup"));
      store.compact();

      assertThat(locks(Path.of(store.fileName()))).isPositive();
    }
  }

  /** Counts the locks of this process on a file. */
  private static long locks(Path file) throws Exception {
    String inode = ":" + Files.getAttribute(file, "unix:ino") + " ";
    String self = " " + ProcessHandle.current().pid() + " ";
    return Files.readAllLines(Path.of("/proc/locks")).stream()
        .filter(line -> line.contains(inode) && line.contains(self))
        .count();
  }
}
