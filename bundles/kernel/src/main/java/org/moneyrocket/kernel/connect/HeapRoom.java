// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the short-lived objects of many blocks room in the heap of this process, and takes it back
 * afterwards. An idle node is kept small by a heap that is always nearly full; there, each object
 * of a block would be copied several times before it is garbage.
 *
 * <p>The sizes follow from the share that must be free, the only thing about them that can be set
 * while the program runs: the old generation takes what lives and that share, the young one as much
 * as the old one ({@code -XX:NewRatio=1}). Of the old one, what is never used is never touched.
 *
 * <p>Safe for several threads.
 */
final class HeapRoom {
  private static final Logger log = LoggerFactory.getLogger(HeapRoom.class);
  private static final String LEAST_FREE = "MinHeapFreeRatio";
  private static final String MOST_FREE = "MaxHeapFreeRatio";
  // With less than that there is nothing to win.
  private static final long MANY_BYTES = 8 << 20;

  /** Size of the young generation while many blocks come. */
  private static final long WIDE_BYTES = 256L << 20;

  // Blocks that live a little too long fill the old generation, which would grow without end.
  private static final long MOST_OLD_BYTES = 256L << 20;
  private static final long LOOK_EACH_BYTES = 32 << 20;

  private long bytes;
  private long lookAt = MANY_BYTES;
  private String leastFree = "";
  private String mostFree = "";

  /** Says that a block was read that has so many bytes. */
  synchronized void blockRead(int blockBytes) {
    bytes += blockBytes;
    if (bytes < lookAt) {
      return;
    }
    lookAt = bytes + LOOK_EACH_BYTES;
    MemoryPoolMXBean old = isSupported() ? oldGeneration() : null;
    if (old == null) {
      lookAt = Long.MAX_VALUE;
    } else if (leastFree.isEmpty()) {
      HotSpotDiagnosticMXBean machine = machine();
      leastFree = machine.getVMOption(LEAST_FREE).getValue();
      mostFree = machine.getVMOption(MOST_FREE).getValue();
      // Until it is collected, nobody knows how much of it lives.
      collect();
      widen(machine, old.getUsage().getUsed());
    } else if (old.getUsage().getUsed() > MOST_OLD_BYTES) {
      collect();
    }
  }

  private void widen(HotSpotDiagnosticMXBean machine, long living) {
    long free = Math.clamp(100 - living * 100 / WIDE_BYTES, 0, 95);
    if (free > Integer.parseInt(leastFree)) {
      machine.setVMOption(MOST_FREE, "100");
      machine.setVMOption(LEAST_FREE, String.valueOf(free));
      collect();
    }
  }

  /** Says that from now on there will be a block from time to time. */
  synchronized void caughtUp() {
    bytes = 0;
    lookAt = MANY_BYTES;
    if (!leastFree.isEmpty()) {
      HotSpotDiagnosticMXBean machine = machine();
      machine.setVMOption(LEAST_FREE, leastFree);
      machine.setVMOption(MOST_FREE, mostFree);
      leastFree = "";
      collect();
    }
  }

  /** Sizes change only with a full collection. */
  private static void collect() {
    final long before = Runtime.getRuntime().totalMemory();
    System.gc();
    log.debug(
        "Heap had {} MiB and has {} MiB", before >> 20, Runtime.getRuntime().totalMemory() >> 20);
  }

  /** A runtime made for this program may leave the module out. */
  private static boolean isSupported() {
    return ModuleLayer.boot().findModule("jdk.management").isPresent() && machine() != null;
  }

  private static HotSpotDiagnosticMXBean machine() {
    return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
  }

  /** Returns null with a collector that has no such part. */
  private static @Nullable MemoryPoolMXBean oldGeneration() {
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP && pool.getName().equals("Tenured Gen")) {
        return pool;
      }
    }
    return null;
  }
}
