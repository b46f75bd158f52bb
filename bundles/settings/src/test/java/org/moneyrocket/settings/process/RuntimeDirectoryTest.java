// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.settings.PrivateFiles;

public class RuntimeDirectoryTest {
  private static final Path CHAIN = Path.of("/data/regtest");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void theSessionsDirectoryIsUsedOnlyIfItCanBe() {
    String session = folder.getRoot().toString();

    assertThat(RuntimeDirectory.of(Map.of("XDG_RUNTIME_DIR", session), CHAIN).toString())
        .startsWith(session + "/moneyrocket/");
    assertThat(
            RuntimeDirectory.of(Map.of("XDG_RUNTIME_DIR", "/nonexistent", "TMPDIR", session), CHAIN)
                .toString())
        .startsWith(session + "/moneyrocket-" + PrivateFiles.userName() + "/");
  }

  @Test
  public void aTemporaryDirectoryThatIsMissingIsNotMade() {
    assertThat(RuntimeDirectory.temporary(Map.of("TMPDIR", "/nonexistent")).toString())
        .startsWith(System.getProperty("java.io.tmpdir"));
  }
}
