// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.Before;
import org.junit.Test;
import org.moneyrocket.itests.harness.Installation;

/**
 * Every piece of other people's software in the distribution has its row in NOTICE and its text.
 */
public class LicensesTest {
  private static final String TEXTS_IN_JAR = "META-INF/licenses/";

  private Path home;
  private List<Row> rows;

  private record Place(String file, String inside) {
    static Place of(String text) {
      int mark = text.indexOf('!');
      return mark < 0
          ? new Place(text, "")
          : new Place(text.substring(0, mark), text.substring(mark + 1));
    }

    boolean isFile(String path) {
      return file.endsWith("/") || file.endsWith("-")
          ? path.startsWith(file)
          : FileSystems.getDefault().getPathMatcher("glob:" + file).matches(Path.of(path));
    }

    boolean holds(String path, String entry) {
      return !inside.isEmpty() && isFile(path) && entry.startsWith(inside);
    }
  }

  private record Row(String software, List<String> texts, List<Place> places) {}

  @Before
  public void readNotice() {
    home = Installation.built().home();
    rows =
        SourceTree.read(home.resolve("NOTICE"))
            .lines()
            .filter(line -> line.startsWith("| ") && !line.startsWith("| Software "))
            .map(LicensesTest::row)
            .toList();
    assertThat(rows).hasSizeGreaterThan(15);
  }

  private static Row row(String line) {
    List<String> cells = Arrays.stream(line.split("\\|")).map(String::strip).toList();
    assertThat(cells).as(line).hasSize(6).element(2).asString().isNotEmpty();
    return new Row(
        cells.get(1),
        List.of(cells.get(4).split(" ")),
        Arrays.stream(cells.get(5).split(" ")).map(Place::of).toList());
  }

  @Test
  public void everyFileOfOthersHasItsRow() throws IOException {
    for (String file : files()) {
      if (!isOurs(file)) {
        assertThat(rows)
            .as("rows of %s", file)
            .anyMatch(row -> row.places().stream().anyMatch(p -> isWhole(p, file)));
      }
    }
  }

  private static boolean isWhole(Place place, String file) {
    return place.inside().isEmpty() && place.isFile(file);
  }

  @Test
  public void everythingOfOthersInsideOfOurJarsHasItsRowAndItsTextsBesideIt() throws IOException {
    int embedded = 0;
    for (String file : files()) {
      if (!isOurs(file)) {
        continue;
      }
      try (ZipFile jar = new ZipFile(home.resolve(file).toFile())) {
        for (String entry : foreign(jar)) {
          List<Row> found =
              rows.stream()
                  .filter(row -> row.places().stream().anyMatch(p -> p.holds(file, entry)))
                  .toList();
          assertThat(found).as("rows of %s in %s", entry, file).isNotEmpty();
          for (Row row : found) {
            assertTexts(jar, row);
          }
          embedded++;
        }
      }
    }
    assertThat(embedded).isPositive();
  }

  private void assertTexts(ZipFile jar, Row row) throws IOException {
    for (String text : row.texts()) {
      ZipEntry entry = jar.getEntry(TEXTS_IN_JAR + text);
      assertThat(entry).as("%s of %s in %s", text, row.software(), jar.getName()).isNotNull();
      try (InputStream in = jar.getInputStream(entry)) {
        assertThat(in.readAllBytes()).isEqualTo(Files.readAllBytes(licenses().resolve(text)));
      }
    }
  }

  @Test
  public void everyTextIsThereAndIsNamed() throws IOException {
    Set<String> named = new TreeSet<>();
    rows.forEach(row -> named.addAll(row.texts()));
    try (Stream<Path> texts = Files.list(licenses())) {
      assertThat(texts.map(text -> text.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(named);
    }
    assertThat(home.resolve("LICENSE")).isNotEmptyFile();
  }

  @Test
  public void noRowSpeaksOfWhatIsNotThere() throws IOException {
    List<String> files = files();
    for (Row row : rows) {
      for (Place place : row.places()) {
        assertThat(files).as(row.software()).anyMatch(place::isFile);
      }
    }
  }

  private Path licenses() {
    return home.resolve("licenses");
  }

  private List<String> files() throws IOException {
    List<String> found = new ArrayList<>();
    for (String folder : List.of("bundles", "lib")) {
      try (Stream<Path> files = Files.walk(home.resolve(folder))) {
        files
            .filter(Files::isRegularFile)
            .map(file -> home.relativize(file).toString())
            .filter(file -> !file.startsWith("lib/aot/"))
            .forEach(found::add);
      }
    }
    return found;
  }

  private static boolean isOurs(String file) {
    return file.startsWith("bundles/org.moneyrocket.")
        || List.of("lib/launcher.jar", "lib/settings.jar", "lib/cli.jar").contains(file);
  }

  private static List<String> foreign(ZipFile jar) {
    return jar.stream()
        .filter(entry -> !entry.isDirectory())
        .map(entry -> entry.getName().replaceFirst("^META-INF/versions/\\d+/", ""))
        // The last is how SLF4J finds a log: the name is theirs, the code is ours.
        .filter(name -> !name.matches("(org/moneyrocket|META-INF|OSGI-INF|org/slf4j/impl)/.*"))
        .toList();
  }
}
