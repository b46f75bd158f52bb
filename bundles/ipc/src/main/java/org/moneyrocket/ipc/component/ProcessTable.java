// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.component;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.moneyrocket.interfaces.process.ProcessInfo;
import org.moneyrocket.interfaces.process.ProcessInfo.State;

/** What the system tells about processes. */
final class ProcessTable {
  private ProcessTable() {}

  /** Describes a process of this machine; whatever the system does not tell is unknown. */
  static ProcessInfo describe(
      String role, String peer, long pid, State state, String detail, boolean restartable) {
    long startedAt =
        ProcessHandle.of(pid)
            .flatMap(process -> process.info().startInstant())
            .map(Instant::toEpochMilli)
            .orElse(0L);
    return new ProcessInfo(
        role, peer, pid, startedAt, residentBytes(pid), state, detail, restartable, "off");
  }

  private static long residentBytes(long pid) {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    if (!Files.isReadable(status)) {
      return -1;
    }
    try {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("VmRSS:")) {
          String[] words = line.split("\\s+");
          return Long.parseLong(words[1]) * 1024;
        }
      }
    } catch (IOException | NumberFormatException e) {
      // It ended while we looked.
      return -1;
    }
    return -1;
  }
}
