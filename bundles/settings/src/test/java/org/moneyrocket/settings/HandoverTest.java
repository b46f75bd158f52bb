// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.settings.catalogue.Catalogue;
import org.moneyrocket.settings.catalogue.ConnectionOptions;
import org.moneyrocket.settings.catalogue.RpcOptions;
import org.moneyrocket.settings.catalogue.WalletOptions;
import org.moneyrocket.settings.json.JsonValue;
import org.moneyrocket.settings.log.LogLevel;

public class HandoverTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final List<String> log = new ArrayList<>();
  private Path base;

  @Before
  public void makeDataDirectory() throws IOException {
    base = folder.newFolder("data").toPath();
  }

  @Test
  public void everyOptionArrivesAtWhoKnowsItWithItsPlaceAndNowhereElse() throws IOException {
    int compared = 0;
    for (Program program : List.of(Program.NODE, Program.WALLET)) {
      for (Option<?> option : Catalogue.of(Program.GUI).options()) {
        for (String conf : List.of("", "[regtest]\n")) {
          for (String text :
              List.of(option.key() + "=" + value(option), "no" + option.key() + "=1")) {
            if (isReadable(option, text)) {
              Settings parent = load(conf + text + "\n");
              Settings child = handOver(parent, program);
              assertSame(option, program, parent, child);
              compared++;
            }
          }
        }
      }
    }
    assertThat(compared).isGreaterThan(800);
  }

  private static boolean isReadable(Option<?> option, String text) {
    boolean negated = text.startsWith("no" + option.key());
    return !option.has(OptionFlag.UNAVAILABLE)
        && !(negated && option.has(OptionFlag.NO_NEGATION))
        && !List.of("conf", "includeconf", "datadir", "chain", "testnet", "testnet4", "signet")
            .contains(option.key());
  }

  private static String value(Option<?> option) {
    return switch (option.kind()) {
      case FLAG, NUMBER, AMOUNT -> "1";
      case TEXT, PATH, LIST -> "a \"b\" = ä";
    };
  }

  private static void assertSame(
      Option<?> option, Program program, Settings parent, Settings child) {
    if (option.isFor(program)) {
      assertThat(child.value(option)).as(option.name()).isEqualTo(parent.value(option));
      assertThat(child.values(option)).as(option.name()).isEqualTo(parent.values(option));
      assertThat(child.find(option)).as(option.name()).isEqualTo(parent.find(option));
      assertThat(child.origin(option)).as(option.name()).isEqualTo(parent.origin(option));
    } else {
      assertThat(child.sources().value("regtest", option.key(), false).isNull())
          .as(option.name())
          .isTrue();
    }
  }

  @Test
  public void theCommandLineTheChainAndTheFileArrive() throws IOException {
    Settings parent = load("", "-wallet=a", "-nowallet", "-wallet=b", "-rpcuser=u", "-listen=0");
    parent.force(ConnectionOptions.DNSSEED, "0");
    Settings child = handOver(parent, Program.NODE);
    assertThat(child.chain()).isEqualTo(ChainType.REGTEST);
    assertThat(child.get(WalletOptions.WALLET_NAMES)).containsExactly("b");
    assertThat(child.get(RpcOptions.RPCUSER)).isEqualTo("u");
    assertThat(child.isSet(ConnectionOptions.DNSSEED)).isTrue();
    assertThat(child.configFile()).isEqualTo(parent.configFile());
    assertThat(child.isConfigFileRead()).isTrue();
    assertThat(child.dataDirectory().chain()).isEqualTo(parent.dataDirectory().chain());
  }

  @Test
  public void unknownSectionsAndRemarksArrive() throws IOException {
    Settings parent = load("[odd]\npar=1\n");
    byte[] bytes =
        new Handover(parent, Program.NODE, option -> true)
            .remark(LogLevel.WARNING, "two\nlines")
            .toBytes();
    Settings child = receive(Program.NODE, new ByteArrayInputStream(bytes));
    assertThat(child.unknownSections()).isEqualTo(parent.unknownSections()).hasSize(1);
    assertThat(log).contains("warning: two\nlines");
  }

  @Test
  public void whatIsHeldBackAndWhatIsSetInstead() throws IOException {
    Settings parent = load("rpcpassword=secret\nserver=1\n", "-rpcuser=u");
    Handover handover =
        new Handover(parent, Program.WALLET, option -> !option.has(OptionFlag.SECRET))
            .with(RpcOptions.SERVER, "0");
    Settings child = receive(Program.WALLET, new ByteArrayInputStream(handover.toBytes()));
    assertThat(new String(handover.toBytes(), java.nio.charset.StandardCharsets.UTF_8))
        .doesNotContain("secret");
    assertThat(child.isSet(RpcOptions.RPCPASSWORD)).isFalse();
    assertThat(child.isSet(RpcOptions.RPCUSER)).isFalse();
    assertThat(child.get(RpcOptions.SERVER)).isFalse();
  }

  @Test
  public void aWalletProcessGetsWhatWasStoredSinceTheStart() throws IOException {
    Settings parent = load("");
    Handover handover = new Handover(parent, Program.WALLET, option -> true);
    parent.update("wallet", before -> JsonValue.ofStrings(List.of("new")));
    Files.delete(base.resolve("regtest/settings.json"));
    Settings child = receive(Program.WALLET, new ByteArrayInputStream(handover.toBytes()));
    assertThat(child.get(WalletOptions.WALLET_NAMES)).containsExactly("new");
  }

  @Test
  public void aNodeReadsWhatIsStoredByItself() throws IOException {
    Settings parent = load("");
    byte[] bytes = new Handover(parent, Program.NODE, option -> true).toBytes();
    Files.writeString(base.resolve("regtest/settings.json"), "{\"wallet\": [\"later\"]}");
    Settings child = receive(Program.NODE, new ByteArrayInputStream(bytes));
    assertThat(child.get(WalletOptions.WALLET_NAMES)).containsExactly("later");
  }

  @Test
  public void notOneByteMoreIsRead() throws IOException {
    byte[] bytes = new Handover(load(""), Program.WALLET, option -> true).toBytes();
    byte[] more = Arrays.copyOf(bytes, bytes.length + 3);
    InputStream in = new ByteArrayInputStream(more);
    receive(Program.WALLET, in);
    assertThat(in.available()).isEqualTo(3);
  }

  @Test
  public void whatEndsEarlyOrIsNoHandoverIsRefused() throws IOException {
    byte[] bytes = new Handover(load(""), Program.WALLET, option -> true).toBytes();
    for (int length = 0; length < bytes.length; length++) {
      InputStream in = new ByteArrayInputStream(Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> receive(Program.WALLET, in)).isInstanceOf(EOFException.class);
    }
    byte[] other = bytes.clone();
    other[0]++;
    assertThatThrownBy(() -> receive(Program.WALLET, new ByteArrayInputStream(other)))
        .hasMessage("standard input does not begin with options");
    byte[] tooLong = bytes.clone();
    tooLong[4] = 0x7f;
    assertThatThrownBy(() -> receive(Program.WALLET, new ByteArrayInputStream(tooLong)))
        .hasMessageContaining("are too long");
    byte[] noJson = bytes.clone();
    noJson[8] = '?';
    assertThatThrownBy(() -> receive(Program.WALLET, new ByteArrayInputStream(noJson)))
        .hasMessage("standard input holds no options");
  }

  @Test
  public void secretsAreLeftOutOfACommandLineForPeople() {
    Settings settings = Settings.of(Program.NODE);
    assertThat(
            settings.withoutSecrets(
                List.of(
                    "-regtest",
                    "-rpcpassword=a",
                    "--rpcuser=b",
                    "-rpcauth=c",
                    "-norpcauth",
                    "-regtest.rpcpassword=d",
                    "-port=1")))
        .containsExactly("-regtest", "-port=1");
  }

  private Settings handOver(Settings parent, Program program) throws IOException {
    byte[] bytes = new Handover(parent, program, option -> true).toBytes();
    return receive(program, new ByteArrayInputStream(bytes));
  }

  private Settings receive(Program program, InputStream in) throws IOException {
    return loader(program).receive(in);
  }

  private SettingsLoader loader(Program program) {
    return new SettingsLoader(
        program, Naming.BITCOIN, Map.of("HOME", "/nowhere"), CommandLineTest.notices(log));
  }

  private Settings load(String conf, String... arguments) throws IOException {
    Files.writeString(base.resolve("bitcoin.conf"), conf);
    List<String> all = new ArrayList<>(List.of("-datadir=" + base, "-regtest"));
    all.addAll(List.of(arguments));
    return loader(Program.GUI).load(all);
  }
}
