// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** How much memory this machine has, or lets the group of processes have that this one is in. */
public final class MachineMemory {
  private MachineMemory() {}

  /** Returns it in MiB, empty where the system has no such files. */
  public static OptionalLong mebibytes() {
    return mebibytes(Path.of("/"));
  }

  static OptionalLong mebibytes(Path root) {
    OptionalLong all = total(root.resolve("proc/meminfo"));
    OptionalLong group = limit(root.resolve("sys/fs/cgroup/memory.max"));
    return all.isPresent() && group.isPresent()
        ? OptionalLong.of(Math.min(all.getAsLong(), group.getAsLong()))
        : all;
  }

  private static OptionalLong total(Path file) {
    try {
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith("MemTotal:")) {
          return OptionalLong.of(Long.parseLong(line.split("\\s+")[1]) >> 10);
        }
      }
    } catch (IOException | NumberFormatException e) {
      // Another system, or one that hides it.
      return OptionalLong.empty();
    }
    return OptionalLong.empty();
  }

  private static OptionalLong limit(Path file) {
    try {
      String text = Files.readString(file).strip();
      return text.equals("max")
          ? OptionalLong.empty()
          : OptionalLong.of(Long.parseLong(text) >> 20);
    } catch (IOException | NumberFormatException e) {
      // There is no such group, or it is of the older kind.
      return OptionalLong.empty();
    }
  }
}
