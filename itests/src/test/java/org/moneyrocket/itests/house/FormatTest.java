// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Test;

/** Format and header of every Java file. {@code -Dformat.write=true} repairs the format. */
public class FormatTest {
  private static final String HEADER = "// SPDX-License-Identifier: MIT\n";

  @Test
  public void everyFileIsFormatted() throws Exception {
    Formatter formatter = new Formatter();
    boolean write = Boolean.getBoolean("format.write");
    List<String> wrong =
        SourceTree.javaFiles().parallelStream()
            .filter(file -> !isFormatted(formatter, file, write))
            .map(Path::toString)
            .toList();

    assertThat(wrong).as("files that -Dformat.write=true would change").isEmpty();
  }

  @Test
  public void everyFileNamesItsLicence() {
    assertThat(SourceTree.javaFiles())
        .isNotEmpty()
        .allSatisfy(file -> assertThat(SourceTree.read(file)).startsWith(HEADER));
  }

  private static boolean isFormatted(Formatter formatter, Path file, boolean write) {
    try {
      String source = SourceTree.read(file);
      String formatted = formatter.formatSource(source);
      if (formatted.equals(source)) {
        return true;
      }
      if (write) {
        Files.writeString(file, formatted);
        return true;
      }
      return false;
    } catch (Exception e) {
      throw new IllegalStateException("cannot format " + file, e);
    }
  }
}
