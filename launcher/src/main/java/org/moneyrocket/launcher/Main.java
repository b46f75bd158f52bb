// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.settings.InitText;
import org.moneyrocket.settings.IoText;
import org.moneyrocket.settings.StartException;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts one of the long-running programs. The first argument is the program's name, which is also
 * the name of its profile; the rest is the user's command line.
 */
public final class Main {
  private static final Logger log = LoggerFactory.getLogger(Main.class);

  private Main() {}

  /** Runs a program and ends the process with its status. */
  public static void main(String[] args) {
    List<String> arguments = List.of(args).subList(1, args.length);
    boolean readByProgram = Launch.isChild(arguments) || Background.isMarked(arguments);
    Console console = new Console(readByProgram);
    int status = 1;
    try {
      ProgramKind kind = ProgramKind.of(args[0]);
      Optional<List<String>> wanted =
          Display.usable(kind, arguments) && !Replacement.isDone()
              ? FirstRun.arguments(kind, arguments)
              : Optional.of(arguments);
      status =
          wanted.isEmpty() ? 0 : new Launch(kind, wanted.get(), arguments.size(), console).run();
    } catch (StartException e) {
      log.error("{}", e.text());
      console.show(InitText.error(e));
    } catch (BrokenInstallation e) {
      log.error("{}", e.getMessage());
      console.error(String.valueOf(e.getMessage()));
    } catch (UncheckedIOException e) {
      log.error("The program cannot go on", e);
      String reason = IoText.of(e);
      // One made of its cause alone has no sentence of its own.
      boolean silent = String.valueOf(e.getCause()).equals(e.getMessage());
      console.error(silent ? reason : e.getMessage() + ": " + IoText.reason(e));
    } catch (IOException e) {
      log.error("The program cannot go on", e);
      console.error(IoText.of(e));
    } catch (BundleException e) {
      log.error("The program cannot go on", e);
      console.error("A part of this program does not start: " + e.getMessage());
    } catch (InterruptedException | RuntimeException e) {
      log.error("The program cannot go on", e);
      console.error(e.toString());
    }
    console.out().flush();
    if (status != 0 && Display.usable(ProgramKind.of(args[0]), arguments)) {
      // Who started it with a click sees no standard error. Nothing is left to be stopped in order.
      int failed = status;
      Signals.onEnd(signal -> Runtime.getRuntime().halt(failed));
      if (!Signals.asked()) {
        console.lastError().ifPresent(Display::showError);
      }
    }
    // Not exit(): no hook of a library may delay the end or change the status.
    Runtime.getRuntime().halt(status);
  }
}
