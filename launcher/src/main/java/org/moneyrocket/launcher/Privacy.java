// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the memory of a process with keys from other programs of the same user: no debugger, no
 * look into {@code /proc}, no core dump. Linux only. The administrator can do all of that still.
 */
final class Privacy {
  private static final Logger log = LoggerFactory.getLogger(Privacy.class);

  private static final int PR_SET_DUMPABLE = 4;

  private Privacy() {}

  /** Takes effect at once; it cannot fail where the system has it. */
  static void begin() {
    if (!System.getProperty("os.name", "").startsWith("Linux")) {
      return;
    }
    Optional<MemorySegment> prctl = Linker.nativeLinker().defaultLookup().find("prctl");
    if (prctl.isEmpty()) {
      log.warn("The memory of this process cannot be closed to other programs: no prctl here");
      return;
    }
    MethodHandle call =
        Linker.nativeLinker()
            .downcallHandle(
                prctl.get(),
                FunctionDescriptor.of(
                    JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                Linker.Option.firstVariadicArg(1));
    try {
      if ((int) call.invokeExact(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L) != 0) {
        log.warn("The memory of this process cannot be closed to other programs");
      }
    } catch (Throwable e) {
      throw new IllegalStateException("prctl", e);
    }
  }
}
