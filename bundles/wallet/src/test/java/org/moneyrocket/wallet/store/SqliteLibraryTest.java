// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.sqlite.util.LibraryLoaderUtil;

public class SqliteLibraryTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void isFoundUnderThePathItHasInTheDriversJar() throws Exception {
    Path root = folder.getRoot().toPath();
    Path directory =
        Files.createDirectories(
            Path.of(root.toString(), LibraryLoaderUtil.getNativeLibResourcePath()));
    Files.createFile(directory.resolve(LibraryLoaderUtil.getNativeLibName()));

    assertThat(SqliteLibrary.find("/nonexistent" + File.pathSeparator + root)).contains(directory);
    assertThat(directory).startsWith(root.resolve("org/sqlite/native"));
  }

  @Test
  public void isLeftToTheDriverWhereThereIsNone() {
    assertThat(SqliteLibrary.find("")).isEmpty();
    assertThat(SqliteLibrary.find(folder.getRoot().toString())).isEmpty();
  }
}
