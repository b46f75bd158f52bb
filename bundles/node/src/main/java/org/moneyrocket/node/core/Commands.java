// SPDX-License-Identifier: MIT
package org.moneyrocket.node.core;

import java.io.IOException;
import java.util.List;
import org.moneyrocket.kernel.KernelNotifications;
import org.moneyrocket.kernel.SyncState;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the shell commands that users want to be run when something happens. */
final class Commands {
  private static final Logger log = LoggerFactory.getLogger(Commands.class);

  private final Settings settings;

  Commands(Settings settings) {
    this.settings = settings;
  }

  /** Makes the commands run that go with new tips and warnings. */
  void attach(KernelLink link, Warnings warnings) {
    warnings.onSet(
        text -> run("-alertnotify", "'" + text.replaceAll("[^a-zA-Z0-9 .,;\\-_/:?@()]", "") + "'"));
    link.add(
        new KernelNotifications() {
          @Override
          public void blockTip(SyncState state, BlockEntry tip, double progress) {
            if (state == SyncState.SYNCED) {
              run("-blocknotify", tip.hash().toString());
            }
          }

          @Override
          public void fatalError(String text) {
            // The command for it runs with the warning.
          }
        });
  }

  /** Starts the command of an option, if it has one, and does not wait for it. */
  void run(String option, String argument) {
    for (String command : commands(option)) {
      String line = command.replace("%s", argument);
      Thread.ofVirtual().name("node-command").start(() -> execute(line));
    }
  }

  private List<String> commands(String option) {
    if (settings.catalogue().find(option).isEmpty()) {
      return List.of();
    }
    String command = settings.getString(option);
    return command.isEmpty() ? List.of() : List.of(command);
  }

  private static void execute(String line) {
    try {
      Process process =
          new ProcessBuilder("/bin/sh", "-c", line)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      int status = process.waitFor();
      if (status != 0) {
        log.warn("runCommand error: system({}) returned {}", line, status);
      }
    } catch (IOException e) {
      log.warn("The command {} cannot be started: {}", line, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
