// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.fake;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.runner.notification.RunListener;

/**
 * Gives the toolkit the font that the window brings along, before any test uses one. Text is then
 * as wide on every machine, and the tests run where no font is installed at all, as in containers.
 */
public final class BundledFonts extends RunListener {
  private static final String FOLDER = "/com/formdev/flatlaf/fonts/inter/";
  private static final List<String> STYLES = List.of("Regular", "Bold", "Italic", "BoldItalic");
  private static final List<String> NAMES = List.of("plain", "bold", "italic", "bolditalic");
  private static final List<String> FAMILIES =
      List.of("serif", "sansserif", "monospaced", "dialog", "dialoginput");

  /** Made by the test runner, once in each process. */
  public BundledFonts() throws IOException {
    Path folder = Files.createTempDirectory("fonts");
    folder.toFile().deleteOnExit();
    StringBuilder configuration = new StringBuilder("version=1\nsequence.allfonts=latin-1\n");
    for (String family : FAMILIES) {
      for (int i = 0; i < STYLES.size(); i++) {
        configuration.append(family).append('.').append(NAMES.get(i)).append(".latin-1=Inter ");
        configuration.append(STYLES.get(i)).append('\n');
      }
    }
    for (String style : STYLES) {
      Path file = copy("Inter-" + style + ".otf", folder);
      configuration.append("filename.Inter_").append(style).append('=');
      configuration.append(file.toString().replace('\\', '/')).append('\n');
    }
    File file = folder.resolve("fontconfig.properties").toFile();
    file.deleteOnExit();
    Files.writeString(file.toPath(), configuration);
    System.setProperty("sun.awt.fontconfig", file.getPath());
  }

  private static Path copy(String name, Path folder) throws IOException {
    Path file = folder.resolve(name);
    file.toFile().deleteOnExit();
    try (InputStream in = BundledFonts.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new FileNotFoundException("no font " + name + " in the class path");
      }
      Files.copy(in, file);
    }
    return file;
  }
}
