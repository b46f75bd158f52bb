// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.widget;

import com.formdev.flatlaf.FlatDarkLaf;
import com.formdev.flatlaf.FlatLaf;
import com.formdev.flatlaf.FlatLightLaf;
import com.formdev.flatlaf.FlatSystemProperties;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.swing.UIManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Colours and typefaces of the window, light and dark. Used on the event thread. */
public final class Theme {
  private static final Logger log = LoggerFactory.getLogger(Theme.class);
  private static final float SIZE = 13f;
  private static final String FONTS = "/com/formdev/flatlaf/fonts/";

  private static final Optional<Font> REGULAR = load("inter/Inter-Regular.otf");
  private static final Optional<Font> SEMIBOLD = load("inter/Inter-SemiBold.otf");
  private static final Optional<Font> MONO = load("jetbrains_mono/JetBrainsMono-Regular.ttf");

  private Theme() {}

  /** Puts the light or the dark theme in force for windows made from now on. */
  public static void install(boolean dark) {
    System.setProperty(FlatSystemProperties.USE_NATIVE_LIBRARY, "false");
    // Look and feel classes are looked up by name; without this Swing asks the wrong class loader.
    UIManager.put("ClassLoader", Theme.class.getClassLoader());
    FlatLaf.setGlobalExtraDefaults(colours(dark));
    FlatLaf laf = dark ? new FlatDarkLaf() : new FlatLightLaf();
    FlatLaf.setup(laf);
    UIManager.put("defaultFont", text(SIZE));
  }

  /** Changes the theme of windows that are open. */
  public static void change(boolean dark) {
    install(dark);
    FlatLaf.updateUI();
  }

  private static Map<String, String> colours(boolean dark) {
    Map<String, String> map = new HashMap<>();
    map.put("@accentColor", dark ? "#6b93ff" : "#2f62e0");
    map.put("@background", dark ? "#1b1e24" : "#f5f6f9");
    map.put("@foreground", dark ? "#dfe3ea" : "#1f2530");
    map.put("@componentBackground", dark ? "#2a2f38" : "#ffffff");
    map.put("Moneyrocket.accent", dark ? "#6b93ff" : "#2f62e0");
    map.put("Moneyrocket.onAccent", dark ? "#0d1220" : "#ffffff");
    map.put("Moneyrocket.card", dark ? "#242831" : "#ffffff");
    map.put("Moneyrocket.side", dark ? "#16191e" : "#eceef3");
    map.put("Moneyrocket.line", dark ? "#333945" : "#e2e5ec");
    map.put("Moneyrocket.muted", dark ? "#98a1b0" : "#667080");
    map.put("Moneyrocket.hover", dark ? "#2b303a" : "#e2e6ee");
    map.put("Moneyrocket.chosen", dark ? "#2c3650" : "#dbe4fb");
    map.put("Moneyrocket.good", dark ? "#5cc98b" : "#178a4c");
    map.put("Moneyrocket.warn", dark ? "#f0b452" : "#9a6200");
    map.put("Moneyrocket.bad", dark ? "#ff7d75" : "#c4302b");
    map.put("Moneyrocket.goodBack", dark ? "#1f3529" : "#e3f5ea");
    map.put("Moneyrocket.warnBack", dark ? "#3a2f1a" : "#fff3dc");
    map.put("Moneyrocket.badBack", dark ? "#402423" : "#fde8e6");
    map.put("Moneyrocket.infoBack", dark ? "#222c45" : "#e6edfd");
    map.put("Button.arc", "10");
    map.put("Component.arc", "10");
    map.put("TextComponent.arc", "10");
    map.put("CheckBox.arc", "6");
    map.put("ProgressBar.arc", "6");
    map.put("Component.focusWidth", "1");
    map.put("Component.innerFocusWidth", "0");
    map.put("Component.borderColor", dark ? "#3b424f" : "#cfd4de");
    map.put("Button.margin", "5,14,5,14");
    map.put("TextField.margin", "6,9,6,9");
    map.put("PasswordField.margin", "6,9,6,9");
    map.put("ComboBox.padding", "6,9,6,9");
    map.put("ScrollBar.width", "10");
    map.put("ScrollBar.thumbArc", "999");
    map.put("ScrollBar.thumbInsets", "2,2,2,2");
    map.put("ScrollBar.track", dark ? "#1b1e24" : "#f5f6f9");
    map.put("ScrollPane.border", "0,0,0,0");
    map.put("Table.scrollPaneBorder", "0,0,0,0");
    map.put("Table.rowHeight", "34");
    map.put("Table.showHorizontalLines", "true");
    map.put("Table.gridColor", dark ? "#2c313b" : "#edeff4");
    map.put("Table.background", dark ? "#242831" : "#ffffff");
    map.put("Table.cellMargins", "3,10,3,10");
    map.put("Table.selectionBackground", dark ? "#2c3650" : "#dbe4fb");
    map.put("Table.selectionForeground", dark ? "#ffffff" : "#10131a");
    map.put("Table.selectionInactiveBackground", dark ? "#2c3650" : "#dbe4fb");
    map.put("Table.selectionInactiveForeground", dark ? "#ffffff" : "#10131a");
    map.put("TableHeader.background", dark ? "#242831" : "#ffffff");
    map.put("TableHeader.foreground", dark ? "#98a1b0" : "#667080");
    map.put("TableHeader.height", "34");
    map.put("TableHeader.cellMargins", "2,10,2,10");
    map.put("TableHeader.separatorColor", dark ? "#24283100" : "#ffffff00");
    map.put("TableHeader.bottomSeparatorColor", dark ? "#333945" : "#e2e5ec");
    map.put("PopupMenu.borderCornerRadius", "10");
    map.put("MenuItem.margin", "5,8,5,8");
    map.put("MenuItem.selectionArc", "8");
    map.put("MenuItem.selectionInsets", "0,4,0,4");
    map.put("PopupMenu.borderInsets", "6,1,6,1");
    map.put("TitlePane.unifiedBackground", "true");
    map.put("OptionPane.maxCharactersPerLine", "80");
    return map;
  }

  /** Returns a colour of the present theme by its name, for example {@code muted}. */
  public static Color colour(String name) {
    Color found = UIManager.getColor("Moneyrocket." + name);
    if (found == null) {
      throw new IllegalStateException("the theme is not installed or has no colour " + name);
    }
    return found;
  }

  public static Font text(float size) {
    return REGULAR.orElseGet(() -> new Font(Font.SANS_SERIF, Font.PLAIN, 12)).deriveFont(size);
  }

  public static Font strong(float size) {
    return SEMIBOLD.orElseGet(() -> new Font(Font.SANS_SERIF, Font.BOLD, 12)).deriveFont(size);
  }

  /** The typeface of addresses, hashes and the console. */
  public static Font mono(float size) {
    return MONO.orElseGet(() -> new Font(Font.MONOSPACED, Font.PLAIN, 12)).deriveFont(size);
  }

  private static Optional<Font> load(String name) {
    try (InputStream in = Theme.class.getResourceAsStream(FONTS + name)) {
      if (in == null) {
        log.warn("The typeface {} is missing, another one is used", name);
        return Optional.empty();
      }
      return Optional.of(Font.createFont(Font.TRUETYPE_FONT, in));
    } catch (IOException | FontFormatException e) {
      log.warn("The typeface {} cannot be used: {}", name, e.getMessage());
      return Optional.empty();
    }
  }
}
