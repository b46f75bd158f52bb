// SPDX-License-Identifier: MIT
package org.moneyrocket.node.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.node.mining.BlockVerdicts;
import org.moneyrocket.settings.Program;
import org.moneyrocket.settings.Settings;

public class CommandsTest {
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  /** Makes an option's command print something to a file, which appears when it is whole. */
  private Commands printing(String option, String print) {
    Path file = written();
    String command = print + " > " + file + ".new; mv " + file + ".new " + file;
    return new Commands(
        Settings.of(Program.NODE, "-datadir=" + folder.getRoot(), option + "=" + command));
  }

  private Path written() {
    return folder.getRoot().toPath().resolve("written");
  }

  private String awaitWritten() throws Exception {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!Files.exists(written()) && System.nanoTime() < end) {
      Thread.sleep(10);
    }
    return Files.readString(written());
  }

  @Test
  public void theCommandOfTheStartIsRunAsItStands() throws Exception {
    printing("-startupnotify", "printf '%s' kept").started();

    assertThat(awaitWritten()).isEqualTo("kept");
  }

  @Test
  public void theCommandOfTheEndIsRunAsItStandsAndWaitedFor() throws Exception {
    printing("-shutdownnotify", "printf '%s' kept").stopping();

    assertThat(written()).hasContent("kept");
  }

  @Test
  public void aWarningStandsInItsCommandWithoutWhatAShellWouldRun() throws Exception {
    Warnings warnings = new Warnings();
    printing("-alertnotify", "echo %s")
        .attach(
            new KernelLink(
                new TestHost(), text -> {}, new TipSignal(), warnings, new BlockVerdicts()),
            warnings);

    warnings.set("reason", "It's $(odd), `really`!");

    assertThat(awaitWritten()).isEqualTo("Its (odd), really\n");
  }
}
