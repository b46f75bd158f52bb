// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Test;
import org.moneyrocket.settings.catalogue.ChainOptions;
import org.moneyrocket.settings.catalogue.ConnectionOptions;
import org.moneyrocket.settings.catalogue.GeneralOptions;
import org.moneyrocket.settings.catalogue.RelayOptions;
import org.moneyrocket.settings.catalogue.StateOptions;
import org.moneyrocket.settings.log.LogLevel;

public class CommandLineTest {
  @Test
  public void oneAndTwoDashesMeanTheSame() {
    assertThat(node("-par=3").get(StateOptions.PAR)).isEqualTo(3);
    assertThat(node("--par=3").get(StateOptions.PAR)).isEqualTo(3);
  }

  @Test
  public void theLastValueWins() {
    assertThat(node("-par=3", "-par=4").getLong("-par")).isEqualTo(4);
  }

  @Test
  public void aFlagWithoutValueIsOnAndANonNumberIsOff() {
    assertThat(node("-blocksonly").get(ConnectionOptions.BLOCKSONLY)).isTrue();
    assertThat(node("-blocksonly=").get(ConnectionOptions.BLOCKSONLY)).isTrue();
    assertThat(node("-blocksonly=7").get(ConnectionOptions.BLOCKSONLY)).isTrue();
    assertThat(node("-blocksonly=0").get(ConnectionOptions.BLOCKSONLY)).isFalse();
    assertThat(node("-blocksonly=true").get(ConnectionOptions.BLOCKSONLY)).isFalse();
    assertThat(node("-noblocksonly").get(ConnectionOptions.BLOCKSONLY)).isFalse();
  }

  @Test
  public void numbersAreReadFromTheirLeadingDigits() {
    assertThat(node("-par=12abc").getLong("-par")).isEqualTo(12);
    assertThat(node("-par= +5").getLong("-par")).isEqualTo(5);
    assertThat(node("-par=+-5").getLong("-par")).isEqualTo(0);
    assertThat(node("-par=-2").getLong("-par")).isEqualTo(-2);
    assertThat(node("-par=abc").getLong("-par")).isEqualTo(0);
    assertThatThrownBy(() -> node("-par=99999999999999999999").getLong("-par"))
        .hasMessage(
            "-par=99999999999999999999 is out of range; it takes -2147483648 to 2147483647.");
  }

  @Test
  public void amountsAreSatoshis() {
    assertThat(node().get(RelayOptions.MINRELAYTXFEE)).isEqualTo(100);
    assertThat(node("-minrelaytxfee=0.0001").get(RelayOptions.MINRELAYTXFEE)).isEqualTo(10_000);
    assertThat(node("-minrelaytxfee=1").getLong("-minrelaytxfee")).isEqualTo(100_000_000);
    assertThatThrownBy(() -> node("-minrelaytxfee=x").get(RelayOptions.MINRELAYTXFEE))
        .isInstanceOf(StartException.class)
        .hasMessage("Invalid amount for -minrelaytxfee=<amount>: 'x'");
    assertThatThrownBy(() -> node("-minrelaytxfee=0.123456789").get(RelayOptions.MINRELAYTXFEE))
        .isInstanceOf(StartException.class);
  }

  @Test
  public void aNegationVoidsEarlierValuesOfAList() {
    assertThat(node("-addnode=a", "-addnode=b").get(ConnectionOptions.ADDNODE))
        .containsExactly("a", "b");
    assertThat(node("-addnode=a", "-noaddnode", "-addnode=b").get(ConnectionOptions.ADDNODE))
        .containsExactly("b");
    assertThat(node("-addnode=a", "-noaddnode").get(ConnectionOptions.ADDNODE)).isEmpty();
    assertThat(node("-noconnect").isNegated(ConnectionOptions.CONNECT)).isTrue();
    assertThat(node("-connect=0").isNegated(ConnectionOptions.CONNECT)).isFalse();
  }

  @Test
  public void aDoubleNegationIsTrueAndWarns() {
    List<String> log = new ArrayList<>();
    Settings settings =
        new SettingsLoader(Program.NODE, Naming.BITCOIN, Map.of(), notices(log))
            .commandLine(List.of("-nolisten=0"));
    assertThat(settings.get(ConnectionOptions.LISTEN)).isTrue();
    assertThat(log)
        .containsExactly("warning: Parsed potentially confusing double-negative -listen=0");
  }

  @Test
  public void unknownOptionsAndDotsAreRefused() {
    assertThatThrownBy(() -> node("-dash_cli=1")).hasMessage("Invalid parameter -dash_cli=1");
    assertThatThrownBy(() -> node("-regtest.par=1")).hasMessage("Invalid parameter -regtest.par=1");
    assertThatThrownBy(() -> node("--nosuch")).hasMessage("Invalid parameter --nosuch");
  }

  @Test
  public void negationAndMissingValueAreRefusedWhereTheyMakeNoSense() {
    assertThatThrownBy(() -> node("-nodatadir"))
        .hasMessage("Negating of -datadir is meaningless and therefore forbidden");
    assertThatThrownBy(() -> node("-loglevel"))
        .hasMessage(
            "Can not set -loglevel with no value. Please specify value with -loglevel=value.");
  }

  @Test
  public void includeconfIsOnlyNegatedOnTheCommandLine() {
    assertThat(node("-noincludeconf").isNegated(GeneralOptions.INCLUDECONF)).isTrue();
    assertThatThrownBy(() -> node("-noincludeconf=0"))
        .hasMessage("-includeconf cannot be used from commandline; -includeconf=true");
    assertThatThrownBy(() -> node("-includeconf=a.conf", "-includeconf=b.conf"))
        .hasMessage("-includeconf cannot be used from commandline; -includeconf=\"a.conf\"");
  }

  @Test
  public void theChainIsChosenByNameOrByItsOwnOption() {
    assertThat(node().chain()).isEqualTo(ChainType.MAIN);
    assertThat(node("-regtest").chain()).isEqualTo(ChainType.REGTEST);
    assertThat(node("-chain=test").chain()).isEqualTo(ChainType.TEST);
    assertThat(node("-noregtest").chain()).isEqualTo(ChainType.MAIN);
    assertThatThrownBy(() -> node("-chain=moon")).hasMessage("Unknown chain moon.");
    assertThatThrownBy(() -> node("-regtest", "-signet"))
        .hasMessage(
            "Invalid combination of -regtest, -signet, -testnet, -testnet4 and -chain. Can use at"
                + " most one.");
  }

  @Test
  public void whatFollowsTheOptionsAreCommands() {
    Settings settings = Settings.of(Program.CLI, "-regtest", "getblock", "-1", "x=y");
    assertThat(settings.commands()).containsExactly("getblock", "-1", "x=y");
  }

  @Test
  public void programsKnowDifferentOptions() {
    assertThatThrownBy(() -> Settings.of(Program.CLI, "-par=1"))
        .hasMessage("Invalid parameter -par=1");
    assertThatThrownBy(() -> node("-getinfo")).hasMessage("Invalid parameter -getinfo");
  }

  @Test
  public void suggestionsYieldToTheUser() {
    Settings settings = node("-nolisten");
    assertThat(settings.suggest(ConnectionOptions.LISTEN, "1")).isFalse();
    assertThat(settings.suggest(ConnectionOptions.DNSSEED, "0")).isTrue();
    assertThat(settings.get(ConnectionOptions.LISTEN)).isFalse();
    assertThat(settings.get(ConnectionOptions.DNSSEED)).isFalse();
    settings.force(ChainOptions.CHAIN, "main");
    assertThat(settings.get(ChainOptions.CHAIN)).isEqualTo("main");
  }

  @Test
  public void misspelledNamesInTheProgramAreFound() {
    assertThatThrownBy(() -> node().getLong("-parr")).isInstanceOf(IllegalArgumentException.class);
  }

  private static Settings node(String... arguments) {
    return Settings.of(Program.NODE, arguments);
  }

  static Notices notices(List<String> lines) {
    return new Notices() {
      @Override
      public void log(LogLevel level, String text) {
        lines.add(level.id() + ": " + text);
      }

      @Override
      public void show(String line) {
        lines.add("show: " + line);
      }
    };
  }
}
