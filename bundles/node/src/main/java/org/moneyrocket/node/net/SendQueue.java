// SPDX-License-Identifier: MIT
package org.moneyrocket.node.net;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.moneyrocket.settings.memory.MemoryBudget;

/** Bytes that wait for the peer to take them. Filled by every thread, emptied by the net thread. */
final class SendQueue {
  private static final int EACH_BYTES = MemoryBudget.OBJECT_BYTES + MemoryBudget.ARRAY_BYTES;

  private final Held held;
  private final LongSupplier microClock;

  /** Guards the queue; only what {@link Held} needs is locked while it is held. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Deque<byte[]> frames = new ArrayDeque<>();

  /** How much of the first frame is gone already. */
  private int firstSent;

  private boolean closed;
  private volatile long bytes;

  /** Since when the first frame waits; 0 for none. */
  private volatile long firstSinceMicros;

  SendQueue(Held held, LongSupplier microClock) {
    this.held = held;
    this.microClock = microClock;
  }

  /** Puts a frame at the end; false once the queue is closed. */
  boolean add(byte[] frame) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      if (frames.isEmpty()) {
        firstSinceMicros = microClock.getAsLong();
      }
      frames.add(frame);
      bytes += cost(frame);
      held.take(cost(frame));
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Copies what comes next as far as it fits; {@link #sent} takes it out. */
  void copyTo(ByteBuffer buffer) {
    lock.lock();
    try {
      int from = firstSent;
      Iterator<byte[]> each = frames.iterator();
      while (each.hasNext() && buffer.hasRemaining()) {
        byte[] frame = each.next();
        buffer.put(frame, from, Math.min(frame.length - from, buffer.remaining()));
        from = 0;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Notes that the next {@code count} bytes have gone. */
  void sent(int count) {
    lock.lock();
    try {
      firstSent += count;
      byte[] first = frames.peek();
      while (first != null && firstSent >= first.length) {
        firstSent -= first.length;
        frames.remove();
        bytes -= cost(first);
        held.give(cost(first));
        first = frames.peek();
        firstSinceMicros = first == null ? 0 : microClock.getAsLong();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isEmpty() {
    return bytes == 0;
  }

  /** Returns what it takes in memory. */
  long bytes() {
    return bytes;
  }

  /** Returns for how long the first frame waits, 0 if there is none. */
  long stuckMicros() {
    long since = firstSinceMicros;
    return since == 0 ? 0 : Math.max(0, microClock.getAsLong() - since);
  }

  /** Forgets everything and takes no more. */
  void close() {
    lock.lock();
    try {
      closed = true;
      frames.clear();
      bytes = 0;
      firstSinceMicros = 0;
    } finally {
      lock.unlock();
    }
  }

  private static long cost(byte[] frame) {
    return (long) EACH_BYTES + frame.length;
  }
}
