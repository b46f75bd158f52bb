// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.lane;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Buffers outside the Java heap, in sizes that double from {@link #SMALL} to {@link #LARGE}. Given
 * back ones are kept for the next lane, up to a bound; the rest is left to the collector, because
 * freeing shared memory at once would stop all threads for a moment.
 */
public final class NativeBuffers {
  /** What a lane begins with and goes back to after a large message. */
  public static final int SMALL = 8 * 1024;

  /** Largest one; messages beyond go in chunks. */
  public static final int LARGE = 64 * 1024;

  private static final int CLASSES = 4;
  private static final int KEPT_SMALL = 512;

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static final ConcurrentLinkedDeque<MemorySegment>[] FREE =
      new ConcurrentLinkedDeque[CLASSES];

  private static final AtomicInteger[] KEPT = new AtomicInteger[CLASSES];

  static {
    for (int i = 0; i < CLASSES; i++) {
      FREE[i] = new ConcurrentLinkedDeque<>();
      KEPT[i] = new AtomicInteger();
    }
  }

  /** Segments for errno, cut from larger pieces: making each on its own costs more than a call. */
  private static final ConcurrentLinkedDeque<MemorySegment> CAPTURES =
      new ConcurrentLinkedDeque<>();

  private static final int CAPTURE_BYTES = 32;
  private static final int CAPTURES_AT_ONCE = 64;

  private NativeBuffers() {}

  /** Returns 32 bytes that go back with {@link #giveCapture}. */
  static MemorySegment takeCapture() {
    MemorySegment known = CAPTURES.pollFirst();
    if (known != null) {
      return known;
    }
    MemorySegment piece = Arena.ofAuto().allocate(CAPTURE_BYTES * (long) CAPTURES_AT_ONCE, 64);
    for (int i = 1; i < CAPTURES_AT_ONCE; i++) {
      CAPTURES.addLast(piece.asSlice(i * (long) CAPTURE_BYTES, CAPTURE_BYTES));
    }
    return piece.asSlice(0, CAPTURE_BYTES);
  }

  static void giveCapture(MemorySegment capture) {
    CAPTURES.addFirst(capture);
  }

  /** Returns a buffer of {@code size} bytes: {@link #SMALL} times a power of two. */
  public static MemorySegment take(int size) {
    int sizeClass = sizeClass(size);
    MemorySegment buffer = FREE[sizeClass].pollFirst();
    if (buffer != null) {
      KEPT[sizeClass].decrementAndGet();
      return buffer;
    }
    return Arena.ofAuto().allocate(size, 64);
  }

  /** Takes a buffer back; the caller must not touch it any more. */
  public static void give(MemorySegment buffer) {
    int sizeClass = sizeClass((int) buffer.byteSize());
    if (KEPT[sizeClass].incrementAndGet() <= KEPT_SMALL >> sizeClass) {
      FREE[sizeClass].addFirst(buffer);
    } else {
      KEPT[sizeClass].decrementAndGet();
    }
  }

  private static int sizeClass(int size) {
    int sizeClass = Integer.numberOfTrailingZeros(size / SMALL);
    if (sizeClass >= CLASSES || SMALL << sizeClass != size) {
      throw new IllegalArgumentException("no such buffer size: " + size);
    }
    return sizeClass;
  }
}
