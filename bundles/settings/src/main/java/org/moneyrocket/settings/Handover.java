// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.moneyrocket.settings.json.JsonParseException;
import org.moneyrocket.settings.json.JsonParser;
import org.moneyrocket.settings.json.JsonValue;
import org.moneyrocket.settings.json.JsonValue.Member;
import org.moneyrocket.settings.json.JsonWriter;
import org.moneyrocket.settings.log.LogLevel;

/**
 * What one process has read of its options, on its way to a process that it starts: the first bytes
 * that the other finds on its standard input. So a configuration file is read once, whatever it is,
 * and a password stands in no command line.
 *
 * <p>Eight bytes of {@link #MAGIC} and length, both big endian, then so many bytes of JSON. The
 * reader takes not one byte more, since what follows may belong to somebody else.
 */
public final class Handover {
  private static final int MAGIC = 0x4d4e594f; // MNYO
  private static final int HEAD = 8;

  /** Configuration files are limited, and an included one is as large as the first. */
  static final int MAX_BYTES = 256 << 20;

  private static final String ARGUMENTS = "arguments";
  private static final String STORED = "stored";
  private static final String FILES = "files";
  private static final String SECTIONS = "sections";
  private static final String FORCED = "forced";
  private static final String CONFIG_FILE = "config";
  private static final String CONFIG_FILE_READ = "config_read";
  private static final String REMARKS = "remarks";

  private final Settings from;
  private final Program to;
  private final Predicate<Option<?>> passes;
  private final SortedMap<String, JsonValue> set = new TreeMap<>();
  private final List<JsonValue> remarks = new ArrayList<>();

  /**
   * Prepares a handover.
   *
   * @param from settings of this process
   * @param to what the other process is
   * @param passes which of the options that the other knows it may get
   */
  public Handover(Settings from, Program to, Predicate<Option<?>> passes) {
    this.from = from;
    this.to = to;
    this.passes = passes;
  }

  /** Gives the other process a value of its own, which beats all that this process has. */
  public Handover with(Option<?> option, String value) {
    set.put(option.key(), JsonValue.of(value));
    return this;
  }

  /** Gives the other process a line for its log that came up while the options were read. */
  public Handover remark(LogLevel level, String text) {
    remarks.add(JsonValue.ofStrings(List.of(level.name(), text)));
    return this;
  }

  /**
   * Returns the bytes to send, with what is set at this moment.
   *
   * @throws StartException when there is too much
   */
  public byte[] toBytes() {
    byte[] json = JsonWriter.compact(content()).getBytes(StandardCharsets.UTF_8);
    if (json.length > MAX_BYTES) {
      throw new StartException(
          "The options are too long to be handed to another process: "
              + json.length
              + " bytes, at most "
              + MAX_BYTES);
    }
    return ByteBuffer.allocate(HEAD + json.length)
        .putInt(MAGIC)
        .putInt(json.length)
        .put(json)
        .array();
  }

  private JsonValue content() {
    synchronized (from) {
      SettingSources sources = from.sources();
      List<Member> members = new ArrayList<>();
      List<Member> forced = new ArrayList<>(values(sources.forced()));
      set.forEach((key, value) -> forced.add(new Member(key, value)));
      members.add(new Member(FORCED, new JsonValue.Obj(forced)));
      members.add(new Member(ARGUMENTS, lists(sources.commandLine())));
      // Who keeps the file of stored settings reads it; the others get what counts now.
      if (!keepsStoredSettings(to)) {
        members.add(new Member(STORED, new JsonValue.Obj(values(sources.stored()))));
      }
      List<Member> files = new ArrayList<>();
      sources
          .configFiles()
          .forEach((section, values) -> files.add(new Member(section, lists(values))));
      members.add(new Member(FILES, new JsonValue.Obj(files)));
      List<JsonValue> sections = new ArrayList<>();
      for (SettingSources.Section section : sources.sections()) {
        sections.add(
            JsonValue.ofStrings(
                List.of(section.name(), section.file(), Integer.toString(section.line()))));
      }
      members.add(new Member(SECTIONS, new JsonValue.Arr(sections)));
      members.add(new Member(REMARKS, new JsonValue.Arr(remarks)));
      members.add(new Member(CONFIG_FILE_READ, JsonValue.of(from.isConfigFileRead())));
      from.configFile()
          .ifPresent(path -> members.add(new Member(CONFIG_FILE, JsonValue.of(path.toString()))));
      return new JsonValue.Obj(members);
    }
  }

  /** Tells whether a program reads and writes {@code settings.json}. */
  static boolean keepsStoredSettings(Program program) {
    return program != Program.WALLET;
  }

  private boolean passes(String key) {
    return from.catalogue()
        .find("-" + key)
        .filter(option -> option.isFor(to) && passes.test(option))
        .isPresent();
  }

  private List<Member> values(Map<String, JsonValue> values) {
    List<Member> members = new ArrayList<>();
    values.forEach(
        (key, value) -> {
          if (passes(key)) {
            members.add(new Member(key, value));
          }
        });
    return members;
  }

  private JsonValue lists(SortedMap<String, List<JsonValue>> values) {
    List<Member> members = new ArrayList<>();
    values.forEach(
        (key, list) -> {
          if (passes(key)) {
            members.add(new Member(key, new JsonValue.Arr(list)));
          }
        });
    return new JsonValue.Obj(members);
  }

  /**
   * Reads what was handed over into new settings.
   *
   * @throws EOFException when the other side is gone
   * @throws IOException when this is no handover
   */
  static void read(InputStream in, Settings into, Notices notices) throws IOException {
    ByteBuffer head = ByteBuffer.wrap(exactly(in, HEAD));
    if (head.getInt() != MAGIC) {
      throw new IOException("standard input does not begin with options");
    }
    int length = head.getInt();
    if (length < 0 || length > MAX_BYTES) {
      throw new IOException("options of " + length + " bytes are too long");
    }
    String text = new String(exactly(in, length), StandardCharsets.UTF_8);
    try {
      take(JsonParser.parse(text), into, notices);
    } catch (JsonParseException | ClassCastException e) {
      throw new IOException("standard input holds no options", e);
    }
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = new byte[length];
    if (in.readNBytes(bytes, 0, length) < length) {
      throw new EOFException("the options ended early");
    }
    return bytes;
  }

  private static void take(JsonValue content, Settings into, Notices notices) {
    SettingSources sources = into.sources();
    for (Member part : members(content)) {
      switch (part.name()) {
        case FORCED ->
            members(part.value()).forEach(member -> sources.force(member.name(), member.value()));
        case ARGUMENTS ->
            members(part.value())
                .forEach(
                    member ->
                        items(member.value())
                            .forEach(value -> sources.addCommandLine(member.name(), value)));
        case STORED ->
            members(part.value())
                .forEach(member -> sources.stored().put(member.name(), member.value()));
        case FILES -> members(part.value()).forEach(section -> takeSection(section, sources));
        case SECTIONS ->
            items(part.value()).forEach(section -> sources.addSection(section(section)));
        case CONFIG_FILE ->
            into.setConfigFile(Optional.of(Path.of(OptionText.toText(part.value()))));
        case CONFIG_FILE_READ -> {
          if (OptionText.toBoolean(part.value())) {
            into.setConfigFileRead();
          }
        }
        case REMARKS ->
            items(part.value())
                .forEach(
                    remark ->
                        notices.log(
                            LogLevel.valueOf(OptionText.toText(items(remark).get(0))),
                            OptionText.toText(items(remark).get(1))));
        default -> throw new ClassCastException("unknown part " + part.name());
      }
    }
  }

  private static void takeSection(Member section, SettingSources sources) {
    for (Member option : members(section.value())) {
      for (JsonValue value : items(option.value())) {
        sources.addConfigFile(section.name(), option.name(), value);
      }
    }
  }

  private static SettingSources.Section section(JsonValue value) {
    List<JsonValue> words = items(value);
    return new SettingSources.Section(
        OptionText.toText(words.get(0)),
        OptionText.toText(words.get(1)),
        Integer.parseInt(OptionText.toText(words.get(2))));
  }

  private static List<Member> members(JsonValue value) {
    return ((JsonValue.Obj) value).members();
  }

  private static List<JsonValue> items(JsonValue value) {
    return ((JsonValue.Arr) value).items();
  }
}
