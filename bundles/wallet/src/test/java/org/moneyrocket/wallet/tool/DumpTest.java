// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.settings.Program;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.wallet.WalletFixture;
import org.moneyrocket.wallet.store.SqliteWalletStore;
import org.moneyrocket.wallet.store.WalletFiles;

/** Runs the offline tool on wallets in a temporary directory. */
public class DumpTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String command, String... options) {
    out.reset();
    err.reset();
    List<String> all = new ArrayList<>(List.of("-regtest", "-keypool=3"));
    all.addAll(List.of(options));
    Settings settings = Settings.of(Program.WALLET, all.toArray(String[]::new));
    WalletFiles files =
        new WalletFiles(
            folder.getRoot().toPath(),
            new SqliteWalletStore.Options(WalletFixture.REGTEST.magic(), true, true, "x"));
    return new WalletTool(
            settings, WalletFixture.REGTEST, files, new PrintStream(out), new PrintStream(err))
        .run(List.of(command.split(" ")));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8).strip();
  }

  private Path file(String name) {
    return folder.getRoot().toPath().resolve(name);
  }

  @Test
  public void createsAWalletAndTellsOfIt() {
    assertThat(run("create", "-wallet=w")).isZero();
    assertThat(out()).startsWith("Topping up keypool...\nWallet info\n===========\nName: w\n");
    assertThat(run("info", "-wallet=w")).isZero();
    assertThat(out())
        .isEqualTo(
            "Wallet info\n===========\nName: w\nFormat: sqlite\nDescriptors: yes\nEncrypted: no\n"
                + "HD (hd seed available): yes\nKeypool Size: 24\nTransactions: 0\n"
                + "Address Book: 0\n");
  }

  @Test
  public void lookingAtAWalletDoesNotChangeItsFile() throws IOException {
    run("create", "-wallet=w");
    byte[] before = Files.readAllBytes(file("w/wallet.dat"));

    assertThat(run("info", "-wallet=w")).isZero();

    assertThat(Files.readAllBytes(file("w/wallet.dat"))).isEqualTo(before);
  }

  @Test
  public void aDumpMakesTheSameWalletAgain() throws IOException {
    run("create", "-wallet=w");
    assertThat(run("dump", "-wallet=w", "-dumpfile=" + file("d"))).isZero();
    assertThat(run("createfromdump", "-wallet=copy", "-dumpfile=" + file("d"))).isZero();
    assertThat(run("dump", "-wallet=copy", "-dumpfile=" + file("d2"))).isZero();

    assertThat(Files.readString(file("d2"))).isEqualTo(Files.readString(file("d")));
    assertThat(run("dump", "-wallet=w", "-dumpfile=" + file("d"))).isEqualTo(1);
    assertThat(err()).contains("already exists. If you are sure this is what you want");
  }

  @Test
  public void aDamagedDumpLeavesNothingBehind() throws IOException {
    run("create", "-wallet=w");
    run("dump", "-wallet=w", "-dumpfile=" + file("d"));
    String good = Files.readString(file("d"));

    refused(good.replace("DUMP,1\n", "DUMP,2\n"), "Dumpfile version is not supported");
    refused(good.replace("DUMP,1\n", "DUMP,x\n"), "Unable to parse version x as a uint32_t");
    refused("x" + good, "Dumpfile identifier record is incorrect. Got \"xBITCOIN");
    refused(good.replace("format,sqlite", "format,bdb"), "unsupported database format (bdb)");
    refused(good.replace("format,sqlite", "form,sqlite"), "Got \"form\", expected \"format\"");
    refused(good.replaceFirst("(?s)\nchecksum,.*", "\n"), "Error: Missing checksum");
    refused(good.replaceFirst("checksum,..", "checksum,"), "Checksum is not the correct size");
    refused(good.replace("\nchecksum", "\nxy,00\nchecksum"), "Got key that was not hex: xy");
    refused(good.replace("\nchecksum", "\n00,0g\nchecksum"), "Got value that was not hex: 0g");
    refused(good.replace("\nchecksum", "\n00,00\nchecksum"), "checksum does not match. Computed");
  }

  private void refused(String dump, String why) throws IOException {
    Files.writeString(file("bad"), dump);
    assertThat(run("createfromdump", "-wallet=bad-copy", "-dumpfile=" + file("bad"))).isEqualTo(1);
    assertThat(err()).contains(why);
    assertThat(file("bad-copy")).doesNotExist();
  }

  @Test
  public void saysWhatIsWrongWithACommand() {
    assertThat(run("foo")).isEqualTo(1);
    assertThat(err()).isEqualTo("Error parsing command line arguments: Invalid command 'foo'");
    run("info create");
    assertThat(err()).contains("Error: Additional arguments provided (create).");
    run("create");
    assertThat(err()).isEqualTo("Wallet name must be provided when creating a new wallet.");
    run("create", "-wallet=");
    assertThat(err()).isEqualTo("Wallet name cannot be empty");
    run("create", "-wallet=w", "-dumpfile=d");
    assertThat(err()).contains("The -dumpfile option cannot be used with the 'create' command.");
    run("info", "-wallet=none");
    assertThat(err()).endsWith("Path does not exist.");
  }
}
