// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.spawn;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.moneyrocket.ipc.lane.Descriptor;
import org.moneyrocket.ipc.lane.Posix;
import org.moneyrocket.ipc.lane.PosixException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process started by this one, with one end of a socket pair as its standard input. It shares our
 * standard output; its standard error is read here.
 */
final class ChildProcess {
  private static final Logger log = LoggerFactory.getLogger("ipc");

  /**
   * Guards descriptor 0 while a child's end lies there. Everything in this process that starts a
   * process which inherits our standard input must hold it; all others get a pipe and need not.
   */
  private static final Object STANDARD_INPUT = new Object();

  private final String name;
  private final Process process;
  private final Descriptor control;
  private final ChildReport report;
  private final Thread reader;

  private ChildProcess(
      String name, Process process, Descriptor control, Consumer<String> warnings) {
    this.name = name;
    this.process = process;
    this.control = control;
    this.report = new ChildReport(name, process.getErrorStream(), warnings);
    this.reader = new Thread(report, "ipc-stderr-" + name);
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts a program.
   *
   * @param name for the log and for threads, for example {@code wallet}
   * @param warnings takes the warnings the child has for the user
   */
  static ChildProcess start(String name, List<String> command, Consumer<String> warnings)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectInput(Redirect.INHERIT).redirectOutput(Redirect.INHERIT);
    builder.environment().put("MONEYROCKET_JAVA_HOME", System.getProperty("java.home"));
    // A child that is left alone before it has connected still knows whose child it was.
    builder.environment().put("MONEYROCKET_PARENT", Long.toString(ProcessHandle.current().pid()));
    Descriptor[] pair = Descriptor.pair();
    Process process;
    try {
      process = startWithInput(builder, pair[1]);
    } catch (IOException | RuntimeException e) {
      pair[0].close();
      throw e;
    } finally {
      // Our copy must go, or the end of the child would not be the end of the stream.
      pair[1].close();
    }
    log.debug("{} is process {}", name, process.pid());
    return new ChildProcess(name, process, pair[0], warnings);
  }

  private static Process startWithInput(ProcessBuilder builder, Descriptor input)
      throws IOException {
    synchronized (STANDARD_INPUT) {
      int saved = save();
      Posix.dup2(input.fd(), 0);
      try {
        return builder.start();
      } finally {
        if (saved < 0) {
          Posix.nullDevice(0);
        } else {
          Posix.dup2(saved, 0);
          Descriptor.adopt(saved).close();
        }
      }
    }
  }

  private static int save() {
    try {
      return Posix.duplicate(0);
    } catch (PosixException e) {
      // We were started with standard input closed.
      return -1;
    }
  }

  /** Returns our end of the socket pair. */
  Descriptor control() {
    return control;
  }

  long pid() {
    return process.pid();
  }

  boolean isStarted() {
    return report.isStarted();
  }

  /** Waits for the end of the process and of what it had to say; returns its status. */
  int awaitEnd() throws InterruptedException {
    int status = process.waitFor();
    // A grandchild may keep the pipe open; the sentence we want was written before the end.
    reader.join(1000);
    return status;
  }

  /** Waits for the end of the process. */
  boolean awaitEnd(long timeout, TimeUnit unit) throws InterruptedException {
    return process.waitFor(timeout, unit);
  }

  /** Returns the sentence the child ended with, empty if it gave none. */
  String error() {
    return report.error();
  }

  /** Asks the process to end, by the end of its standard input and by SIGTERM. */
  void terminate() {
    log.debug("{} {} is asked to end", name, process.pid());
    control.shutdown();
    process.destroy();
  }

  /** Ends the process at once. */
  void kill() {
    log.warn("{} {} does not end by itself and is killed", name, process.pid());
    process.destroyForcibly();
  }
}
