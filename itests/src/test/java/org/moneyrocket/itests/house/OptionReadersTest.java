// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.BeforeClass;
import org.junit.Test;
import org.moneyrocket.settings.Option;
import org.moneyrocket.settings.OptionCategory;
import org.moneyrocket.settings.OptionFlag;
import org.moneyrocket.settings.Program;
import org.moneyrocket.settings.catalogue.Catalogue;

/**
 * Who reads each option, found in the sources, against who is given it. A process is handed the
 * options that its program knows, so an option that its bundles read and its program does not know
 * would never arrive.
 */
public class OptionReadersTest {
  private static final String CATALOGUE = "org.moneyrocket.settings.catalogue.";

  /** Keys that the reader of configuration files meets before there are options. */
  private static final Set<String> READ_BY_KEY = Set.of("-includeconf");

  /** Where a bundle's code runs: under which programs' settings, in every wiring. */
  private static final Map<String, Set<Program>> RUNS_UNDER =
      Map.of(
          "node", EnumSet.of(Program.NODE, Program.GUI),
          "kernel", EnumSet.of(Program.NODE, Program.GUI),
          "wallet", EnumSet.of(Program.NODE, Program.GUI, Program.WALLET),
          "rpc", EnumSet.of(Program.NODE, Program.GUI, Program.WALLET),
          "gui", EnumSet.of(Program.GUI),
          "cli", EnumSet.of(Program.CLI));

  /** What a wallet process runs. */
  private static final Set<String> IN_WALLET_PROCESS =
      Set.of("wallet", "rpc", "ipc", "settings", "launcher", "shell");

  /** Folders that read an option, by the option's name. */
  private static final Map<String, Set<String>> READERS = new TreeMap<>();

  private static final Map<String, Option<?>> OPTIONS = new TreeMap<>();

  @BeforeClass
  public static void findReaders() throws ReflectiveOperationException {
    Map<String, String> names = constants();
    Pattern use = Pattern.compile("\\b(\\w+Options)\\s*\\.\\s*([A-Z][A-Z0-9_]+)\\b");
    // What is implied by another option is not read by that.
    Pattern implied = Pattern.compile("\\bimply\\([^;]*;");
    for (Path file : SourceTree.javaFiles()) {
      String path = SourceTree.root().relativize(file).toString();
      if (path.contains("/src/main/") && !path.contains("/catalogue/")) {
        Matcher found = use.matcher(implied.matcher(SourceTree.read(file)).replaceAll(""));
        while (found.find()) {
          String name = names.get(found.group(1) + "." + found.group(2));
          if (name != null) {
            READERS.computeIfAbsent(name, n -> new TreeSet<>()).add(folder(path));
          }
        }
      }
    }
  }

  private static Map<String, String> constants() throws ReflectiveOperationException {
    Map<String, String> names = new LinkedHashMap<>();
    for (Program program : Program.values()) {
      for (Option<?> option : Catalogue.of(program).options()) {
        OPTIONS.put(name(option), option);
      }
    }
    for (String topic :
        List.of(
            "Chain",
            "Cli",
            "Connection",
            "Core",
            "General",
            "Ipc",
            "Logging",
            "Mining",
            "Relay",
            "Rpc",
            "State",
            "Wallet")) {
      for (Field field : Class.forName(CATALOGUE + topic + "Options").getFields()) {
        if (Modifier.isStatic(field.getModifiers()) && field.getType() == Option.class) {
          names.put(topic + "Options." + field.getName(), name((Option<?>) field.get(null)));
        }
      }
    }
    return names;
  }

  /** The client has an option of its own with a name that others have too. */
  private static String name(Option<?> option) {
    return option.programs().equals(Set.of(Program.CLI))
        ? option.name() + " of the client"
        : option.name();
  }

  private static String folder(String path) {
    String[] parts = path.split("/");
    return parts[0].equals("bundles") ? parts[1] : parts[0];
  }

  @Test
  public void everyOptionIsReadOrSaysThatItIsMissing() {
    List<String> unread = new ArrayList<>();
    OPTIONS.forEach(
        (name, option) -> {
          boolean missing =
              option.has(OptionFlag.UNAVAILABLE) || option.has(OptionFlag.WITHOUT_EFFECT);
          Set<String> readers = new TreeSet<>(READERS.getOrDefault(name, Set.of()));
          readers.removeAll(Set.of("benchmarks", "fuzz"));
          if (readers.isEmpty() && !missing && !READ_BY_KEY.contains(name)) {
            unread.add(name);
          }
        });
    assertThat(OPTIONS).hasSizeGreaterThan(150);
    assertThat(unread).as("options that nobody reads").isEmpty();
  }

  @Test
  public void everyProcessGetsWhatItsCodeReads() {
    List<String> starved = new ArrayList<>();
    READERS.forEach(
        (name, folders) -> {
          for (String folder : folders) {
            for (Program program : RUNS_UNDER.getOrDefault(folder, Set.of())) {
              Option<?> option = OPTIONS.get(name);
              boolean command = option.category() == OptionCategory.WALLET_COMMANDS;
              if (!command && !option.isFor(program)) {
                starved.add(name + " is read in " + folder + " and unknown to " + program);
              }
            }
          }
        });
    assertThat(starved).isEmpty();
  }

  @Test
  public void aWalletProcessGetsNothingThatItDoesNotRead() {
    List<String> idle = new ArrayList<>();
    for (Option<?> option : Catalogue.of(Program.WALLET).options()) {
      Set<String> readers = READERS.getOrDefault(option.name(), Set.of());
      // Every program takes the choice of a chain with all that belongs to it.
      boolean taken =
          option.category() == OptionCategory.CHAIN || option.has(OptionFlag.UNAVAILABLE);
      if (readers.stream().noneMatch(IN_WALLET_PROCESS::contains)
          && !taken
          && !READ_BY_KEY.contains(option.name())) {
        idle.add(option.name());
      }
    }
    assertThat(idle).isEmpty();
  }
}
