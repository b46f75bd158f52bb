// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class FirstRunTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void theChoiceLiesInTheUsersConfigurationDirectory() {
    assertThat(FirstRun.file(Map.of(), "/home/u"))
        .isEqualTo(Path.of("/home/u/.config/moneyrocket/datadir"));
    assertThat(FirstRun.file(Map.of("XDG_CONFIG_HOME", "/c"), "/home/u"))
        .isEqualTo(Path.of("/c/moneyrocket/datadir"));
  }

  @Test
  public void aDirectoryThatIsGoneIsNotRemembered() throws IOException {
    Path file = folder.getRoot().toPath().resolve("datadir");
    assertThat(FirstRun.remembered(file)).isEmpty();
    Path place = folder.newFolder("place").toPath();
    Files.writeString(file, place + "\n");
    assertThat(FirstRun.remembered(file)).contains(place);
    Files.delete(place);
    assertThat(FirstRun.remembered(file)).isEmpty();
  }

  @Test
  public void whoNamesADirectoryIsNotAsked() {
    List<String> arguments = List.of("-regtest", "-datadir=/somewhere");
    assertThat(FirstRun.arguments(ProgramKind.MONEYROCKET_QT, arguments)).contains(arguments);
  }

  @Test
  public void aDisplayIsThereOnlyIfTheEnvironmentNamesOne() {
    assertThat(Display.named(Map.of(), "Linux")).isFalse();
    assertThat(Display.named(Map.of("DISPLAY", ":0"), "Linux")).isTrue();
    assertThat(Display.named(Map.of(), "Windows 11")).isTrue();
  }
}
