// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.settings.catalogue.Catalogue;

public class AvailabilityTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final List<String> log = new ArrayList<>();
  private Path base;

  @Before
  public void makeDataDirectory() throws IOException {
    base = folder.newFolder("data").toPath();
  }

  @Test
  public void everyMissingOptionIsRefusedWhereverItStandsAndAcceptedWhenOff() throws IOException {
    int seen = 0;
    for (Program program : List.of(Program.NODE, Program.GUI)) {
      for (Option<?> option : Catalogue.of(program).options()) {
        if (option.has(OptionFlag.UNAVAILABLE)) {
          seen++;
          String key = option.key();
          String on = option.hint().isEmpty() ? "1" : "127.0.0.1:9050";
          assertRefused(
              program, option, "on the command line", List.of(), "{}", "-" + key + "=" + on);
          assertRefused(
              program, option, "in the configuration file", List.of(key + "=" + on), "{}");
          assertRefused(
              program,
              option,
              "in the configuration file",
              List.of("[regtest]", key + "=" + on),
              "{}");
          assertRefused(
              program, option, "in settings.json", List.of(), "{\"" + key + "\": \"" + on + "\"}");
          for (String off : List.of(key + "=0", "no" + key + "=1")) {
            assertThat(load(program, List.of(off), "{}")).isNotNull();
            assertThat(load(program, List.of("[regtest]", off), "{}")).isNotNull();
            assertThat(load(program, List.of(), "{}", "-" + off)).isNotNull();
          }
          assertThat(load(program, List.of(), "{}", "-no" + key)).isNotNull();
          assertThat(load(program, List.of(), "{\"" + key + "\": false}")).isNotNull();
          assertThat(load(program, List.of("[main]", key + "=" + on), "{}")).isNotNull();
        }
      }
    }
    assertThat(seen).isGreaterThan(40);
  }

  @Test
  public void theDocumentNamesWhatIsMissingAndNothingElse() throws IOException {
    String document = Files.readString(Path.of("../../docs/options.md"));
    String refused =
        document.substring(document.indexOf("**Refused.**"), document.indexOf("**Acc"));
    String idle = document.substring(document.indexOf("**Accepted"), document.indexOf("**Warned"));
    assertThat(namesIn(refused)).containsExactlyInAnyOrderElementsOf(with(OptionFlag.UNAVAILABLE));
    assertThat(namesIn(idle)).containsExactlyInAnyOrderElementsOf(with(OptionFlag.WITHOUT_EFFECT));
  }

  private static List<String> namesIn(String text) {
    return Pattern.compile("`(-[a-z0-9]+)`").matcher(text).results().map(m -> m.group(1)).toList();
  }

  private static List<String> with(OptionFlag flag) {
    return Catalogue.of(Program.GUI).options().stream()
        .filter(option -> option.has(flag))
        .map(Option::name)
        .toList();
  }

  private void assertRefused(
      Program program,
      Option<?> option,
      String where,
      List<String> conf,
      String stored,
      String... arguments) {
    assertThatThrownBy(() -> load(program, conf, stored, arguments))
        .isInstanceOf(StartException.class)
        .hasMessage(
            option.name()
                + " ("
                + where
                + ") is not available yet in this version; remove it or set it to 0.");
  }

  @Test
  public void severalMissingOptionsAreNamedInOneLine() {
    assertThatThrownBy(
            () ->
                load(
                    Program.NODE,
                    List.of("onlynet=onion"),
                    "{}",
                    "-zmqpubrawblock=tcp://127.0.0.1:1",
                    "-rest",
                    "-proxy=127.0.0.1:9050",
                    "-externalip=1.2.3.4"))
        .hasMessageContaining("-rest (on the command line), -zmqpubrawblock (on the command line)")
        .hasMessageContaining("-onlynet (in the configuration file), ")
        .hasMessageEndingWith(
            "are not available yet in this version; remove them or set them to 0.")
        .hasMessageNotContaining("\n");
  }

  @Test
  public void whatIsSwitchedOffAsksForNothing() throws IOException {
    Settings settings =
        load(
            Program.NODE,
            List.of(),
            "{}",
            "-onion=0",
            "-peerbloomfilters=0",
            "-peerblockfilters=0",
            "-i2pacceptincoming=0",
            "-norest",
            "-noproxy",
            "-noasmap",
            "-checkpoints=1",
            "-limitdescendantsize=101",
            "-blockreconstructionextratxn=0",
            "-maxuploadtarget=0M");
    assertThat(new StartChecks(settings, CommandLineTest.notices(log)).check())
        .containsExactly(
            "Option '-checkpoints' is set but checkpoints were removed. This option has no effect.",
            "Option '-limitdescendantsize' is given but descendant size limits have been replaced"
                + " with cluster size limits (see -limitclustersize). This option has no effect.");
    assertThat(log).noneMatch(line -> line.contains("has no effect"));
  }

  @Test
  public void aLaterNegationTakesAMissingOptionBack() throws IOException {
    assertThat(load(Program.NODE, List.of("proxy=127.0.0.1:9050"), "{}", "-noproxy")).isNotNull();
    assertThatThrownBy(() -> load(Program.NODE, List.of("noproxy=1"), "{}", "-proxy=127.0.0.1:1"))
        .hasMessageStartingWith("-proxy (on the command line) is not available yet");
  }

  @Test
  public void whatHarmsNobodyIsAcceptedAndTheLogSaysThatItHasNoEffect() throws IOException {
    load(Program.NODE, List.of("maxsigcachesize=64"), "{}", "-v2transport", "-printpriority=0");
    assertThat(log)
        .contains(
            "warning: -maxsigcachesize is accepted but not available yet in this version: it has no"
                + " effect.",
            "warning: -v2transport is accepted but not available yet in this version: it has no"
                + " effect.")
        .noneMatch(line -> line.contains("-printpriority"));
  }

  @Test
  public void numbersThatDoNotFitAreRefused() throws IOException {
    int seen = 0;
    for (Option<?> option : Catalogue.of(Program.NODE).options()) {
      if (option.kind() == Option.Kind.NUMBER) {
        seen++;
        for (String number : List.of("99999999999999999999", "-99999999999999999999")) {
          assertThatThrownBy(
                  () -> load(Program.NODE, List.of(), "{}", option.name() + "=" + number))
              .isInstanceOf(StartException.class)
              .hasMessageStartingWith(option.name() + "=" + number + " is out of range; it takes ");
        }
      }
    }
    assertThat(seen).isGreaterThan(30);
    assertThatThrownBy(() -> load(Program.NODE, List.of("[regtest]", "par=2147483648"), "{}"))
        .hasMessage("-par=2147483648 is out of range; it takes -2147483648 to 2147483647.");
    assertThat(load(Program.NODE, List.of(), "{}", "-maxtipage=9223372036854775807")).isNotNull();
  }

  private Settings load(Program program, List<String> conf, String stored, String... arguments)
      throws IOException {
    Files.write(base.resolve("bitcoin.conf"), conf);
    Files.createDirectories(base.resolve("regtest"));
    Files.writeString(base.resolve("regtest/settings.json"), stored);
    List<String> all = new ArrayList<>(List.of("-datadir=" + base, "-regtest"));
    all.addAll(Arrays.asList(arguments));
    return new SettingsLoader(program, Naming.BITCOIN, Map.of(), CommandLineTest.notices(log))
        .load(all);
  }
}
