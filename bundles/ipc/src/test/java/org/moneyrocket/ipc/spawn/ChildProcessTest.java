// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.Test;
import org.moneyrocket.ipc.lane.Descriptor;

public class ChildProcessTest {
  private static ChildProcess shell(String script) throws Exception {
    return ChildProcess.start("test", List.of("/bin/sh", "-c", script), warning -> {});
  }

  @Test
  public void theChildFindsASocketAsItsStandardInput() throws Exception {
    ChildProcess child = shell("[ -S /dev/stdin ] && exit 7");
    try (Descriptor control = child.control()) {
      assertThat(control.isUnixStream()).isTrue();
      assertThat(child.awaitEnd()).isEqualTo(7);
    }
  }

  @Test
  public void theChildSeesEndOfFileWhenOurEndIsClosed() throws Exception {
    ChildProcess child = shell("cat >&2; exit 3");
    assertThat(child.awaitEnd(100, TimeUnit.MILLISECONDS)).isFalse();

    child.control().close();

    assertThat(child.awaitEnd(5, TimeUnit.SECONDS)).isTrue();
    assertThat(child.awaitEnd()).isEqualTo(3);
  }

  @Test
  public void keepsTheSentenceTheChildEndsWith() throws Exception {
    ChildProcess child = shell("echo 'Error: the disk is full' >&2; exit 1");
    try (Descriptor control = child.control()) {
      assertThat(child.awaitEnd()).isEqualTo(1);
      assertThat(child.error()).isEqualTo("the disk is full");
      assertThat(control.isClosed()).isFalse();
    }
  }

  private static String standardInput() throws Exception {
    return Files.readSymbolicLink(Path.of("/proc/self/fd/0")).toString();
  }

  @Test
  public void ourOwnStandardInputIsWhatItWas() throws Exception {
    String before = standardInput();
    ChildProcess child = shell("exit 0");
    try (Descriptor control = child.control()) {
      child.awaitEnd();
      assertThat(control.fd()).isPositive();
      assertThat(standardInput()).isEqualTo(before);
    }
  }
}
