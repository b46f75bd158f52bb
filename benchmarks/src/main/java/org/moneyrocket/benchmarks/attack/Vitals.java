// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.attack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Memory and processor time of a process and its children, as Linux tells them. */
public final class Vitals {
  private static final long STEP_MILLIS = 100;
  private static final double TICKS_PER_SECOND = 100;

  private final ProcessHandle process;

  public Vitals(ProcessHandle process) {
    this.process = process;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  private List<Long> family() {
    List<Long> all = new ArrayList<>(List.of(process.pid()));
    process.descendants().forEach(child -> all.add(child.pid()));
    return all;
  }

  /** Returns the resident memory, 0 of a process that has ended. */
  long residentKib() {
    long sum = 0;
    for (long pid : family()) {
      for (String line : read(pid, "status").split("\n", -1)) {
        if (line.startsWith("VmRSS:")) {
          sum += Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    }
    return sum;
  }

  double cpuSeconds() {
    double ticks = 0;
    for (long pid : family()) {
      String stat = read(pid, "stat");
      // The second field is a name in brackets, which may hold anything.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
      if (fields.length > 13) {
        ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
      }
    }
    return ticks / TICKS_PER_SECOND;
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (IOException e) {
      return ""; // It has ended.
    }
  }

  Watch watch() {
    return new Watch();
  }

  /** Looks ten times a second until it is closed. */
  final class Watch implements AutoCloseable {
    private final long memoryBefore = residentKib();
    private final double cpuBefore = Vitals.this.cpuSeconds();
    private final long begin = System.nanoTime();
    private final Thread thread;

    private long most = memoryBefore;
    private double cpu;
    private double seconds;

    Watch() {
      thread = Thread.ofPlatform().daemon().name("vitals").start(this::look);
    }

    private void look() {
      try {
        while (true) {
          note();
          Thread.sleep(STEP_MILLIS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private synchronized void note() {
      most = Math.max(most, residentKib());
      cpu = Math.max(cpu, Vitals.this.cpuSeconds() - cpuBefore);
      seconds = (System.nanoTime() - begin) / 1e9;
    }

    synchronized long growthKib() {
      return most - memoryBefore;
    }

    synchronized double cpuSeconds() {
      return cpu;
    }

    synchronized double seconds() {
      return seconds;
    }

    @Override
    public void close() {
      note();
      thread.interrupt();
    }
  }
}
