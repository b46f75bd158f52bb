// SPDX-License-Identifier: MIT
package org.moneyrocket.node.core;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.moneyrocket.kernel.KernelNotifications;
import org.moneyrocket.kernel.SyncState;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.settings.IoText;
import org.moneyrocket.settings.Option;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.catalogue.GeneralOptions;
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
        text ->
            run(
                GeneralOptions.ALERTNOTIFY,
                "'" + text.replaceAll("[^a-zA-Z0-9 .,;\\-_/:?@()]", "") + "'"));
    link.add(
        new KernelNotifications() {
          @Override
          public void blockTip(SyncState state, BlockEntry tip, double progress) {
            if (state == SyncState.SYNCED) {
              run(GeneralOptions.BLOCKNOTIFY, tip.hash().toString());
            }
          }

          @Override
          public void fatalError(String text) {
            // The command for it runs with the warning.
          }
        });
  }

  /** Runs the command that goes with the end of the start, and does not wait for it. */
  void started() {
    String command = settings.get(GeneralOptions.STARTUPNOTIFY);
    if (!command.isEmpty()) {
      start(command);
    }
  }

  /** Runs the commands that go with the shutdown, all at once, and waits for them to end. */
  void stopping() {
    List<Thread> running = new ArrayList<>();
    for (String command : settings.get(GeneralOptions.SHUTDOWNNOTIFY)) {
      running.add(start(command));
    }
    boolean interrupted = false;
    for (Thread thread : running) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs a command that has a place for {@code argument}: {@code %s}. The others have none. */
  private void run(Option<String> option, String argument) {
    String command = settings.get(option);
    if (!command.isEmpty()) {
      start(command.replace("%s", argument));
    }
  }

  // A platform thread: starting a process blocks, and nobody waits for these at the end.
  private static Thread start(String line) {
    return Thread.ofPlatform().daemon().name("node-command").start(() -> execute(line));
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
      log.warn("The command {} cannot be started: {}", line, IoText.reason(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
