// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import com.sun.management.OperatingSystemMXBean;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after the heap of this process once a second, as {@link HeapKeeper} says. */
final class HeapThread {
  private static final Logger log = LoggerFactory.getLogger(HeapThread.class);

  /** Before that, not even the classes that measure are loaded. */
  private static final long QUIET_SECONDS = 15;

  private final HeapKeeper keeper = new HeapKeeper();
  private final Runnable whenFull;
  private final long began = System.nanoTime();
  private final CountDownLatch over = new CountDownLatch(1);
  private @Nullable OperatingSystemMXBean system;
  private @Nullable Optional<MethodHandle> trim;

  private HeapThread(Runnable whenFull) {
    this.whenFull = whenFull;
  }

  /** Begins to look after the heap; {@code whenFull} is run once if it is full. */
  static void start(Runnable whenFull) {
    Thread.ofPlatform().daemon().name("heap").start(new HeapThread(whenFull)::run);
  }

  private void run() {
    try {
      while (!over.await(1, TimeUnit.SECONDS)) {
        try {
          look();
        } catch (RuntimeException | Error e) {
          log.debug("the heap cannot be looked at", e);
        }
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread.
      log.debug("no longer looking at the heap", e);
    }
  }

  private void look() {
    switch (keeper.at(now())) {
      case COLLECT, CHECK -> collect();
      case NOTHING, FULL -> {}
    }
  }

  private void collect() {
    long before = Runtime.getRuntime().totalMemory();
    System.gc();
    HeapKeeper.Look left = now();
    boolean full = keeper.collected(left) == HeapKeeper.Advice.FULL;
    giveBack();
    log.debug(
        "Heap had {} MiB and has {} MiB, {} MiB in use",
        before >> 20,
        left.heapBytes() >> 20,
        left.usedBytes() >> 20);
    if (full) {
      over.countDown();
      whenFull.run();
    }
  }

  private HeapKeeper.Look now() {
    Runtime runtime = Runtime.getRuntime();
    long heap = runtime.totalMemory();
    Duration uptime = Duration.ofNanos(System.nanoTime() - began);
    return new HeapKeeper.Look(
        heap - runtime.freeMemory(), heap, runtime.maxMemory(), cpu(uptime), uptime);
  }

  private Duration cpu(Duration uptime) {
    if (uptime.toSeconds() < QUIET_SECONDS) {
      return uptime;
    }
    if (system == null) {
      system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    }
    // A runtime made for this program may leave it out: then it never seems to rest.
    return system == null ? uptime : Duration.ofNanos(system.getProcessCpuTime());
  }

  /** Has the C library give back what it keeps of memory that was freed outside the heap. */
  private void giveBack() {
    if (trim == null) {
      trim =
          Linker.nativeLinker()
              .defaultLookup()
              .find("malloc_trim")
              .map(
                  (MemorySegment symbol) ->
                      Linker.nativeLinker()
                          .downcallHandle(
                              symbol,
                              FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG)));
    }
    if (trim.isPresent()) {
      try {
        int given = (int) trim.get().invokeExact(0L);
        log.trace("given back: {}", given);
      } catch (Throwable e) {
        log.debug("nothing is given back", e);
        trim = Optional.empty();
      }
    }
  }
}
