// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.settings.catalogue.ConnectionOptions;
import org.moneyrocket.settings.catalogue.RpcOptions;
import org.moneyrocket.settings.catalogue.StateOptions;
import org.moneyrocket.settings.catalogue.WalletOptions;
import org.moneyrocket.settings.json.JsonValue;

public class ConfigurationTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final List<String> log = new ArrayList<>();
  private Path base;

  @Before
  public void makeDataDirectory() throws IOException {
    base = folder.newFolder("data").toPath();
  }

  @Test
  public void readsSectionsPrefixesAndRemarks() throws IOException {
    config("regtest=1", "par=2 # two", "dbcache = 9 ", "[regtest]", "port=11", "[main]", "port=12");
    Settings settings = load();
    assertThat(settings.chain()).isEqualTo(ChainType.REGTEST);
    assertThat(settings.getLong("-par")).isEqualTo(2);
    assertThat(settings.getLong("-dbcache")).isEqualTo(9);
    assertThat(settings.getLong("-port")).isEqualTo(11);
    config("regtest=1", "regtest.port=13");
    assertThat(load().getLong("-port")).isEqualTo(13);
  }

  @Test
  public void aFileWithoutAnEndIsRefused() {
    assertThatThrownBy(() -> load("-conf=/dev/zero"))
        .hasMessageContaining("configuration file \"/dev/zero\" is larger than 16777216 bytes");
  }

  @Test
  public void theFirstValueInAFileWinsButTheLastChain() throws IOException {
    config("par=2", "par=3", "chain=regtest");
    assertThat(load().getLong("-par")).isEqualTo(2);
  }

  @Test
  public void precedenceIsCommandLineThenStoredThenSectionThenDefault() throws IOException {
    config("regtest=1", "par=1", "dbcache=4", "keypool=5", "[regtest]", "par=2", "dbcache=6");
    Files.createDirectories(base.resolve("regtest"));
    Files.writeString(base.resolve("regtest/settings.json"), "{\"par\": 7, \"dbcache\": \"8\"}");
    Settings settings = load("-par=9");
    assertThat(settings.get(StateOptions.PAR)).isEqualTo(9);
    assertThat(settings.get(StateOptions.DBCACHE)).isEqualTo(8);
    assertThat(settings.get(WalletOptions.KEYPOOL)).isEqualTo(5);
  }

  @Test
  public void sectionOnlyOptionsInTheDefaultSectionDoNotCount() throws IOException {
    config("regtest=1", "wallet=foo", "addnode=a");
    Settings settings = load();
    assertThat(settings.get(WalletOptions.WALLET_NAMES)).isEmpty();
    assertThat(settings.misplacedOptions()).containsExactly("-addnode", "-wallet");
    assertThat(load("-addnode=b", "-wallet=w").misplacedOptions()).isEmpty();
  }

  @Test
  public void listsAreJoinedAndComeBackAfterANegationFollowedByAValue() throws IOException {
    config("regtest=1", "[regtest]", "addnode=c", "addnode=d");
    assertThat(load("-addnode=a").get(ConnectionOptions.ADDNODE)).containsExactly("a", "c", "d");
    assertThat(load("-noaddnode").get(ConnectionOptions.ADDNODE)).isEmpty();
    assertThat(load("-addnode=a", "-noaddnode", "-addnode=b").get(ConnectionOptions.ADDNODE))
        .containsExactly("b", "c", "d");
  }

  @Test
  public void mistakesAreReportedWithTheirLine() throws IOException {
    assertMistake(
        "conf=x.conf",
        "conf cannot be set in the configuration file; use includeconf= if"
            + " you want to include additional config files");
    assertMistake("garbage", "parse error on line 1: garbage");
    assertMistake(
        "nono",
        "parse error on line 1: nono, if you intended to specify a negated option,"
            + " use nono=1 instead");
    assertMistake(
        "-dash=1",
        "parse error on line 1: -dash=1, options in configuration file must be"
            + " specified without leading -");
    assertMistake(
        "server=1\nrpcuser=u\n[main]\nrpcpassword=some#pass",
        "parse error on line 4, using # in rpcpassword can be ambiguous and should be avoided");
  }

  private void assertMistake(String content, String message) throws IOException {
    config(content);
    assertThatThrownBy(this::load).hasMessage("Error reading configuration file: " + message);
  }

  @Test
  public void unknownNamesAndSectionsOnlyWarn() throws IOException {
    config("dash_conf=1", "testnot.datadir=1", "[testnet]", "reindex=0");
    Settings settings = load();
    assertThat(log)
        .contains("warning: Ignoring unknown configuration value dash_conf")
        .anyMatch(line -> line.startsWith("warning: reindex=1 is set in the configuration file"));
    Path file = base.resolve("bitcoin.conf");
    assertThat(settings.unknownSections())
        .containsExactly(
            file + ":2 Section [testnot] is not recognized.",
            file + ":3 Section [testnet] is not recognized.");
  }

  @Test
  public void includedFilesAreReadSectionFirstAndDoNotInclude() throws IOException {
    config("regtest=1", "includeconf=b.conf", "[regtest]", "includeconf=a.conf");
    Files.writeString(base.resolve("a.conf"), "uacomment=a\nincludeconf=c.conf\n");
    Files.writeString(base.resolve("b.conf"), "uacomment=b\n");
    assertThat(load().get(ConnectionOptions.UACOMMENT)).containsExactly("a", "b");
    assertThat(log)
        .contains(
            "show: warning: -includeconf cannot be used from included files; ignoring"
                + " -includeconf=c.conf",
            "info: Included configuration file a.conf");
    assertThat(load("-noincludeconf").get(ConnectionOptions.UACOMMENT)).isEmpty();
    Files.delete(base.resolve("b.conf"));
    assertThatThrownBy(this::load)
        .hasMessage(
            "Error reading configuration file: Failed to include configuration file b.conf");
  }

  @Test
  public void directoriesAreNoConfigurationFiles() throws IOException {
    Files.createDirectory(base.resolve("bitcoin.conf"));
    assertThatThrownBy(this::load)
        .hasMessage(
            "Error reading configuration file: Config file \""
                + base.resolve("bitcoin.conf")
                + "\" is a directory.");
  }

  @Test
  public void missingFilesMatterOnlyWhenTheyWereNamed() {
    assertThat(load().chain()).isEqualTo(ChainType.MAIN);
    assertThatThrownBy(() -> load("-conf=none.conf"))
        .hasMessage(
            "Error reading configuration file: specified config file \""
                + base.resolve("none.conf")
                + "\" could not be opened.");
    assertThatThrownBy(() -> loader(Map.of()).load(List.of("-datadir=" + base.resolve("nowhere"))))
        .hasMessage("Specified data directory \"" + base.resolve("nowhere") + "\" does not exist.");
  }

  @Test
  public void aSecondConfigurationFileIsAnErrorUnlessAllowed() throws IOException {
    Path home = folder.newFolder("home").toPath();
    Path first = Files.createDirectory(home.resolve(".bitcoin"));
    Files.writeString(first.resolve("bitcoin.conf"), "datadir=" + base + "\n");
    config("par=1");
    assertThatThrownBy(() -> loader(Map.of("HOME", home.toString())).load(List.of()))
        .hasMessageStartingWith(
            "Data directory \""
                + base
                + "\" contains a \"bitcoin.conf\" file which is ignored, because a different"
                + " configuration file \""
                + first.resolve("bitcoin.conf")
                + "\" from data directory \""
                + first
                + "\" is being used instead.")
        .hasMessageEndingWith(
            "- Set allowignoredconf=1 option to treat this condition as a warning, not an error.");
    Settings settings = loader(Map.of("HOME", home.toString())).load(List.of("-allowignoredconf"));
    assertThat(settings.dataDirectory().base()).isEqualTo(base);
    assertThat(settings.getLong("-par")).isZero();
  }

  @Test
  public void noconfIsMentionedInTheLog() throws IOException {
    config("garbage");
    load("-noconf");
    assertThat(log)
        .containsExactly(
            "info: Data directory \""
                + base
                + "\" contains a \"bitcoin.conf\" file which is explicitly ignored using"
                + " -noconf.");
  }

  @Test
  public void directoriesAndSettingsFileAreCreatedForTheOwnerOnly() throws IOException {
    load("-regtest");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(base.resolve("regtest"))))
        .isEqualTo("rwx------");
    assertThat(base.resolve("regtest/wallets")).isDirectory();
    Path file = base.resolve("regtest/settings.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(file)
        .hasContent(
            """
            {
                "_warning_": "This file is automatically generated and updated by Moneyrocket. Please do not edit this file while the node is running, as any changes might be ignored or overwritten."
            }
            """);
  }

  @Test
  public void settingsFileKeepsWhatItDoesNotKnow() throws IOException {
    Path file = base.resolve("settings.json");
    Files.writeString(
        file, "{\"string\": \"s\", \"num\": 5, \"bool\": true, \"null\": null, \"list\": [6, 7]}");
    Settings settings = load();
    settings.describe(CommandLineTest.notices(log));
    assertThat(log)
        .contains(
            "warning: Ignoring unknown rw_settings value num",
            "info: Setting file arg: string = \"s\"",
            "info: Setting file arg: num = 5",
            "info: Setting file arg: bool = true",
            "info: Setting file arg: null = null",
            "info: Setting file arg: list = [6,7]");
    settings.update("wallet", old -> JsonValue.ofStrings(List.of("w1")));
    assertThat(Files.readString(file)).contains("\"null\": null", "\"num\": 5", "\"w1\"");
    assertThat(load().get(WalletOptions.WALLET_NAMES)).containsExactly("w1");
    settings.update("wallet", old -> JsonValue.NULL);
    assertThat(Files.readString(file)).doesNotContain("w1");
  }

  @Test
  public void aBrokenSettingsFileStopsTheStart() throws IOException {
    Path file = base.resolve("settings.json");
    Files.writeString(file, "invalid json");
    assertThatThrownBy(this::load)
        .isInstanceOfSatisfying(
            StartException.class,
            e ->
                assertThat(e.text())
                    .startsWith("Settings file could not be read:\n- Settings file " + file)
                    .contains("does not contain valid JSON. This may be caused by a crash"));
    Files.writeString(file, "\"string\"");
    assertThatThrownBy(this::load)
        .isInstanceOfSatisfying(
            StartException.class,
            e ->
                assertThat(e.text())
                    .contains("Found non-object value \"string\" in settings file"));
    Files.writeString(file, "{\"key\": 1, \"key\": 2}");
    assertThatThrownBy(this::load)
        .isInstanceOfSatisfying(
            StartException.class,
            e -> assertThat(e.text()).contains("Found duplicate key key in settings file"));
    Settings settings = load("-nosettings");
    assertThat(settings.hasSettingsFile()).isFalse();
    assertThatThrownBy(() -> settings.update("x", old -> JsonValue.TRUE))
        .isInstanceOf(StartException.class);
  }

  @Test
  public void describesEveryValueAndMasksSecrets() throws IOException {
    config("regtest=1", "[regtest]", "server=1");
    Settings settings = load("-addnode=some.node", "-rpcuser=secret", "-nolisten");
    log.clear();
    settings.describe(CommandLineTest.notices(log));
    assertThat(log)
        .containsExactly(
            "info: Config file arg: regtest=\"1\"",
            "info: Config file arg: [regtest] server=\"1\"",
            "info: Command-line arg: addnode=\"some.node\"",
            "info: Command-line arg: datadir=\"" + base + "\"",
            "info: Command-line arg: listen=false",
            "info: Command-line arg: rpcuser=****");
  }

  @Test
  public void looseWordsAreRefused() {
    assertThatThrownBy(() -> load("-par=1", "start"))
        .hasMessage(
            "Command line contains unexpected token 'start', see bitcoind -h for a list of"
                + " options.");
  }

  @Test
  public void pathsFollowTheirOptions() throws IOException {
    Path blocks = folder.newFolder("blocks").toPath();
    Settings settings = load("-regtest", "-blocksdir=" + blocks, "-rpccookiefile=sub/c", "-nopid");
    DataDirectory directory = settings.dataDirectory();
    assertThat(directory.blocks()).isEqualTo(blocks.resolve("regtest/blocks")).isDirectory();
    assertThat(directory.cookieFile()).contains(base.resolve("regtest/sub/c"));
    assertThat(directory.pidFile()).isEmpty();
    assertThat(directory.wallets()).isEqualTo(base.resolve("regtest/wallets"));
    assertThat(load("-norpccookiefile").isNegated(RpcOptions.RPCCOOKIEFILE)).isTrue();
    assertThatThrownBy(() -> load("-blocksdir=/no/such/place").dataDirectory().blocks())
        .hasMessage("Specified blocks directory \"/no/such/place\" does not exist.");
  }

  @Test
  public void theDefaultDirectoryFollowsHome() {
    assertThat(DataDirectory.defaultBase(Naming.BITCOIN, Map.of("HOME", "/h"), "Linux"))
        .isEqualTo(Path.of("/h/.bitcoin"));
    assertThat(DataDirectory.defaultBase(Naming.MONEYROCKET, Map.of("HOME", "/h"), "Linux"))
        .isEqualTo(Path.of("/h/.moneyrocket"));
    assertThat(DataDirectory.defaultBase(Naming.MONEYROCKET, Map.of("HOME", "/h"), "Mac OS X"))
        .isEqualTo(Path.of("/h/Library/Application Support/Moneyrocket"));
    assertThat(DataDirectory.defaultBase(Naming.MONEYROCKET, Map.of(), "Linux"))
        .isEqualTo(Path.of("/.moneyrocket"));
  }

  private void config(String... lines) throws IOException {
    Files.writeString(base.resolve("bitcoin.conf"), String.join("\n", lines) + "\n");
  }

  @Test
  public void theTerminalsProgramFindsTheDataDirectoryWithoutStoredSettings() throws IOException {
    config("regtest=1", "server=1");
    Files.writeString(base.resolve("settings.json"), "not even JSON");
    Settings settings =
        new SettingsLoader(Program.CLI, Naming.BITCOIN, Map.of(), CommandLineTest.notices(log))
            .load(List.of("-datadir=" + base));
    assertThat(settings.dataDirectory().chain()).isEqualTo(base.resolve("regtest"));
  }

  private Settings load(String... arguments) {
    log.clear();
    List<String> all = new ArrayList<>(List.of("-datadir=" + base));
    all.addAll(List.of(arguments));
    return loader(Map.of()).load(all);
  }

  private SettingsLoader loader(Map<String, String> environment) {
    return new SettingsLoader(
        Program.NODE, Naming.BITCOIN, environment, CommandLineTest.notices(log));
  }
}
