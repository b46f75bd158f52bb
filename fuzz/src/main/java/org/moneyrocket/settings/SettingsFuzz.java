// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.moneyrocket.cli.CliFuzz;
import org.moneyrocket.fuzz.Check;
import org.moneyrocket.fuzz.Decoder;
import org.moneyrocket.fuzz.FuzzInput;
import org.moneyrocket.settings.json.JsonParseException;
import org.moneyrocket.settings.json.JsonParser;
import org.moneyrocket.settings.json.JsonValue;
import org.moneyrocket.settings.json.JsonWriter;
import org.moneyrocket.settings.log.LogLevel;

/** Configuration files, settings.json, command lines, and words for the command-line client. */
public final class SettingsFuzz {
  private static final Notices SILENT =
      new Notices() {
        @Override
        public void log(LogLevel level, String text) {
          Check.that(!text.isEmpty(), "a notice has a text");
        }

        @Override
        public void show(String text) {
          Check.that(!text.isEmpty(), "a notice has a text");
        }
      };
  private static final Path FOLDER = folder();

  private SettingsFuzz() {}

  private static Path folder() {
    try {
      return Files.createTempDirectory("settings-fuzz");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what reads JSON in settings and on the command line. */
  public static List<Decoder> decoders() {
    return List.of(
        new Decoder(
            "settings in JSON",
            64,
            input -> JsonParser.parse(new String(input, StandardCharsets.UTF_8))));
  }

  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    FuzzInput in = new FuzzInput(data);
    try {
      switch (in.choose(8)) {
        case 0, 1 -> configFile(in.rest());
        case 2 -> commandLine(in.restText());
        case 3 -> settingsFile(in.rest());
        case 4 -> json(in.restText());
        case 5 -> small(in.restText());
        default -> CliFuzz.fuzz(in);
      }
    } catch (StartException e) {
      Check.that(!String.valueOf(e.getMessage()).isEmpty(), "an error says what is wrong");
    }
  }

  private static Settings empty() {
    return new Settings(Program.NODE, Naming.BITCOIN, Map.of("HOME", FOLDER.toString()));
  }

  private static void configFile(byte[] content) throws IOException {
    Path file = FOLDER.resolve("test.conf");
    Files.write(file, content);
    Settings settings = empty();
    new ConfigFile(settings, SILENT).read(file, "test.conf");
    readAll(settings);
  }

  private static void commandLine(String text) {
    Settings settings = empty();
    new CommandLine(settings, SILENT).read(List.of(text.split("\n", -1)));
    readAll(settings);
  }

  private static void readAll(Settings settings) {
    settings.chooseChain();
    settings.misplacedOptions();
    settings.unknownSections();
    settings.describe(SILENT);
    for (Program program : Program.values()) {
      handOver(settings, program);
    }
    for (Option<?> option : settings.catalogue().options()) {
      try {
        settings.get(option);
        settings.find(option);
        settings.isNegated(option);
        settings.values(option);
      } catch (StartException e) {
        Check.that(!String.valueOf(e.getMessage()).isEmpty(), "an error says what is wrong");
      }
    }
  }

  private static void handOver(Settings settings, Program program) {
    byte[] bytes = new Handover(settings, program, option -> true).toBytes();
    Settings received = new Settings(program, Naming.BITCOIN, Map.of());
    try {
      Handover.read(new ByteArrayInputStream(bytes), received, SILENT);
    } catch (IOException e) {
      throw new AssertionError("what was handed over can be read", e);
    }
  }

  private static void settingsFile(byte[] content) throws IOException {
    Path path = FOLDER.resolve("settings.json");
    Files.write(path, content);
    SettingsFile file = new SettingsFile(path);
    Map<String, JsonValue> values = file.read();
    file.write(values);
    Check.same(file.read(), values, "settings written and read");
  }

  private static void json(String text) {
    JsonValue value;
    try {
      value = JsonParser.parse(text);
    } catch (JsonParseException e) {
      Check.that(!String.valueOf(e.getMessage()).isEmpty(), "an error says what is wrong");
      return;
    }
    String written = JsonWriter.compact(value);
    try {
      Check.same(JsonWriter.compact(JsonParser.parse(written)), written, "JSON written twice");
      Check.same(
          JsonWriter.compact(JsonParser.parse(JsonWriter.pretty(value, 2))),
          written,
          "JSON in lines and without");
    } catch (JsonParseException e) {
      throw new AssertionError("cannot read back " + written, e);
    }
  }

  private static void small(String text) {
    HostPort.parse(text);
    HostPort.port(text);
    OptionalLong amount = Amounts.parse(text);
    if (amount.isPresent()) {
      Check.same(Amounts.parse(Amounts.format(amount.getAsLong())), amount, "amount");
    }
  }
}
