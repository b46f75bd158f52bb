// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import java.time.Duration;

/**
 * Decides when the heap is collected to give memory back, and when it counts as full. The collector
 * shrinks the heap only in a full collection, and makes one only when the heap cannot grow: after a
 * load it would stay as large as the load made it. Looked at once a second by {@link HeapThread};
 * has no clock and no thread of its own.
 */
final class HeapKeeper {
  /** What the keeper sees at one moment. */
  record Look(long usedBytes, long heapBytes, long mostBytes, Duration cpu, Duration uptime) {}

  /** What is to be done. */
  enum Advice {
    NOTHING,
    /** Collect: memory can be given back. */
    COLLECT,
    /** Collect to see whether the heap is full. */
    CHECK,
    /** End: a collection has just left next to nothing. */
    FULL
  }

  private static final long MEBIBYTE = 1 << 20;

  /** Of the start nothing may be disturbed, and it loads classes that are needed anyway. */
  private static final Duration START = Duration.ofSeconds(20);

  /** Shorter rests than this are part of a load. */
  private static final int REST_LOOKS = 5;

  private static final Duration REST_CPU = Duration.ofMillis(150);
  private static final Duration PAUSE_AT_REST = Duration.ofSeconds(60);
  private static final Duration PAUSE_UNDER_LOAD = Duration.ofSeconds(20);

  /** A heap that is larger than what lives in it by less than this is left as it is. */
  private static final long SLACK_BYTES = 24 * MEBIBYTE;

  /** Under load there may be this much, and twice what lives. */
  private static final long LOAD_BYTES = 192 * MEBIBYTE;

  /** As many looks in a row at a heap that has less than one part in so many left. */
  private static final int FULL_LOOKS = 5;

  private static final int FULL_PART = 50;

  private long living = 48 * MEBIBYTE;
  private long heapAfter;
  private Duration collectedAt = Duration.ZERO;
  private Duration lastCpu = Duration.ZERO;
  private int resting;
  private int full;

  /** Returns what to do after a look. */
  Advice at(Look look) {
    resting = look.cpu().minus(lastCpu).compareTo(REST_CPU) <= 0 ? resting + 1 : 0;
    lastCpu = look.cpu();
    full = isFull(look) ? full + 1 : 0;
    if (full >= FULL_LOOKS) {
      return Advice.CHECK;
    }
    if (look.uptime().compareTo(START) < 0 || look.heapBytes() < heapAfter + SLACK_BYTES) {
      return Advice.NOTHING;
    }
    Duration since = look.uptime().minus(collectedAt);
    boolean atRest =
        resting >= REST_LOOKS
            && since.compareTo(PAUSE_AT_REST) >= 0
            && look.heapBytes() > living + living / 2 + SLACK_BYTES;
    boolean underLoad =
        since.compareTo(PAUSE_UNDER_LOAD) >= 0 && look.heapBytes() > 2 * living + LOAD_BYTES;
    return atRest || underLoad ? Advice.COLLECT : Advice.NOTHING;
  }

  /** Takes in what a collection has left. */
  Advice collected(Look look) {
    living = look.usedBytes();
    heapAfter = look.heapBytes();
    collectedAt = look.uptime();
    boolean isFull = full >= FULL_LOOKS && isFull(look);
    full = 0;
    return isFull ? Advice.FULL : Advice.NOTHING;
  }

  private static boolean isFull(Look look) {
    return look.mostBytes() - look.usedBytes() < look.mostBytes() / FULL_PART;
  }
}
