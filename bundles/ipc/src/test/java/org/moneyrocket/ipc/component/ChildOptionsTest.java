// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.settings.Notices;
import org.moneyrocket.settings.Option;
import org.moneyrocket.settings.OptionFlag;
import org.moneyrocket.settings.Program;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.SettingsLoader;
import org.moneyrocket.settings.catalogue.Catalogue;
import org.moneyrocket.settings.process.Role;

public class ChildOptionsTest {
  private static final Set<String> OURS =
      Set.of("-daemon", "-daemonwait", "-ipcconnect", "-ipcfd", "-server");
  private static final Set<String> CHAINS =
      Set.of("-chain", "-testnet", "-testnet4", "-signet", "-regtest");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void everyOptionOfAWalletReachesTheWalletButPasswordsAndSockets() throws IOException {
    int compared = 0;
    for (Option<?> option : Catalogue.of(Program.NODE).options()) {
      if (!CHAINS.contains(option.name()) && isUsable(option)) {
        compared++;
        boolean wanted =
            option.isFor(Program.WALLET)
                && !OURS.contains(option.name())
                && !option.has(OptionFlag.SECRET)
                && !option.name().equals("-ipcbind");
        Settings child = handOver("wallet", Program.WALLET, option, Program.NODE);
        assertThat(isSet(child, option)).as(option.name()).isEqualTo(wanted);
      }
    }
    assertThat(compared).isGreaterThan(120);
  }

  @Test
  public void everyOptionOfANodeReachesTheNodeButPasswordsItDoesNotAskFor() throws IOException {
    int compared = 0;
    for (Option<?> option : Catalogue.of(Program.GUI).options()) {
      if (!CHAINS.contains(option.name()) && isUsable(option)) {
        compared++;
        boolean wanted =
            option.isFor(Program.NODE)
                && !OURS.contains(option.name())
                && !option.has(OptionFlag.SECRET);
        Settings child = handOver("node", Program.NODE, option, Program.GUI);
        assertThat(isSet(child, option)).as(option.name()).isEqualTo(wanted);
      }
    }
    assertThat(compared).isGreaterThan(120);
  }

  @Test
  public void aNodeThatAnswersByItselfGetsThePasswords() throws IOException {
    Settings window = Settings.of(Program.GUI, datadir(), "-regtest", "-server", "-rpcuser=u");
    Settings node = receive("node", Program.NODE, window);
    assertThat(node.getBoolean("-server")).isTrue();
    assertThat(node.getString("-rpcuser")).isEqualTo("u");
    Settings wallet = receive("wallet", Program.WALLET, node);
    assertThat(wallet.getBoolean("-server")).isFalse();
    assertThat(wallet.getBoolean("-ipcwindow")).isTrue();
    assertThat(wallet.isSet("-rpcuser")).isFalse();
  }

  @Test
  public void theCommandLineOfAChildSaysWhoseItIsHowLargeItsHeapMayBeAndNothingElse() {
    Settings settings =
        Settings.of(
            Program.NODE,
            datadir(),
            "-regtest",
            "-maxheap=77",
            "-rpcpassword=secret",
            "-rpcauth=u:s$h",
            "-par=1");
    assertThat(ChildCommand.of(Path.of("/opt/m"), "moneyrocket-wallet", Role.WALLET, settings))
        .containsExactly(
            "/opt/m/bin/moneyrocket-wallet",
            "-ipcfd=0",
            "-maxheap=77",
            datadir(),
            "-chain=regtest");
  }

  private static boolean isUsable(Option<?> option) {
    return !option.has(OptionFlag.UNAVAILABLE)
        && !Set.of("-datadir", "-ipcwindow").contains(option.name());
  }

  // The program that a child is for never asks for what it does not know.
  private static boolean isSet(Settings child, Option<?> option) {
    return child.catalogue().find(option.name()).isPresent() && child.isSet(option.name());
  }

  private Settings handOver(String role, Program to, Option<?> option, Program from)
      throws IOException {
    String value =
        option.name().equals("-includeconf") ? "-no" + option.key() : option.name() + "=1";
    Settings parent = Settings.of(from, datadir(), "-regtest", value);
    if (option.name().equals("-server")) {
      // Always told, whatever the parent was told.
      assertThat(receive(role, to, parent).isSet("-server")).isTrue();
      return Settings.of(to, "-regtest");
    }
    return receive(role, to, parent);
  }

  private Settings receive(String role, Program to, Settings parent) throws IOException {
    byte[] bytes = ChildOptions.of(role, parent).toBytes();
    if (parent.isSet("-server") && !parent.getBoolean("-server")) {
      assertThat(new String(bytes, StandardCharsets.UTF_8)).doesNotContain("rpcpassword");
    }
    folder.getRoot().toPath().resolve("regtest").toFile().mkdirs();
    return new SettingsLoader(to, Notices.none()).receive(new ByteArrayInputStream(bytes));
  }

  private String datadir() {
    return "-datadir=" + folder.getRoot();
  }
}
