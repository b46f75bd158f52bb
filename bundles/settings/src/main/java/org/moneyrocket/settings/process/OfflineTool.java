// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.process;

import java.io.PrintStream;
import java.util.List;
import org.moneyrocket.settings.Settings;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a program does when its command line names a command instead of letting it run on: the
 * offline verbs of the wallet program. A bundle registers it as a service; the launcher calls it
 * once and ends the process with its status.
 */
@ConsumerType
public interface OfflineTool {
  /**
   * Does the work and returns the exit status. Runs on the main thread.
   *
   * @param command the command and what follows it
   * @param out standard output
   * @param err standard error
   */
  int run(Settings settings, List<String> command, PrintStream out, PrintStream err);
}
