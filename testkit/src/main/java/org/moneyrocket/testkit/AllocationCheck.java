// SPDX-License-Identifier: MIT
package org.moneyrocket.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Measures what a decoder allocates, so that a test can hold it to a multiple of what it was given.
 * Counts what the calling thread allocates, whether it is kept or not; other threads do not
 * disturb. What is run for the first time also loads classes: let it run once before, or allow for
 * it in {@code fixedBytes}.
 */
public final class AllocationCheck {
  private static final ThreadMXBean THREADS =
      (ThreadMXBean) ManagementFactory.getThreadMXBean(); // Every HotSpot has this kind.

  /** Something that may fail as decoders do. */
  public interface Work {
    void run() throws Exception;
  }

  /** What came of a measured piece of work. */
  public record Outcome(long allocatedBytes, boolean failed) {}

  private AllocationCheck() {}

  /** Runs {@code work} and counts; its exceptions are an outcome, its errors are not. */
  public static Outcome measure(Work work) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    boolean failed = false;
    try {
      work.run();
    } catch (Exception e) {
      failed = true; // An input that is refused must not cost more than one that is taken.
    }
    return new Outcome(THREADS.getCurrentThreadAllocatedBytes() - before, failed);
  }

  /**
   * Runs {@code work} and fails if it allocates too much.
   *
   * @param what names decoder and input in the failure
   * @param inputBytes what the decoder is given
   * @param multiple bytes that may be allocated for each of them
   * @param fixedBytes bytes that may be allocated whatever the input is
   */
  public static void hold(String what, int inputBytes, int multiple, long fixedBytes, Work work) {
    long allocated = measure(work).allocatedBytes();
    long allowed = fixedBytes + (long) multiple * inputBytes;
    if (allocated > allowed) {
      throw new AssertionError(
          what
              + ": "
              + allocated
              + " bytes were allocated for an input of "
              + inputBytes
              + ", allowed are "
              + allowed);
    }
  }
}
