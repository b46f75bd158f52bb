// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Test;
import org.moneyrocket.settings.Program;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.memory.HeapPlan;
import org.moneyrocket.settings.process.Role;

public class ReplacementTest {
  private static final OptionalLong LARGE = OptionalLong.of(64 * 1024);

  @Test
  public void onlyTheHeapChangesAndTheOptionsAreNamed() {
    List<String> before =
        List.of(
            "/jdk/bin/java",
            "@/opt/m/etc/jvm/common.options",
            "-Xmx640m",
            "-Dmoneyrocket.heap=640",
            "-XX:SomeOther=1",
            "-cp",
            "a.jar:b.jar",
            "org.moneyrocket.launcher.Main",
            "moneyrocketd",
            "-Xmx640m",
            "");
    assertThat(Replacement.command(before, 96, List.of("-Xmx640m", "", "-datadir=/new"), 2, 7))
        .containsExactly(
            "/jdk/bin/java",
            "@/opt/m/etc/jvm/common.options",
            "-Xmx96m",
            "-Dmoneyrocket.heap=96",
            "-Dmoneyrocket.options=7",
            "-XX:SomeOther=1",
            "-cp",
            "a.jar:b.jar",
            "org.moneyrocket.launcher.Main",
            "moneyrocketd",
            "-Xmx640m",
            "",
            "-datadir=/new");
  }

  // Otherwise every program would start twice.
  @Test
  public void theScriptKnowsThePlanForTheDefaultSettings() throws IOException {
    for (ProgramKind kind : ProgramKind.values()) {
      Path profile = Path.of("../distribution/src/etc/profiles").resolve(kind.id());
      Set<Role> roles = Profile.read(profile).roles();
      Settings settings = Settings.of(kind.program(), "-chain=main");
      assertThat(scriptHeap(kind.id()))
          .as(kind.id())
          .isEqualTo(HeapPlan.of(settings, roles, LARGE).heapMebibytes());
    }
    assertThat(Program.values()).hasSize(4); // The client plans nothing.
  }

  private static int scriptHeap(String program) throws IOException {
    String script = Files.readString(Path.of("../distribution/src/libexec/run.sh"));
    Matcher line =
        Pattern.compile("^ +" + program + "\\) heap=(\\d+) ;;$", Pattern.MULTILINE).matcher(script);
    assertThat(line.find()).as(program).isTrue();
    return Integer.parseInt(line.group(1));
  }
}
