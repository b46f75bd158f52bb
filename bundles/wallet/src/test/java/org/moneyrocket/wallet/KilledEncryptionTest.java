// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.moneyrocket.wallet.WalletFixture.secret;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.moneyrocket.interfaces.Secret;
import org.moneyrocket.primitives.Bytes;

/**
 * Keys in clear do not outlast the encryption of a wallet, wherever the program is killed. A kill
 * leaves on the disk what was written until then, so the directory is copied before each step and
 * the copies are opened.
 */
public class KilledEncryptionTest {
  @Rule public final WalletFixture fixture = new WalletFixture("-keypool=3");

  /** Number of copies so far. */
  private int copies;

  private Path directory(String name) {
    return fixture.directory().resolve(name);
  }

  /** Copies a wallet as it stands on the disk. */
  private void copy(String name) {
    try {
      Path to = Files.createDirectory(directory("killed" + copies++));
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory(name))) {
        for (Path file : files) {
          Files.copy(file, to.resolve(file.getFileName()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean holdsKeys(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        if (new String(Files.readAllBytes(file), ISO_8859_1).contains("walletdescriptorkey")) {
          return true;
        }
      }
    }
    return false;
  }

  /** Opens each copy and tells how many are encrypted, and how many held keys until then. */
  private List<Integer> openCopies(String passphrase) throws Exception {
    int encrypted = 0;
    int held = 0;
    for (int i = 0; i < copies; i++) {
      String name = "killed" + i;
      boolean before = holdsKeys(directory(name));
      OpenWallet wallet = fixture.load(name);
      Path backup = Files.createDirectory(directory(name + "-backup")).resolve("wallet.dat");
      wallet.backup(backup);
      if (wallet.isEncrypted()) {
        encrypted++;
        held += before ? 1 : 0;
        assertThat(holdsKeys(directory(name))).as("keys in clear after step %s", i).isFalse();
        assertThat(holdsKeys(backup.getParent())).as("keys in backup %s", i).isFalse();
        try (Secret right = secret(passphrase)) {
          assertThat(wallet.unlock(right, Duration.ofSeconds(60))).as("unlocks %s", i).isTrue();
        }
      } else {
        assertThat(wallet.ring().hasPrivateKeys()).as("keys after step %s", i).isTrue();
      }
      fixture.wallets().unload(wallet, Optional.empty());
    }
    return List.of(encrypted, held);
  }

  @Test
  public void aKillAtAnyStepOfEncryptingLeavesNoKeysInAnEncryptedWallet() throws Exception {
    OpenWallet wallet = fixture.create("w");
    fixture.faults().watch(step -> copy("w"));
    try (Secret pass = secret("pass")) {
      assertThat(wallet.encrypt(pass)).isTrue();
    }
    fixture.faults().watch(step -> {});
    copy("w");

    List<Integer> found = openCopies("pass");

    assertThat(copies).isGreaterThan(40);
    assertThat(found.get(0)).as("encrypted copies").isBetween(3, copies - 40);
    // Before it is rewritten the journal has them, if nothing else.
    assertThat(found.get(1)).as("copies that held keys").isPositive();
    assertThat(holdsKeys(directory("w"))).isFalse();
  }

  @Test
  public void aKillAfterThePassphraseWasChangedLeavesNothingOfTheOldOne() throws Exception {
    fixture.create("w");
    try (Secret old = secret("old");
        Secret replacement = secret("new")) {
      fixture.wallets().find("w").orElseThrow().encrypt(old);
      String oldKey = masterKey("w");
      OpenWallet wallet = fixture.load("w");
      fixture.faults().watch(step -> copy("w"));
      assertThat(wallet.changePassphrase(old, replacement)).isTrue();
      fixture.faults().watch(step -> {});
      assertThat(fileText("w")).doesNotContain(oldKey);
      int changed = 0;
      for (int i = 0; i < copies; i++) {
        OpenWallet copy = fixture.load("killed" + i);
        if (copy.unlock(replacement, Duration.ofSeconds(60))) {
          changed++;
          assertThat(fileText("killed" + i)).as("step %s", i).doesNotContain(oldKey);
        }
      }
      assertThat(changed).isBetween(2, copies - 1);
    }
  }

  private String fileText(String name) throws IOException {
    StringBuilder text = new StringBuilder();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory(name))) {
      for (Path file : files) {
        text.append(new String(Files.readAllBytes(file), ISO_8859_1));
      }
    }
    return text.toString();
  }

  /** Returns the encrypted master key as it stands in the file. */
  private String masterKey(String name) throws Exception {
    Path file = directory(name).resolve("wallet.dat");
    fixture.wallets().unload(fixture.wallets().find(name).orElseThrow(), Optional.empty());
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        var rows =
            statement.executeQuery("SELECT value FROM main WHERE hex(key) LIKE '046D6B6579%'")) {
      assertThat(rows.next()).isTrue();
      // Its length, then 48 bytes.
      return new String(rows.getBytes(1), 1, 48, ISO_8859_1);
    }
  }

  private interface Damage {
    void run(Path file) throws Exception;
  }

  private void isRewrittenAfter(Damage damage) throws Exception {
    OpenWallet wallet = fixture.create("w");
    try (Secret pass = secret("pass")) {
      wallet.encrypt(pass);
    }
    fixture.wallets().unload(wallet, Optional.empty());
    damage.run(directory("w").resolve("wallet.dat"));
    assertThat(holdsKeys(directory("w"))).as("prepared").isTrue();

    OpenWallet again = fixture.load("w");

    assertThat(holdsKeys(directory("w"))).isFalse();
    fixture.wallets().unload(again, Optional.empty());
    assertThat(fixture.load("w").isEncrypted()).isTrue();
  }

  @Test
  public void keysThatAnotherProgramLeftInUnusedPagesAreOverwrittenAtLoad() throws Exception {
    isRewrittenAfter(
        file -> {
          try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
              Statement statement = connection.createStatement();
              PreparedStatement insert =
                  connection.prepareStatement("INSERT INTO main VALUES(?, ?)")) {
            statement.execute("PRAGMA secure_delete = OFF");
            for (int i = 0; i < 30; i++) {
              insert.setBytes(1, ("\u0013walletdescriptorkey" + i).getBytes(ISO_8859_1));
              insert.setBytes(2, new byte[214]);
              insert.executeUpdate();
            }
            statement.execute(
                "DELETE FROM main WHERE hex(key) LIKE '1377616C6C657464%6B6579__' OR hex(key) LIKE"
                    + " '1377616C6C657464%6B6579____'");
          }
        });
  }

  @Test
  public void keysInAJournalThatIsDoneAreOverwrittenAtLoad() throws Exception {
    isRewrittenAfter(
        file -> {
          byte[] journal = new byte[40_000];
          byte[] key = "\u0013walletdescriptorkey".getBytes(ISO_8859_1);
          System.arraycopy(key, 0, journal, 39_000, key.length);
          Files.write(file.resolveSibling("wallet.dat-journal"), journal);
        });
  }

  @Test
  public void partsOfAKeyAreFoundByTheCurveBehindIt() throws Exception {
    isRewrittenAfter(
        file -> {
          // Behind what the next transactions overwrite.
          byte[] journal = new byte[40_000];
          byte[] curve =
              Bytes.fromHex(
                      "302c06072a8648ce3d0101022100"
                          + "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f")
                  .toArray();
          System.arraycopy(curve, 0, journal, 38_000, curve.length);
          byte[] name = "walletdescriptorkey".getBytes(ISO_8859_1);
          System.arraycopy(name, 0, journal, 39_000, name.length);
          Files.write(file.resolveSibling("wallet.dat-journal"), journal);
        });
  }

  @Test
  public void aCleanWalletIsNotRewritten() throws Exception {
    OpenWallet wallet = fixture.create("w");
    try (Secret pass = secret("pass")) {
      wallet.encrypt(pass);
    }
    fixture.wallets().unload(wallet, Optional.empty());
    List<String> steps = new ArrayList<>();
    fixture.faults().watch(steps::add);

    fixture.load("w");

    assertThat(steps).doesNotContain("compacting");
  }
}
