// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class PrivateFilesTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path folderWith(String name, String mode) throws IOException {
    Path made = Files.createDirectory(folder.getRoot().toPath().resolve(name));
    return Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(mode));
  }

  private static String mode(Path directory) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory));
  }

  @Test
  public void aDirectoryOfOurOwnIsPrivateAndTakenAgain() throws IOException {
    Path shared = folderWith("tmp", "rwxrwxrwx");
    Path ours = shared.resolve("ours");

    PrivateFiles.createOwn(ours);
    PrivateFiles.createOwn(ours);

    assertThat(mode(ours)).isEqualTo("rwx------");
  }

  @Test
  public void whereOthersMayMakeDirectoriesAnOpenOneOrALinkIsRefused() throws IOException {
    Path shared = folderWith("tmp", "rwxrwxrwx");
    Path open = Files.createDirectory(shared.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path link = Files.createSymbolicLink(shared.resolve("link"), folderWith("aim", "rwx------"));

    for (Path unsafe : new Path[] {open, link}) {
      assertThatThrownBy(() -> PrivateFiles.createOwn(unsafe))
          .isInstanceOf(IOException.class)
          .hasMessage(unsafe + " is not a private directory of this user");
    }
  }

  @Test
  public void whereNobodyElseMayMakeAnyItIsLeftAsItIs() throws IOException {
    Path home = folderWith("home", "rwxr-xr-x");
    Path cache = Files.createDirectory(home.resolve("cache"));
    Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxr-xr-x"));

    PrivateFiles.createOwn(cache);

    assertThat(mode(cache)).isEqualTo("rwxr-xr-x");
  }

  @Test
  public void theUserAlwaysHasAName() {
    assertThat(PrivateFiles.userName()).isNotEmpty().isNotEqualTo("?").doesNotContain("/");
  }
}
