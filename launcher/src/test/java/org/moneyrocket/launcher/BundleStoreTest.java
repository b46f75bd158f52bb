// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class BundleStoreTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void findsBundlesWithAndWithoutAVersion() throws Exception {
    Path plain = folder.newFile("org.example.one.jar").toPath();
    Path versioned = folder.newFile("sqlite-jdbc-3.54.1.0.jar").toPath();

    BundleStore store = new BundleStore(folder.getRoot().toPath());

    assertThat(store.file("org.example.one")).isEqualTo(plain);
    assertThat(store.file("sqlite-jdbc")).isEqualTo(versioned);
    assertThatThrownBy(() -> store.file("sqlite"))
        .isInstanceOf(BrokenInstallation.class)
        .hasMessageStartingWith("No bundle sqlite in ");
  }

  @Test
  public void refusesTwoVersionsOfOneBundle() throws Exception {
    folder.newFile("a-1.0.jar");
    folder.newFile("a-2.0.jar");

    assertThatThrownBy(() -> new BundleStore(folder.getRoot().toPath()))
        .hasMessageStartingWith("Two files for bundle a: ");
  }
}
