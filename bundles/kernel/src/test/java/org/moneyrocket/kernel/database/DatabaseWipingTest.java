// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class DatabaseWipingTest {
  private static final byte[] KEY = {1};

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private static Database open(Path directory, boolean wipe) {
    return Database.open(DatabaseOptions.small(directory, wipe));
  }

  private Path filled() throws Exception {
    Path directory = folder.newFolder().toPath();
    try (Database database = open(directory, false)) {
      database.write(new Batch().put(KEY, new byte[] {7}), true);
    }
    return directory;
  }

  @Test
  public void completesAWipingThatEndedAfterAnyFile() throws Exception {
    int files = names(filled()).size();
    assertThat(files).isGreaterThan(4);
    for (int removed = 0; removed <= files; removed++) {
      Path directory = filled();
      List<Path> all = names(directory);
      Files.createFile(directory.resolve("WIPING"));
      for (Path file : all.subList(0, removed)) {
        Files.delete(file);
      }
      try (Database database = open(directory, false)) {
        assertThat(database.wasWiped()).isTrue();
        assertThat(database.isEmpty()).isTrue();
      }
    }
  }

  @Test
  public void wipesOnceIfNobodyHasAnythingToAdd() throws Exception {
    Path directory = filled();
    try (Database database = open(directory, true)) {
      assertThat(database.wasWiped()).isTrue();
      database.write(new Batch().put(KEY, new byte[] {8}), true);
    }
    try (Database database = open(directory, false)) {
      assertThat(database.wasWiped()).isFalse();
      assertThat(database.has(KEY)).isTrue();
    }
  }

  private static List<Path> names(Path directory) throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  @Test
  public void wipesAgainUntilItsOwnerSaysThatAllIsWritten() throws Exception {
    Path directory = filled();
    try (Database database = Database.openMarked(DatabaseOptions.small(directory, true))) {
      database.write(new Batch().put(KEY, new byte[] {8}), true);
    }
    try (Database database = Database.openMarked(DatabaseOptions.small(directory, false))) {
      assertThat(database.has(KEY)).isFalse();
      database.write(new Batch().put(KEY, new byte[] {9}), true);
      database.endWiping();
    }
    try (Database database = open(directory, false)) {
      assertThat(database.wasWiped()).isFalse();
      assertThat(database.get(KEY)).containsExactly(9);
    }
  }
}
