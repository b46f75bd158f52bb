// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the heap of this process grow while many blocks are taken one after the other, and shrink
 * afterwards. An idle node is kept small by a heap that is always nearly full; there, each of the
 * short-lived objects of a block would be copied several times.
 *
 * <p>Safe for several threads.
 */
final class HeapRoom {
  private static final Logger log = LoggerFactory.getLogger(HeapRoom.class);
  private static final String LEAST_FREE = "MinHeapFreeRatio";
  private static final String MOST_FREE = "MaxHeapFreeRatio";
  // With less than that there is nothing to win.
  private static final long MANY_BYTES = 8 << 20;
  private static final int WIDE_LEAST_FREE = 50;
  private static final int WIDE_MOST_FREE = 70;

  private long bytes;
  private String leastFree = "";
  private String mostFree = "";

  /** Says that a block was read that has so many bytes. */
  synchronized void blockRead(int blockBytes) {
    if (bytes > MANY_BYTES) {
      return;
    }
    bytes += blockBytes;
    if (bytes > MANY_BYTES && isSupported()) {
      HotSpotDiagnosticMXBean machine = machine();
      leastFree = machine.getVMOption(LEAST_FREE).getValue();
      mostFree = machine.getVMOption(MOST_FREE).getValue();
      if (Integer.parseInt(leastFree) < WIDE_LEAST_FREE) {
        machine.setVMOption(MOST_FREE, String.valueOf(WIDE_MOST_FREE));
        machine.setVMOption(LEAST_FREE, String.valueOf(WIDE_LEAST_FREE));
        collect();
      }
    }
  }

  /** Says that from now on there will be a block from time to time. */
  synchronized void caughtUp() {
    bytes = 0;
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
}
