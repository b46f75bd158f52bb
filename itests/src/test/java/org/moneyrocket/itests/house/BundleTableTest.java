// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Test;

/** Who may use whom: the table of docs/architecture.md against the built manifests. */
public class BundleTableTest {
  private static final Pattern ROW =
      Pattern.compile("^\\| `(\\w+)` \\| ([^|]*) \\|$", Pattern.MULTILINE);
  private static final Pattern IMPORT = Pattern.compile("org\\.moneyrocket\\.(\\w+)");

  @Test
  public void everyBundleHasItsRow() {
    assertThat(table().keySet()).containsExactlyInAnyOrderElementsOf(SourceTree.bundles());
  }

  @Test
  public void noBundleImportsWhatTheTableForbids() throws Exception {
    Map<String, Set<String>> allowed = table();
    for (String bundle : SourceTree.bundles()) {
      Set<String> used = imports(bundle);
      used.remove(bundle);
      assertThat(allowed.get(bundle)).as("what %s may use", bundle).containsAll(used);
    }
  }

  private static Map<String, Set<String>> table() {
    String text = SourceTree.read(SourceTree.root().resolve("docs/architecture.md"));
    int from = text.indexOf("| bundle | may use |");
    int to = text.indexOf("\n\n", from);
    assertThat(from).as("the table of who may use whom").isPositive();
    Map<String, Set<String>> table = new LinkedHashMap<>();
    Matcher row = ROW.matcher(text.substring(from, to));
    while (row.find()) {
      Set<String> uses = new TreeSet<>();
      Arrays.stream(row.group(2).split(","))
          .map(name -> name.replace("`", "").strip())
          .filter(name -> !name.isEmpty() && !name.equals("the JDK"))
          .forEach(uses::add);
      table.put(row.group(1), uses);
    }
    return table;
  }

  private static Set<String> imports(String bundle) throws IOException {
    Path file =
        SourceTree.root().resolve("bundles/" + bundle + "/target/classes/META-INF/MANIFEST.MF");
    assertThat(file).as("manifest of %s, made by the build", bundle).exists();
    try (InputStream in = Files.newInputStream(file)) {
      String header = new Manifest(in).getMainAttributes().getValue("Import-Package");
      Set<String> found = new TreeSet<>();
      Matcher name = IMPORT.matcher(header == null ? "" : header);
      while (name.find()) {
        found.add(name.group(1));
      }
      return found;
    }
  }
}
