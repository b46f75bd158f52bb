// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.model;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.moneyrocket.gui.format.Unit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the user likes the window. Kept in a small file in the user's configuration directory. */
public final class Preferences {
  private static final Logger log = LoggerFactory.getLogger(Preferences.class);

  private final Path file;
  private final Background background;
  private final Changes changes = new Changes();
  private final Properties values;

  private Preferences(Path file, Background background, Properties values) {
    this.file = file;
    this.background = background;
    this.values = values;
  }

  /** Reads the preferences; what cannot be read has its default. Not for the event thread. */
  public static Preferences read(Path file, Background background) {
    Properties values = new Properties();
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        values.load(reader);
      } catch (IOException | IllegalArgumentException e) {
        log.warn("The preferences in {} cannot be read: {}", file, e.getMessage());
      }
    }
    return new Preferences(file, background, values);
  }

  /** Returns where the preferences of a user lie. */
  public static Path defaultFile(Map<String, String> environment, String home) {
    String xdg = environment.getOrDefault("XDG_CONFIG_HOME", "");
    // Not every user has a home; then nothing can be kept, and nothing is written anywhere else.
    Path start = Path.of(home).isAbsolute() ? Path.of(home) : Path.of("/");
    Path base = xdg.isEmpty() ? start.resolve(".config") : Path.of(xdg);
    return base.resolve("moneyrocket").resolve("window.properties");
  }

  public Changes changes() {
    return changes;
  }

  public Unit unit() {
    return "sat".equals(values.getProperty("unit")) ? Unit.SAT : Unit.BTC;
  }

  public void setUnit(Unit unit) {
    set("unit", unit.symbol());
  }

  /** Tells whether amounts are hidden from onlookers. */
  public boolean masked() {
    return Boolean.parseBoolean(values.getProperty("masked"));
  }

  public void setMasked(boolean masked) {
    set("masked", Boolean.toString(masked));
  }

  public boolean dark() {
    return Boolean.parseBoolean(values.getProperty("dark"));
  }

  public void setDark(boolean dark) {
    set("dark", Boolean.toString(dark));
  }

  /** Tells whether closing the window asks before it ends the node that belongs to it. */
  public boolean asksBeforeStopping() {
    return !"false".equals(values.getProperty("ask-before-stopping"));
  }

  public void setAsksBeforeStopping(boolean asks) {
    set("ask-before-stopping", Boolean.toString(asks));
  }

  private void set(String key, String value) {
    values.setProperty(key, value);
    Properties copy = new Properties();
    copy.putAll(values);
    background.run(
        () -> write(copy),
        done -> {},
        problem -> log.warn("The preferences cannot be kept: {}", problem.text()));
    changes.fire();
  }

  private synchronized boolean write(Properties copy) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    try (Writer writer = Files.newBufferedWriter(file)) {
      copy.store(writer, "Moneyrocket window");
    }
    return true;
  }
}
